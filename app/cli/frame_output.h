// Where finished frames go: a video, numbered pictures, or the plain numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/image.h"

namespace kinora {
struct VideoFrame;
}

namespace kinora::cli {

struct FrameOutputSettings {
    std::filesystem::path path;  // its ending chooses the format
    std::string codec;           // one of add_codec_option(); empty takes the ending's own
    int width = 0;
    int height = 0;
    FrameRate frame_rate;
    std::int64_t num_frames = 0;  // how many will be written
    std::string recipe;           // JSON, stored in the file
    bool overwrite = false;
    // The sound of another file, whose beginning falls at this time in the video.
    std::filesystem::path sound_from;
    double sound_offset_seconds = 0.0;
    double sound_speed = 1.0;  // below 1 for slow motion
    // Clips whose frames are copied. A lossless video takes the samples of its frames from them, if they all have the same.
    std::vector<std::filesystem::path> copies_from;
    // Not empty: what is finished is kept beside the output where writing ends early, and the next one with that key and the same settings
    // goes on there. See ClipSettings.
    std::string resume_key;
    std::stop_token stop;  // ends finish() with Cancelled
};

// The file appears under its name in finish(), complete; without it nothing remains.
class FrameOutput {
 public:
    virtual ~FrameOutput() = default;

    // `samples` are the same frames unrounded, [images.size(), height, width, 3] in 0 … 1, or empty where there are only the
    // images.
    virtual void write(std::span<const Image> images, std::span<const float> samples) = 0;
    // A frame of a clip in copies_from: bit for bit as it is there where the output can hold that, otherwise its picture.
    virtual void copy(const VideoFrame& frame) = 0;
    virtual void finish() = 0;
    // How many frames are there already: the first of those to write.
    virtual std::int64_t num_frames() const { return 0; }
};

// Where an output of that name lies when it is written: a pattern for numbered pictures, clip_%04d.png for clip.png.
std::filesystem::path written_path(const std::filesystem::path& out);

// Says besides what to do about it.
[[noreturn]] void throw_not_written(const std::filesystem::path& path, const std::string& problem);

// True if the output wants the unrounded frames.
bool wants_samples(const std::filesystem::path& path);

// False for formats without a sound track.
bool can_hold_sound(const std::filesystem::path& path);

// True if the frames of `copies_from` will be there bit for bit. Throws Error as make_frame_output() does.
bool keeps_samples(const FrameOutputSettings& settings);

// False for outputs that keep nothing of what was begun. Throws Error as make_frame_output() does.
bool can_go_on(const FrameOutputSettings& settings);

// Throws Error for what cannot be written there.
std::unique_ptr<FrameOutput> make_frame_output(const FrameOutputSettings& settings);

}  // namespace kinora::cli
