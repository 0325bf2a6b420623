// Files that are in a project twice, and files that went elsewhere.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/project/project.h"

namespace kinora {

// Assets with the same content, in the order of the project; each of the lists holds at least two. Assets whose content was
// never read belong to none.
std::vector<std::vector<AssetId>> find_duplicate_assets(const Project& project);

// Shows `kept` wherever `duplicate` is used, and takes `duplicate` out of the project; its file stays. Throws EditError where the
// two differ in what is seen or heard, and where a locked track would change.
//
//     assets  film, film copy   |-film-|-film copy-|   →   assets  film   |-film-|-film-|
Project merge_duplicate_asset(const Project& project, AssetId duplicate, AssetId kept);

// A file inside the project's media folder.
struct FoundFile {
    std::string file;
    std::string content_hash;
};

// Media whose file is not among `present` and whose content was found elsewhere: what relink_moved_media would change.
std::vector<MediaRef> find_moved_media(const Project& project, std::span<const std::string> present, std::span<const FoundFile> found);

// Lets those media refer to the files that were found. Throws EditError where there are none.
//
//     take  a.mp4 (missing)   +   found  old/a.mp4 with the same content   →   take  old/a.mp4
Project relink_moved_media(const Project& project, std::span<const std::string> present, std::span<const FoundFile> found);

}  // namespace kinora
