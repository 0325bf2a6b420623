// Names one after the other, for sentences.
#pragma once

#include <string>
#include <vector>

namespace kinora {

// "a, b, c"
inline std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

}  // namespace kinora
