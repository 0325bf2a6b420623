// Endings of file names, however they are written.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>

namespace kinora {

// ".png" for FRAME.PNG.
inline std::string ending_of(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending;
}

}  // namespace kinora
