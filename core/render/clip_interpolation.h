// What a clip of the timeline shows, at a higher rate or in slow motion, as a file of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "core/generation/frame_interpolator.h"
#include "core/media/media_metadata.h"
#include "core/media/media_probe.h"
#include "core/project/edits/interpolation_edits.h"
#include "core/project/project.h"

namespace kinora {

struct ClipInterpolation {
    FrameRate frame_rate;         // frames per second of the clip's own time
    bool is_slow_motion = false;  // they are shown at the rate of the clip's media, so that it takes longer
    bool merges_duplicates = false;
};

// The frames of a clip's file that a clip shows, and the one behind them, which the last leads to. With a variable rate the file's own
// times count, so it is opened.
struct ShownFrames {
    FrameRange frames;
    double first_seconds = 0.0;  // when the first of them appears, from the file's first one
    std::int64_t first = 0;      // the same as a frame of the project, rounded down
};

// Throws EditError where the clip shows no video, MediaError, Cancelled.
ShownFrames shown_frames(const Project& project, ClipId clip, const std::filesystem::path& media_folder, const std::stop_token& stop);

// What was made.
struct InterpolatedFile {
    int width = 0;
    int height = 0;
    std::int64_t num_frames = 0;
    FrameRate frame_rate;
    bool has_sound = false;
    std::int64_t num_cuts = 0;  // met; nothing was interpolated across them
    std::int64_t num_duplicates = 0;
    ShownFrames shown;
    InterpolatedVersion version;  // how it stands to what the clip showed
};

struct InterpolationOutput {
    std::filesystem::path path;
    MediaMetadata metadata;
    // Not empty: what is finished is kept beside the file where the work ends early, by whatever, and the next one with that key and the same
    // wishes goes on there; a file that is there already is the one that such work has finished. See ClipSettings.
    std::string resume_key;
};

// Called after each frame, on the thread that interpolates; first of all where there are frames already.
using InterpolationProgress = std::function<void(std::int64_t num_done, std::int64_t num_frames)>;

// Writes a lossless file, whose originals keep their samples, with the clip's sound: stretched at its pitch in slow motion. The
// file appears when it is complete, and has the same bytes however often the work was gone on with. Throws EditError where the clip shows no
// video, MediaError, FileError, and Cancelled well within a second of the stop; no file remains then but what a resume_key keeps.
InterpolatedFile interpolate_clip(const Project& project, ClipId clip, const std::filesystem::path& media_folder,
                                  const ClipInterpolation& wanted, FrameInterpolator& interpolator, const InterpolationOutput& output,
                                  const InterpolationProgress& progress, const std::stop_token& stop);

// What it wrote, where `made` is what that file says of itself; the clip's media need not be there any more. Without numbers of cuts and
// duplicates. Throws EditError where the clip shows no video.
InterpolatedFile interpolated_file(const Project& project, ClipId clip, const ClipInterpolation& wanted, const ShownFrames& shown,
                                   const MediaInfo& made);

}  // namespace kinora
