// What counts as a prompt.
#pragma once

#include <string_view>

namespace kinora {

// False for nothing but white space, of which no model makes anything.
inline bool has_words(std::string_view prompt) {
    return prompt.find_first_not_of(" \t\n\r") != std::string_view::npos;
}

}  // namespace kinora
