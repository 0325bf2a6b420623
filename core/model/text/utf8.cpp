#include "core/model/text/utf8.h"

namespace kinora {

namespace {

unsigned byte_at(std::string_view text, std::size_t position) {
    return static_cast<unsigned char>(text[position]);
}

std::size_t sequence_size(unsigned lead) {
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t position) {
    const unsigned lead = byte_at(text, position);
    const std::size_t size = sequence_size(lead);
    if (size == 1) {
        return {lead, 1};
    }
    char32_t value = lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        value = (value << 6) | (byte_at(text, position + i) & 0x3Fu);
    }
    return {value, size};
}

bool is_white_space(char32_t code) {
    if (code < 0x80) {
        return code == U' ' || (code >= 0x09 && code <= 0x0D);
    }
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace kinora
