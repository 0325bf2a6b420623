// Writes serialized sentencepiece.ModelProto messages, right ones and wrong ones.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace kinora::test {

inline std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) {
        bytes.push_back(static_cast<char>(value | 0x80));
    }
    bytes.push_back(static_cast<char>(value));
    return bytes;
}

inline std::string number_field(std::uint32_t number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}

inline std::string bytes_field(std::uint32_t number, const std::string& content) {
    return varint(number << 3 | 2) + varint(content.size()) + content;
}

inline std::string float_field(std::uint32_t number, float value) {
    std::string bytes = varint(number << 3 | 5);
    for (int i = 0; i < 4; ++i) {
        bytes.push_back(static_cast<char>(std::bit_cast<std::uint32_t>(value) >> (8 * i)));
    }
    return bytes;
}

inline std::string piece(const std::string& text, float score, int type = 1) {
    return bytes_field(1, bytes_field(1, text) + float_field(2, score) + number_field(3, static_cast<std::uint64_t>(type)));
}

inline const std::string special_pieces = piece("<pad>", 0, 3) + piece("</s>", 0, 3) + piece("<unk>", 0, 2);

// The settings that follow the pieces: a unigram model, with a character map.
inline std::string settings(const std::string& character_map = "") {
    return bytes_field(2, number_field(3, 1)) + bytes_field(3, bytes_field(2, character_map));
}

}  // namespace kinora::test
