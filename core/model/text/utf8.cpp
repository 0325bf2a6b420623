#include "core/model/text/utf8.h"

namespace kinora {

namespace {

unsigned byte_at(std::string_view text, std::size_t position) {
    return static_cast<unsigned char>(text[position]);
}

// How many bytes a code point has that begins with `lead`; 0 for a byte that begins none.
std::size_t sequence_size(unsigned lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t position) {
    const unsigned lead = byte_at(text, position);
    const std::size_t size = sequence_size(lead);
    if (size <= 1) {
        return {lead, 1};
    }
    char32_t value = lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        value = (value << 6) | (byte_at(text, position + i) & 0x3Fu);
    }
    return {value, size};
}

bool is_valid_utf8(std::string_view text) {
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t size = sequence_size(byte_at(text, position));
        if (size == 0 || size > text.size() - position) {
            return false;
        }
        for (std::size_t i = 1; i < size; ++i) {
            if ((byte_at(text, position + i) & 0xC0u) != 0x80u) {
                return false;
            }
        }
        const char32_t value = code_point_at(text, position).value;
        if (value < smallest[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
            return false;
        }
        position += size;
    }
    return true;
}

bool is_white_space(char32_t code) {
    if (code < 0x80) {
        return code == U' ' || (code >= 0x09 && code <= 0x0D);
    }
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace kinora
