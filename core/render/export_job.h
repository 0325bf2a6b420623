// The timeline as a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "core/media/clip_writer.h"
#include "core/project/project.h"

namespace kinora {

struct ExportSettings {
    std::filesystem::path path;  // the ending chooses the format
    VideoCodec codec = VideoCodec::unset;
    FrameRange range;  // of the timeline; empty takes all of it
    MediaMetadata metadata;
    bool overwrite = false;
};

// Called after each frame, on the thread that exports.
using ExportProgress = std::function<void(std::int64_t num_done, std::int64_t num_frames)>;

// Renders and writes the pictures. The file appears under its name when it is complete. Throws MediaError, FileError, EditError
// where there is nothing to export, Cancelled; no file remains then.
void export_timeline(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                     const ExportProgress& progress, const std::stop_token& stop);

}  // namespace kinora
