#include "core/media/interpolation/retiming.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace kinora {

namespace {

// Products of two 64-bit numbers do not fit into 64 bits.
__extension__ using Wide = __int128;

Wide greatest_divisor(Wide a, Wide b) {
    a = a < 0 ? -a : a;
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

MediaTime lowest_terms(Wide numerator, Wide denominator) {
    const Wide divisor = greatest_divisor(numerator, denominator);
    if (divisor > 1) {
        numerator /= divisor;
        denominator /= divisor;
    }
    // Only times of no sane file get here; halving both keeps their quotient.
    constexpr Wide most = std::numeric_limits<std::int64_t>::max();
    while (numerator > most || -numerator > most || denominator > most) {
        numerator /= 2;
        denominator /= 2;
    }
    return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator > 0 ? denominator : 1)};
}

}  // namespace

MediaTime frame_time(std::int64_t index, const FrameRate& rate) {
    return lowest_terms(Wide{index} * rate.denominator, rate.numerator);
}

MediaTime operator-(const MediaTime& a, const MediaTime& b) {
    return lowest_terms(Wide{a.numerator} * b.denominator - Wide{b.numerator} * a.denominator, Wide{a.denominator} * b.denominator);
}

double fraction_between(const MediaTime& moment, const MediaTime& begin, const MediaTime& end) {
    assert(begin < end);
    if (moment == begin) {
        return 0.0;
    }
    if (moment == end) {
        return 1.0;
    }
    const MediaTime part = moment - begin;
    const MediaTime whole = end - begin;
    const MediaTime quotient = lowest_terms(Wide{part.numerator} * whole.denominator, Wide{part.denominator} * whole.numerator);
    return static_cast<double>(quotient.numerator) / static_cast<double>(quotient.denominator);
}

std::int64_t frames_within(const MediaTime& duration, const FrameRate& rate) {
    const Wide numerator = Wide{duration.numerator} * rate.numerator;
    const Wide denominator = Wide{duration.denominator} * rate.denominator;
    return static_cast<std::int64_t>((numerator + denominator - 1) / denominator);
}

FrameRate multiply(const FrameRate& rate, std::int64_t factor) {
    const std::int64_t divisor = std::gcd(rate.denominator, factor);
    return {rate.numerator * (factor / divisor), rate.denominator / divisor};
}

}  // namespace kinora
