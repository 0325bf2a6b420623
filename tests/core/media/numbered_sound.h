// Sound whose samples tell which they are: uncompressed, 48 kHz, so that it can be followed sample for sample.
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace kinora::test {

// From -0.3 to 0.3, and different from its neighbours. Begins again after a prime number of samples, so that whole frames and seconds
// are told apart as well.
inline std::int16_t numbered_sample(std::int64_t index) {
    return static_cast<std::int16_t>(index * 37 % 20011 - 10000);
}

// A WAV file with two equal channels.
inline void write_numbered_sound(const std::filesystem::path& path, std::int64_t num_samples) {
    std::string bytes;
    const auto put = [&](std::int64_t value, int num_bytes) {
        for (int i = 0; i < num_bytes; ++i) {
            bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 255);
        }
    };
    constexpr int rate = 48000;
    constexpr int frame_bytes = 4;
    bytes += "RIFF";
    put(36 + num_samples * frame_bytes, 4);
    bytes += "WAVEfmt ";
    put(16, 4);
    put(1, 2);  // PCM
    put(2, 2);  // channels
    put(rate, 4);
    put(std::int64_t{rate} * frame_bytes, 4);
    put(frame_bytes, 2);
    put(16, 2);  // bits
    bytes += "data";
    put(num_samples * frame_bytes, 4);
    for (std::int64_t i = 0; i < num_samples; ++i) {
        put(numbered_sample(i), 2);
        put(numbered_sample(i), 2);
    }
    std::ofstream(path, std::ios::binary) << bytes;
}

// `samples` are those of decode_sound(). The first that is not `expected(index)`, or -1. Samples behind those that are there count as silence.
template <typename Expected>
std::int64_t first_difference(const std::vector<float>& samples, std::int64_t count, Expected&& expected, std::int64_t tolerance = 0) {
    for (std::int64_t i = 0; i < count; ++i) {
        const float heard = i < static_cast<std::int64_t>(samples.size()) ? samples[static_cast<std::size_t>(i)] : 0.0F;
        if (std::abs(std::lround(heard * 32767.0F) - expected(i)) > tolerance) {
            return i;
        }
    }
    return -1;
}

}  // namespace kinora::test
