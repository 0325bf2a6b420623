// Passes over single rows of numbers on a CPU, compiled for several instruction sets and chosen at start. Everything is
// computed in float32; bfloat16 only comes in and goes out. No libtorch here: these are loops.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kinora::cpu {

// The upper half of a float32.
struct Bf16 {
    std::uint16_t bits;
};

// 1 / sqrt(mean(x²) + eps) over n values.
float inverse_rms(const float* x, std::size_t n, float eps);
float inverse_rms(const Bf16* x, std::size_t n, float eps);

// out = x * factor * scale + shift
void modulate(const float* x, float factor, const float* scale, const float* shift, float* out, std::size_t n);
void modulate(const float* x, float factor, const float* scale, const float* shift, Bf16* out, std::size_t n);

struct Moments {
    float mean;
    float inverse_deviation;  // 1 / sqrt(variance + eps)
};
Moments moments(const float* x, std::size_t n, float eps);

// out = (x - mean) * inverse_deviation * scale + shift
void standardise_and_modulate(const float* x, Moments moments, const float* scale, const float* shift, float* out, std::size_t n);
void standardise_and_modulate(const float* x, Moments moments, const float* scale, const float* shift, Bf16* out, std::size_t n);

// out = silu(x * factor * scale + shift); scale and shift may both be null for none
void modulate_and_activate(const float* x, float factor, const float* scale, const float* shift, float* out, std::size_t n);
void modulate_and_activate(const Bf16* x, float factor, const float* scale, const float* shift, Bf16* out, std::size_t n);

// x += y * gate, or x += y where gate is null
void add_gated(float* x, const float* y, const float* gate, std::size_t n);
void add_gated(float* x, const Bf16* y, const float* gate, std::size_t n);

// Rounds to the nearest, ties to even.
void convert(const float* x, Bf16* out, std::size_t n);

// x = x * factor * weight, then each pair (a, b) of neighbours becomes (a cos - b sin, b cos + a sin). `cos` and `sin` hold
// n / 2 values, or are null for no rotation.
void scale_and_rotate(float* x, float factor, const float* weight, const float* cos, const float* sin, std::size_t n);
void scale_and_rotate(Bf16* x, float factor, const float* weight, const float* cos, const float* sin, std::size_t n);

// The largest of scores * scale (+ bias, where it is not null); scale > 0.
float largest(const float* scores, const float* bias, float scale, std::size_t n);

// out = exp(scores * scale + bias - maximum); returns the sum of what was stored.
float exponentials(const float* scores, const float* bias, float scale, float maximum, float* out, std::size_t n);
float exponentials(const float* scores, const float* bias, float scale, float maximum, Bf16* out, std::size_t n);

// out = x * factor
void scale(const float* x, float factor, float* out, std::size_t n);
void scale(const float* x, float factor, Bf16* out, std::size_t n);

}  // namespace kinora::cpu
