#include "core/project/edits/timeline_rate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace kinora {

namespace {

constexpr std::array<FrameRate, 13> usual_rates = {{{10, 1}, {12, 1}, {15, 1}, {24000, 1001}, {24, 1}, {25, 1}, {30000, 1001}, {30, 1}, {48, 1},
                                                    {50, 1}, {60000, 1001}, {60, 1}, {120, 1}}};
constexpr std::int64_t ntsc_denominator = 1001;
constexpr std::int64_t ntsc_unit = 1000;
constexpr double fastest_timeline = 240.0;

bool is_used(const FrameRate& rate) {
    const bool is_ntsc = rate.denominator == ntsc_denominator && rate.numerator % ntsc_unit == 0;
    return (rate.denominator <= 2 || is_ntsc) && rate.per_second() <= fastest_timeline;
}

}  // namespace

FrameRate timeline_rate_for(const FrameRate& media) {
    if (is_used(media)) {
        return media;
    }
    const double wanted = std::log(media.per_second());
    return *std::ranges::min_element(usual_rates, {}, [&](const FrameRate& rate) { return std::abs(std::log(rate.per_second()) - wanted); });
}

}  // namespace kinora
