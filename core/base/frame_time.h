// Frame rates are exact rationals: 23.976 is 24000/1001, and n frames last n * denominator / numerator seconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kinora {

struct FrameRate {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    bool is_valid() const { return numerator > 0 && denominator > 0; }
    double per_second() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
    double seconds(std::int64_t frames) const { return static_cast<double>(frames) / per_second(); }

    friend bool operator==(const FrameRate&, const FrameRate&) = default;
};

// "24", "23.976", "30000/1001" → an exact rate; the decimal forms of the NTSC rates become n*1000/1001.
// Throws InvalidRequest("frame_rate") for anything that is no rate between 1/1000 and 1000 frames per second.
FrameRate parse_frame_rate(std::string_view text);

// The nearest exact rate to a decimal number of frames per second, by the same rules.
FrameRate frame_rate_from_double(double frames_per_second);

// "24", or "30000/1001" where the denominator is not 1.
std::string to_string(const FrameRate& rate);

}  // namespace kinora
