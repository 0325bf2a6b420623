// What was found in media (scene_scan.h), kept in the media folder by the media's content, so that nothing is looked through twice.
// The file: docs/project_format.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/media/interpolation/scene_scan.h"
#include "core/project/project.h"

namespace kinora {

// What media is kept by: its hash in the project; empty where the project does not know it.
std::string content_hash_of(const Project& project, const MediaRef& media);

// Of each range of the media's frames that was looked through; nothing where none was, or what is kept cannot be read or has numbers that no
// media has, or was found in another way than today's.
std::vector<SceneScan> load_scenes(const std::filesystem::path& media_folder, const std::string& content_hash);

// Adds one that is complete. Ranges that it covers go, fields that this program does not know stay. What a newer program has written is
// left as it is. Throws FileError.
void save_scenes(const std::filesystem::path& media_folder, const std::string& content_hash, const SceneScan& scan);

// True if `scan` says everything about these frames of the file.
bool covers(const SceneScan& scan, const FrameRange& frames);

// What they found, together, to be shown: its range reaches from the first frame to the last, although nobody may have looked at what lies
// between theirs. What was looked at only each of them can say.
SceneScan merged(const std::vector<SceneScan>& scans);

// What was found between these frames. How many of the duplicates lie there is not known: it has the number of all.
SceneScan within(const SceneScan& scan, const FrameRange& frames);

}  // namespace kinora
