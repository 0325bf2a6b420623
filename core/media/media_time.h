// A moment or a length of time as an exact fraction of a second, the way containers store it.
#pragma once

#include <compare>
#include <cstdint>

namespace kinora {

struct MediaTime {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;  // above 0

    double seconds() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }

    friend bool operator==(const MediaTime& a, const MediaTime& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const MediaTime& a, const MediaTime& b) {
        return wide(a.numerator) * b.denominator <=> wide(b.numerator) * a.denominator;
    }

 private:
    // A product of two 64-bit numbers does not fit into 64 bits.
    __extension__ using Wide = __int128;
    static Wide wide(std::int64_t value) { return value; }
};

}  // namespace kinora
