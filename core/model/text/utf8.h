// UTF-8 texts as code points.
#pragma once

#include <cstddef>
#include <string_view>

namespace kinora {

struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0;  // bytes
};

// The code point that starts at `position`, which must be the start of one in a valid text (is_valid_utf8 in
// core/generation/validate.h).
CodePoint code_point_at(std::string_view text, std::size_t position);

// Unicode's White_Space property.
bool is_white_space(char32_t code);

}  // namespace kinora
