// Pictures and clips that the user names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/frame_time.h"
#include "core/base/image.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"

namespace kinora::cli {

struct InputClip {
    std::filesystem::path path;
    int width = 0;
    int height = 0;
    std::int64_t num_frames = 0;
    std::optional<FrameRate> frame_rate;  // nothing for a picture
    bool is_variable_rate = false;
    bool has_sound = false;
    int bit_depth = 8;
    bool has_alpha = false;
};

#ifdef KINORA_HAS_MEDIA
// As probe_media(), for what is to be a clip. Throws MediaError, Cancelled.
MediaInfo probe_clip(const std::filesystem::path& path, const std::stop_token& stop);
#endif

// Looks at a picture or a clip without decoding it whole. Throws MediaError, Cancelled.
InputClip open_clip(const std::filesystem::path& path, const std::stop_token& stop);

// Frames first … first + count - 1, in order, one at a time. Throws MediaError, also where the file ends before.
void read_frames(const InputClip& clip, std::int64_t first, std::int64_t count, const std::function<void(const Image&)>& use,
                 const std::stop_token& stop);

// The same with the frames as the file holds them.
void read_stored_frames(const InputClip& clip, std::int64_t first, std::int64_t count, const std::function<void(const VideoFrame&)>& use,
                        const std::stop_token& stop);

// What reading a clip to its end brings.
struct ClipEnd {
    std::int64_t num_frames = 0;
    bool is_whole = true;          // false where the file breaks off or is damaged
    std::int64_t num_resized = 0;  // frames that the file holds at another size than the first
};

// Decodes all of it. Throws MediaError, Cancelled.
ClipEnd read_to_end(const InputClip& clip, const std::stop_token& stop);

// What is said where some frames of a clip have another size.
std::string resizing_sentence(const std::filesystem::path& clip, std::int64_t num_resized, int width, int height);

// True for a pattern such as frame_%04d.png that pictures fit.
bool is_numbered_pictures(const std::filesystem::path& path);

// A hash of what a picture, clip or sequence of pictures holds. Throws FileError, MediaError, Cancelled.
std::string hash_clip(const std::filesystem::path& path, const std::stop_token& stop);

// The recipe that Kinora stored in a file, or that a .json file is, as text; empty if it has none. Throws MediaError, FileError.
std::string read_stored_recipe(const std::filesystem::path& path, const std::stop_token& stop);

// What Kinora stored in an exported timeline about the takes that are seen in it (core/generation/listed_takes.h), as text; empty where
// there is none. Throws MediaError, FileError.
std::string read_stored_takes(const std::filesystem::path& path, const std::stop_token& stop);

// What is in a media file, as lines for people: name and value.
std::vector<std::pair<std::string, std::string>> describe_media(const std::filesystem::path& path, const std::stop_token& stop);

}  // namespace kinora::cli
