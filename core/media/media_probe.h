// What is in a media file, without decoding it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "core/base/frame_time.h"
#include "core/media/media_metadata.h"
#include "core/media/media_time.h"

namespace kinora {

// How the numbers in a stream become colours, in FFmpeg's words: "bt709", "smpte170m", "gbr", …; "unknown" where the stream
// does not say and players guess.
struct ColourTags {
    std::string primaries;
    std::string transfer;
    std::string matrix;
    std::string range;  // "tv" (limited), "pc" (full) or "unknown"
};

struct MediaInfo {
    std::string container;    // "mp4", "mov", "mkv", "webm", "gif", …; "png", "jpeg", … for pictures and sequences of them
    std::string video_codec;  // "h264", "prores", …
    int width = 0;            // as seen: turned upright and with square pixels, what VideoReader delivers
    int height = 0;
    FrameRate frame_rate;  // exact; the average where is_variable_rate
    bool is_variable_rate = false;
    std::int64_t num_frames = 0;  // 1 for a picture
    MediaTime start_time;         // of the first frame, on the file's own clock
    MediaTime duration;           // from the first frame to the end of the last
    int rotation_degrees = 0;     // how far the stored frames are turned clockwise to stand upright: 0, 90, 180, 270
    int sample_aspect_numerator = 1;  // width : height of a stored pixel
    int sample_aspect_denominator = 1;
    int bit_depth = 8;
    bool has_alpha = false;  // the samples can carry alpha
    bool is_interlaced = false;
    ColourTags colour;
    bool has_sound = false;
    std::string sound_codec;
    int num_sound_channels = 0;
    MediaMetadata metadata;  // of the whole file, names in lower case
};

// The frames are counted from the container's own list where it has one (MP4, MOV), otherwise by reading through the file,
// which `stop` can end. In rare files (interlaced fields in packets of their own, damage) VideoReader::num_frames(), which
// decodes where it must, knows better. `path` as for VideoReader. Throws MediaError, Cancelled.
MediaInfo probe_media(const std::filesystem::path& path, const std::stop_token& stop = {});

}  // namespace kinora
