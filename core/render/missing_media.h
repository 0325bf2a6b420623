// Which of a project's files are not where the project says.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/render/export_job.h"

namespace kinora {

struct MissingMedia {
    MediaRef media;
    std::string name;  // what is shown
    std::string file;  // as the project names it
    bool is_used = false;  // by a clip, a keyframe or a generation
};

// In the order of the project, assets before takes. Asks the disk for each file, so not on a thread that must not wait.
std::vector<MissingMedia> find_missing_media(const Project& project, const std::filesystem::path& media_folder);

// Those of them without which the export cannot be made: what is seen and heard of the timeline as it is, and what the takes that it
// waits for are to be made from. Versions that are not shown, hidden tracks, muted sound and the panel's keyframes need not be there.
std::vector<MissingMedia> find_missing_for_export(const Project& project, const std::filesystem::path& media_folder,
                                                  const ExportSettings& settings);

// Whether a media file is there: of numbered pictures ("frame_%04d.png"), any of them.
bool is_media_there(const std::filesystem::path& file);

}  // namespace kinora
