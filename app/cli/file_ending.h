// Endings of file names, however they are written.
#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>

namespace kinora::cli {

// ".png" for FRAME.PNG.
inline std::string ending_of(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

}  // namespace kinora::cli
