// Makes clips that VideoWriter does not: variable rates, odd starts, open groups of pictures, fields, rotation, 10 bits,
// sound. Straight through FFmpeg's libraries, so that the reader is tested against something other than our own writer.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/image.h"

namespace kinora::test {

struct ClipRecipe {
    std::string container = "mp4";
    std::string encoder = "libx264";
    std::string pixel_format = "yuv420p";
    int width = 96;
    int height = 64;
    std::array<int, 2> time_base = {1, 25};
    std::vector<std::int64_t> times;  // of each frame, in units of time_base
    std::int64_t last_duration = 1;   // of the last one, the same
    std::map<std::string, std::string> options;  // of the encoder
    std::map<std::string, std::string> muxer_options;
    int rotation_degrees = 0;  // clockwise
    bool is_mirrored = false;  // left and right exchanged, after the rotation
    std::array<int, 2> sample_aspect = {1, 1};
    bool is_interlaced = false;
    std::string matrix = "bt709";  // what the samples are made with
    bool is_full_range = false;
    bool is_tagged = true;  // whether the file says so
    std::string primaries;  // what else it says; nothing where they are empty
    std::string transfer;
    int alpha = 255;        // of every pixel, for rgba and bgra
    std::string sound_encoder;  // empty: no sound
    double sound_seconds = 0.0;
    double tone_hertz = 440.0;
};

// Frame i holds picture(i).
void make_clip(const std::filesystem::path& path, const ClipRecipe& recipe, const std::function<Image(int)>& picture);
// numbered_picture as the pictures.
void make_clip(const std::filesystem::path& path, const ClipRecipe& recipe);

// A tone in a file of its own.
void make_sound(const std::filesystem::path& path, const std::string& container, const std::string& encoder, double seconds,
                double tone_hertz);

// The same of several channels, which sound as `wave` says: for a channel and the number of a sample.
using SoundWave = std::function<float(int channel, std::int64_t sample)>;
void make_sound(const std::filesystem::path& path, const std::string& container, const std::string& encoder, double seconds, int num_channels,
                const SoundWave& wave, int sample_rate = 48'000);

// The first sound stream as samples of its first channel, and at which second of the file's clock the first of them sounds.
struct DecodedSound {
    int sample_rate = 0;
    double start_seconds = 0.0;
    std::vector<float> samples;
    std::string codec;
};
DecodedSound decode_sound(const std::filesystem::path& path);

// The samples of every frame of video as FFmpeg decodes them, without padding.
std::vector<std::vector<std::uint8_t>> decoded_samples(const std::filesystem::path& path);

// One packet of video as the container stores it.
struct StoredPacket {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    std::int64_t duration = 0;
    bool is_key = false;
};
std::vector<StoredPacket> stored_packets(const std::filesystem::path& path);

// {0, 1, …, count - 1}
std::vector<std::int64_t> steady_times(int count);

}  // namespace kinora::test
