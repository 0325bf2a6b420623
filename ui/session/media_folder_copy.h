// Takes the media of a project along when it is saved under another name.
#pragma once

#include <filesystem>
#include <stop_token>

namespace kinora {

// Gives every file of a media folder a second name in another one, or copies it where that is not possible. Files that are there
// already stay; another one of the same name is kept beside it under a name of its own. Earlier versions, files that are being
// written and those that have not landed stay behind. May be called again for what came meanwhile.
//
// Throws FileError where the disk does not take it, Cancelled.
void copyMediaFolder(const std::filesystem::path& from, const std::filesystem::path& to, const std::stop_token& stop);

}  // namespace kinora
