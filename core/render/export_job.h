// The timeline as a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "core/media/clip_writer.h"
#include "core/project/project.h"

namespace kinora {

struct ExportSettings {
    std::filesystem::path path;  // the ending chooses the format
    VideoCodec codec = VideoCodec::unset;
    FrameRange range;      // of the timeline; empty takes all of it
    int width = 0;         // pixels; 0 takes the timeline's size
    int height = 0;
    FrameRate frame_rate;  // not valid takes the timeline's; at a higher one frames are repeated where the media has no more of them
    bool has_sound = true;   // where the format has room for it and there is something to hear
    MediaMetadata metadata;  // besides what the takes that are seen were made from, which is always written
    bool overwrite = false;
    std::string resume_key;  // not empty: an export that ended early, by whatever, goes on where it was; see ClipSettings
};

// Called after each frame, on the thread that exports; first of all where there are frames already.
using ExportProgress = std::function<void(std::int64_t num_done, std::int64_t num_frames)>;

// How many frames the file gets.
std::int64_t num_exported_frames(const Project& project, const ExportSettings& settings);

// Encoders begin anew every few seconds, with and without a resume_key, so that the file is the same however often it was gone on with.
// Renders and writes pictures and sound, and reads the file back before it gets its name: the number of its frames, and that
// each is shown at its time. Throws MediaError, FileError, EditError where there is nothing to export, Cancelled well within a
// second of the stop; no file remains then but what a resume_key keeps beside it,
// and one that was to be overwritten is as it was.
void export_timeline(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                     const ExportProgress& progress, const std::stop_token& stop);

}  // namespace kinora
