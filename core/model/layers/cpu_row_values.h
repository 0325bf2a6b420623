// What the loops over rows (cpu_rows.h, cpu_row_gradients.h) do to single values. For their sources only.
#pragma once

#include <bit>
#include <cmath>

#include "core/model/layers/cpu_rows.h"

// The compiler makes one version of each function for each instruction set, and the loader picks one.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KINORA_ROW __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KINORA_ROW
#endif
// A version cannot call a function that was compiled for less, so what the loops share is folded into each.
#define KINORA_INLINE inline __attribute__((always_inline))

namespace kinora::cpu {

KINORA_INLINE float load(float x) {
    return x;
}

KINORA_INLINE float load(Bf16 x) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(x.bits) << 16);
}

KINORA_INLINE void store(float x, float& out) {
    out = x;
}

KINORA_INLINE void store(float x, Bf16& out) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const std::uint32_t rounded = bits + 0x7fffu + ((bits >> 16) & 1u);
    const bool is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
    out.bits = static_cast<std::uint16_t>((is_nan ? bits | 0x400000u : rounded) >> 16);
}

// e^x for x <= 0: 2^n * e^r with |r| <= ln 2 / 2, e^r by its Taylor polynomial, whose error is below float32's rounding.
KINORA_INLINE float exp_of_nonpositive(float x) {
    constexpr float log2_e = 1.44269504f;
    constexpr float ln2_high = 0.693359375f;
    constexpr float ln2_low = -2.12194440e-4f;
    x = x < -87.0f ? -87.0f : x;
    const float n = std::nearbyint(x * log2_e);
    const float r = (x - n * ln2_high) - n * ln2_low;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const auto exponent = static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23;
    return p * std::bit_cast<float>(exponent);
}

KINORA_INLINE float sigmoid(float x) {
    const float e = exp_of_nonpositive(x < 0.0f ? x : -x);
    return (x < 0.0f ? e : 1.0f) / (1.0f + e);
}

KINORA_INLINE float silu(float x) {
    return x * sigmoid(x);
}

}  // namespace kinora::cpu
