// Frame rates are exact rationals: 23.976 is 24000/1001, and n frames last n * denominator / numerator seconds. Places in
// time are counted in whole frames.
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

// The frames start, start + 1, …, start + length - 1.
struct FrameRange {
    std::int64_t start = 0;
    std::int64_t length = 0;

    std::int64_t end() const { return start + length; }  // the frame after the last
    bool is_empty() const { return length <= 0; }
    bool contains(std::int64_t frame) const { return frame >= start && frame < end(); }
    bool overlaps(const FrameRange& other) const { return start < other.end() && other.start < end(); }

    friend bool operator==(const FrameRange&, const FrameRange&) = default;
};

// The frame at rate `to` that is seen when frame `frame` at rate `from` appears (rounded down). 0 and above.
std::int64_t convert_frame(std::int64_t frame, const FrameRate& from, const FrameRate& to);

// "24", "23.976", "30000/1001" → an exact rate; the decimal forms of the NTSC rates become n*1000/1001.
// Throws InvalidRequest("frame_rate") for anything that is no rate between 1/1000 and 1000 frames per second.
FrameRate parse_frame_rate(std::string_view text);

// The nearest exact rate to a decimal number of frames per second, by the same rules.
FrameRate frame_rate_from_double(double frames_per_second);

// "24", or "30000/1001" where the denominator is not 1.
std::string to_string(const FrameRate& rate);

}  // namespace kinora
