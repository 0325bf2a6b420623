#include "core/base/frame_time.h"

#include <charconv>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace kinora {

namespace {

constexpr double slowest_rate = 0.001;
constexpr double fastest_rate = 1000.0;

[[noreturn]] void throw_no_rate(std::string_view text) {
    throw InvalidRequest("frame_rate", Sentence::of("\"%1\" is no frame rate; give frames per second such as 24, 23.976 or 30000/1001",
                                                    text.substr(0, 40)));
}

double parse_number(std::string_view text, std::string_view whole) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
        throw_no_rate(whole);
    }
    return value;
}

// A frame number times two terms of a rate does not fit into 64 bits.
__extension__ using Wide = __int128;

}  // namespace

std::int64_t convert_frame(std::int64_t frame, const FrameRate& from, const FrameRate& to) {
    const Wide numerator = static_cast<Wide>(from.denominator) * to.numerator;
    const Wide denominator = static_cast<Wide>(from.numerator) * to.denominator;
    return static_cast<std::int64_t>(frame * numerator / denominator);
}

FrameRate frame_rate_from_double(double frames_per_second) {
    if (!(frames_per_second >= slowest_rate && frames_per_second <= fastest_rate)) {
        throw_no_rate(std::to_string(frames_per_second));
    }
    const double whole = std::round(frames_per_second);
    if (std::abs(frames_per_second - whole) < 1e-6) {
        return {static_cast<std::int64_t>(whole), 1};
    }
    // 23.976, 23.98 and 29.97 are how people write 24000/1001 and 30000/1001.
    const double ntsc = whole * 1000.0 / 1001.0;
    if (whole > 0.0 && std::abs(frames_per_second - ntsc) < 0.005 && std::fmod(whole, 6.0) == 0.0) {
        return {static_cast<std::int64_t>(whole) * 1000, 1001};
    }
    auto numerator = static_cast<std::int64_t>(std::llround(frames_per_second * 1000.0));
    const std::int64_t divisor = std::gcd(numerator, std::int64_t{1000});
    return {numerator / divisor, 1000 / divisor};
}

FrameRate parse_frame_rate(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) {
        const double value = parse_number(text, text);
        if (!(value >= slowest_rate && value <= fastest_rate)) {
            throw_no_rate(text);
        }
        return frame_rate_from_double(value);
    }
    const double numerator = parse_number(text.substr(0, slash), text);
    const double denominator = parse_number(text.substr(slash + 1), text);
    const bool are_counts = numerator >= 1 && numerator <= 1e9 && denominator >= 1 && denominator <= 1e9 &&
                            std::floor(numerator) == numerator && std::floor(denominator) == denominator;
    if (!are_counts || numerator / denominator < slowest_rate || numerator / denominator > fastest_rate) {
        throw_no_rate(text);
    }
    const auto n = static_cast<std::int64_t>(numerator);
    const auto d = static_cast<std::int64_t>(denominator);
    const std::int64_t divisor = std::gcd(n, d);
    return {n / divisor, d / divisor};
}

std::string to_string(const FrameRate& rate) {
    const std::string numerator = std::to_string(rate.numerator);
    return rate.denominator == 1 ? numerator : numerator + "/" + std::to_string(rate.denominator);
}

}  // namespace kinora
