#include "core/media/png_chunks.h"

#include <array>

namespace kinora::png {

namespace {

constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t header_bytes = 25;  // the chunk IHDR, which is always first

std::uint32_t read_u32(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    }
    return value;
}

void append_u32(std::string& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(value >> shift & 0xFFu);
    }
}

// The check sum of PNG, the CRC-32 of ISO 3309.
std::uint32_t check_sum(std::string_view bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> result = {};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value & 1u) != 0 ? 0xEDB88320u ^ value >> 1 : value >> 1;
            }
            result[i] = value;
        }
        return result;
    }();
    std::uint32_t sum = 0xFFFFFFFFu;
    for (const char c : bytes) {
        sum = table[(sum ^ static_cast<std::uint8_t>(c)) & 0xFFu] ^ sum >> 8;
    }
    return ~sum;
}

std::string from_latin_1(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto code = static_cast<std::uint8_t>(c);
        if (code < 0x80) {
            result += c;
        } else {
            result += static_cast<char>(0xC0u | code >> 6);
            result += static_cast<char>(0x80u | (code & 0x3Fu));
        }
    }
    return result;
}

void read_international_text(std::string_view key, std::string_view rest, MediaMetadata& metadata) {
    // Compression flag, compression method, language tag, NUL, translated name, NUL, text.
    if (rest.size() < 4 || rest[0] != 0) {
        return;
    }
    const auto language_end = rest.find('\0', 2);
    if (language_end == std::string_view::npos) {
        return;
    }
    const auto name_end = rest.find('\0', language_end + 1);
    if (name_end != std::string_view::npos) {
        metadata[normal_metadata_key(key)] = std::string(rest.substr(name_end + 1));
    }
}

}  // namespace

bool is_png(std::string_view file) { return file.substr(0, signature.size()) == signature; }

void for_each_chunk(std::string_view file, const std::function<bool(std::string_view, std::string_view)>& visit) {
    if (!is_png(file)) {
        return;
    }
    std::size_t position = signature.size();
    while (file.size() - position >= 12) {
        const std::size_t size = read_u32(file.substr(position, 4));
        if (size > file.size() - position - 12 ||
            !visit(file.substr(position + 4, 4), file.substr(position + 8, size))) {
            return;
        }
        position += size + 12;
    }
}

bool is_whole(std::string_view file) {
    bool has_end = false;
    bool is_sound = true;
    for_each_chunk(file, [&](std::string_view type, std::string_view content) {
        const bool is_needed = type[0] >= 'A' && type[0] <= 'Z';
        if (is_needed) {
            // Type and content lie side by side in the file, their check sum behind.
            const std::string_view summed(type.data(), type.size() + content.size());
            is_sound = check_sum(summed) == read_u32({content.data() + content.size(), 4});
        }
        has_end = is_sound && type == "IEND";
        return is_sound && !has_end;
    });
    return has_end;
}

MediaMetadata read_text(std::string_view file) {
    MediaMetadata metadata;
    for_each_chunk(file, [&](std::string_view type, std::string_view content) {
        const auto key_end = content.find('\0');
        if (key_end != std::string_view::npos && type == "tEXt") {
            metadata[normal_metadata_key(content.substr(0, key_end))] = from_latin_1(content.substr(key_end + 1));
        } else if (key_end != std::string_view::npos && type == "iTXt") {
            read_international_text(content.substr(0, key_end), content.substr(key_end + 1), metadata);
        }
        return true;
    });
    return metadata;
}

std::string with_text(std::string_view file, const MediaMetadata& metadata) {
    std::string result(file.substr(0, signature.size() + header_bytes));
    for (const auto& [key, value] : metadata) {
        const std::string content = "iTXt" + key + std::string(5, '\0') + value;
        append_u32(result, static_cast<std::uint32_t>(content.size() - 4));
        result += content;
        append_u32(result, check_sum(content));
    }
    result += file.substr(signature.size() + header_bytes);
    return result;
}

}  // namespace kinora::png
