// A folder that is to be there.
#pragma once

#include <filesystem>

namespace kinora {

// Makes a folder, and those that it is in, where they are not there yet; gives it back. Throws FileError.
std::filesystem::path make_folder(const std::filesystem::path& folder);

}  // namespace kinora
