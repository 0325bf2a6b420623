// The random numbers behind scenes and wordings: SplitMix64 (Steele, Lea, Flood 2014). Small, and the same on every machine,
// which the distributions of <random> are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora::training {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    // In [0, 1).
    float uniform() { return static_cast<float>(next() >> 40) * 0x1p-24f; }
    float uniform(float low, float high) { return low + (high - low) * uniform(); }

    // In [0, count).
    int below(int count) { return static_cast<int>((next() >> 32) * static_cast<std::uint64_t>(count) >> 32); }

    bool chance(float probability) { return uniform() < probability; }

    template <typename T>
    const T& pick(std::span<const T> values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

  private:
    std::uint64_t state_;
};

}  // namespace kinora::training
