#include "core/media/picture_header.h"

#include <cstdlib>

#include "core/media/png_chunks.h"

namespace kinora {

namespace {

// Numbers at a place in a file; beyond its end all bytes are 0, which no size is.
class Bytes {
 public:
    Bytes(std::string_view file, bool is_big_endian) : file_(file), is_big_endian_(is_big_endian) {}

    std::uint32_t u8(std::size_t at) const { return at < file_.size() ? static_cast<std::uint8_t>(file_[at]) : 0; }
    std::uint32_t u16(std::size_t at) const {
        return is_big_endian_ ? u8(at) << 8 | u8(at + 1) : u8(at + 1) << 8 | u8(at);
    }
    std::uint32_t u24(std::size_t at) const { return u8(at + 2) << 16 | u16(at); }  // little endian only
    std::uint32_t u32(std::size_t at) const {
        return is_big_endian_ ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at);
    }

 private:
    std::string_view file_;
    bool is_big_endian_;
};

bool has_at(std::string_view file, std::size_t at, std::string_view text) {
    return file.size() >= at + text.size() && file.substr(at, text.size()) == text;
}

PictureHeader read_png(std::string_view file) {
    PictureHeader header;
    header.format = PictureFormat::png;
    png::for_each_chunk(file, [&](std::string_view type, std::string_view content) {
        if (type == "IHDR") {
            const Bytes bytes(content, true);
            header.width = bytes.u32(0);
            header.height = bytes.u32(4);
            header.bit_depth = bytes.u8(8) == 16 ? 16 : 8;
            header.has_alpha = (bytes.u8(9) & 4u) != 0;
        }
        header.has_alpha = header.has_alpha || type == "tRNS";
        header.is_animated = header.is_animated || type == "acTL";
        return type != "IDAT";
    });
    return header;
}

PictureHeader read_jpeg(std::string_view file) {
    PictureHeader header;
    header.format = PictureFormat::jpeg;
    const Bytes bytes(file, true);
    std::size_t at = 2;
    while (at + 4 <= file.size()) {
        const std::uint32_t marker = bytes.u8(at + 1);
        if (bytes.u8(at) != 0xFF) {
            return header;
        }
        if (marker == 0xFF) {  // filling
            ++at;
            continue;
        }
        const bool is_start_of_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (is_start_of_frame) {
            header.bit_depth = static_cast<int>(bytes.u8(at + 4));
            header.height = bytes.u16(at + 5);
            header.width = bytes.u16(at + 7);
            return header;
        }
        if (marker == 0xD9 || marker == 0xDA) {
            return header;
        }
        at += 2 + bytes.u16(at + 2);
    }
    return header;
}

PictureHeader read_webp(std::string_view file) {
    PictureHeader header;
    header.format = PictureFormat::webp;
    const Bytes bytes(file, false);
    if (has_at(file, 12, "VP8X")) {
        header.has_alpha = (bytes.u8(20) & 0x10u) != 0;
        header.is_animated = (bytes.u8(20) & 0x02u) != 0;
        header.width = bytes.u24(24) + 1;
        header.height = bytes.u24(27) + 1;
    } else if (has_at(file, 12, "VP8L")) {
        const std::uint32_t packed = bytes.u32(21);
        header.width = (packed & 0x3FFFu) + 1;
        header.height = (packed >> 14 & 0x3FFFu) + 1;
        header.has_alpha = (packed >> 28 & 1u) != 0;
    } else if (has_at(file, 12, "VP8 ")) {
        header.width = bytes.u16(26) & 0x3FFFu;
        header.height = bytes.u16(28) & 0x3FFFu;
    }
    return header;
}

PictureHeader read_bmp(std::string_view file) {
    PictureHeader header;
    header.format = PictureFormat::bmp;
    const Bytes bytes(file, false);
    if (bytes.u32(14) == 12) {
        header.width = bytes.u16(18);
        header.height = bytes.u16(20);
    } else {
        header.width = static_cast<std::int32_t>(bytes.u32(18));
        header.height = std::abs(std::int64_t{static_cast<std::int32_t>(bytes.u32(22))});  // below 0: top row first
    }
    return header;
}

PictureHeader read_tiff(std::string_view file) {
    PictureHeader header;
    header.format = PictureFormat::tiff;
    const Bytes bytes(file, file[0] == 'M');
    const std::size_t directory = bytes.u32(4);
    const std::uint32_t num_entries = bytes.u16(directory);
    std::uint32_t colour_model = 0;
    std::uint32_t num_samples = 0;
    for (std::uint32_t i = 0; i < num_entries; ++i) {
        const std::size_t entry = directory + 2 + std::size_t{12} * i;
        const bool is_short = bytes.u16(entry + 2) == 3;
        const std::uint32_t value = is_short ? bytes.u16(entry + 8) : bytes.u32(entry + 8);
        switch (bytes.u16(entry)) {
            case 256:
                header.width = value;
                break;
            case 257:
                header.height = value;
                break;
            case 258: {
                // More than two counts do not fit into the entry and stand elsewhere.
                const bool is_elsewhere = bytes.u32(entry + 4) > 2;
                header.bit_depth = static_cast<int>(is_elsewhere ? bytes.u16(bytes.u32(entry + 8)) : value);
                break;
            }
            case 262:
                colour_model = value;
                break;
            case 277:
                num_samples = value;
                break;
            default:
                break;
        }
    }
    constexpr std::uint32_t rgb = 2;
    // Not every program says what the sample beyond the colours is; it is always alpha.
    header.has_alpha = (colour_model == rgb && num_samples == 4) || (colour_model < rgb && num_samples == 2);
    return header;
}

}  // namespace

PictureHeader read_picture_header(std::string_view file) {
    if (png::is_png(file)) {
        return read_png(file);
    }
    if (has_at(file, 0, "\xFF\xD8\xFF")) {
        return read_jpeg(file);
    }
    if (has_at(file, 0, "RIFF") && has_at(file, 8, "WEBP")) {
        return read_webp(file);
    }
    if (has_at(file, 0, "BM")) {
        return read_bmp(file);
    }
    if (has_at(file, 0, std::string_view("II*\0", 4)) || has_at(file, 0, std::string_view("MM\0*", 4))) {
        return read_tiff(file);
    }
    return {};
}

bool is_picture_long_enough(std::string_view file, const PictureHeader& header) {
    const Bytes bytes(file, false);
    if (header.format == PictureFormat::webp) {
        return file.size() >= std::size_t{bytes.u32(4)} + 8;
    }
    constexpr std::uint32_t run_length_8 = 1;
    constexpr std::uint32_t run_length_4 = 2;
    const std::uint32_t compression = bytes.u32(14) == 12 ? 0 : bytes.u32(30);
    if (header.format != PictureFormat::bmp || compression == run_length_8 || compression == run_length_4) {
        return true;
    }
    const std::int64_t bits = bytes.u32(14) == 12 ? bytes.u16(24) : bytes.u16(28);
    const std::int64_t row_bytes = (header.width * bits + 31) / 32 * 4;
    return static_cast<std::int64_t>(file.size()) >= bytes.u32(10) + row_bytes * header.height;
}

const char* to_string(PictureFormat format) {
    switch (format) {
        case PictureFormat::png:
            return "png";
        case PictureFormat::jpeg:
            return "jpeg";
        case PictureFormat::webp:
            return "webp";
        case PictureFormat::bmp:
            return "bmp";
        case PictureFormat::tiff:
            return "tiff";
        case PictureFormat::unset:
            break;
    }
    return "";
}

}  // namespace kinora
