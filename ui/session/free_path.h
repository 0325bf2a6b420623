// Places for new media files.
#pragma once

#include <filesystem>

namespace kinora {

// `wanted`, or the first of "ball-2.png", "ball-3.png", … that is not there. Throws std::filesystem::filesystem_error.
std::filesystem::path freePath(const std::filesystem::path& wanted);

}  // namespace kinora
