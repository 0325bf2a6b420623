#include "core/model/layers/cpu_rows.h"

#include <bit>
#include <cmath>

// The compiler makes one version of each function for each instruction set, and the loader picks one.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KINORA_ROW __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KINORA_ROW
#endif
// A version cannot call a function that was compiled for less, so what the loops share is folded into each.
#define KINORA_INLINE inline __attribute__((always_inline))

namespace kinora::cpu {

namespace {

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

template <typename T>
KINORA_INLINE float inverse_rms_loop(const T* x, std::size_t n, float eps) {
    float sum = 0.0f;
    for (std::size_t i = 0; i < n; ++i) {
        const float value = load(x[i]);
        sum += value * value;
    }
    return 1.0f / std::sqrt(sum / static_cast<float>(n) + eps);
}

template <typename T>
KINORA_INLINE void modulate_loop(const float* x, float factor, const float* scale, const float* shift, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        store(x[i] * factor * scale[i] + shift[i], out[i]);
    }
}

KINORA_INLINE float silu(float x) {
    const float e = exp_of_nonpositive(x < 0.0f ? x : -x);
    return x * (x < 0.0f ? e : 1.0f) / (1.0f + e);
}

template <typename T>
KINORA_INLINE void modulate_and_activate_loop(const T* x, float factor, const float* scale, const float* shift, T* out,
                                              std::size_t n) {
    if (scale == nullptr) {
        for (std::size_t i = 0; i < n; ++i) {
            store(silu(load(x[i]) * factor), out[i]);
        }
        return;
    }
    for (std::size_t i = 0; i < n; ++i) {
        store(silu(load(x[i]) * factor * scale[i] + shift[i]), out[i]);
    }
}

// d silu(s) / ds = sigmoid(s) (1 + s (1 - sigmoid(s)))
KINORA_INLINE float silu_slope(float s) {
    const float e = exp_of_nonpositive(s < 0.0f ? s : -s);
    const float sigmoid = (s < 0.0f ? e : 1.0f) / (1.0f + e);
    return sigmoid * (1.0f + s * (1.0f - sigmoid));
}

template <typename T>
KINORA_INLINE void gradient_of_activation_loop(const T* x, float factor, const T* gradient, T* out, std::size_t n) {
    float product = 0.0f;
    for (std::size_t i = 0; i < n; ++i) {
        const float s = load(x[i]) * factor;
        product += load(gradient[i]) * silu_slope(s) * s;
    }
    const float along = product / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) {
        const float s = load(x[i]) * factor;
        store(factor * (load(gradient[i]) * silu_slope(s) - s * along), out[i]);
    }
}

template <typename T>
KINORA_INLINE void add_gated_loop(float* x, const T* y, const float* gate, std::size_t n) {
    if (gate == nullptr) {
        for (std::size_t i = 0; i < n; ++i) {
            x[i] += load(y[i]);
        }
        return;
    }
    for (std::size_t i = 0; i < n; ++i) {
        x[i] += load(y[i]) * gate[i];
    }
}

template <typename T>
KINORA_INLINE void scale_and_rotate_loop(T* x, float factor, const float* weight, const float* cos, const float* sin,
                                         std::size_t n) {
    if (cos == nullptr) {
        for (std::size_t i = 0; i < n; ++i) {
            store(load(x[i]) * factor * weight[i], x[i]);
        }
        return;
    }
    for (std::size_t i = 0; i < n / 2; ++i) {
        const float a = load(x[2 * i]) * factor * weight[2 * i];
        const float b = load(x[2 * i + 1]) * factor * weight[2 * i + 1];
        store(a * cos[i] - b * sin[i], x[2 * i]);
        store(b * cos[i] + a * sin[i], x[2 * i + 1]);
    }
}

// The two loops are apart because a masked load from a null pointer, which is what one loop becomes, is very slow.
template <typename T>
KINORA_INLINE float exponentials_loop(const float* scores, const float* bias, float scale, float maximum, T* out,
                                      std::size_t n) {
    float sum = 0.0f;
    if (bias == nullptr) {
        for (std::size_t i = 0; i < n; ++i) {
            store(exp_of_nonpositive(scores[i] * scale - maximum), out[i]);
            sum += load(out[i]);
        }
        return sum;
    }
    for (std::size_t i = 0; i < n; ++i) {
        store(exp_of_nonpositive(scores[i] * scale + bias[i] - maximum), out[i]);
        sum += load(out[i]);
    }
    return sum;
}

template <typename T>
KINORA_INLINE void scale_loop(const float* x, float factor, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        store(x[i] * factor, out[i]);
    }
}

}  // namespace

KINORA_ROW float inverse_rms(const float* x, std::size_t n, float eps) {
    return inverse_rms_loop(x, n, eps);
}

KINORA_ROW float inverse_rms(const Bf16* x, std::size_t n, float eps) {
    return inverse_rms_loop(x, n, eps);
}

KINORA_ROW void modulate(const float* x, float factor, const float* scale, const float* shift, float* out, std::size_t n) {
    modulate_loop(x, factor, scale, shift, out, n);
}

KINORA_ROW void modulate(const float* x, float factor, const float* scale, const float* shift, Bf16* out, std::size_t n) {
    modulate_loop(x, factor, scale, shift, out, n);
}

KINORA_ROW void modulate_and_activate(const float* x, float factor, const float* scale, const float* shift, float* out,
                                      std::size_t n) {
    modulate_and_activate_loop(x, factor, scale, shift, out, n);
}

KINORA_ROW void modulate_and_activate(const Bf16* x, float factor, const float* scale, const float* shift, Bf16* out,
                                      std::size_t n) {
    modulate_and_activate_loop(x, factor, scale, shift, out, n);
}

KINORA_ROW void gradient_of_activation(const float* x, float factor, const float* gradient, float* out, std::size_t n) {
    gradient_of_activation_loop(x, factor, gradient, out, n);
}

KINORA_ROW void gradient_of_activation(const Bf16* x, float factor, const Bf16* gradient, Bf16* out, std::size_t n) {
    gradient_of_activation_loop(x, factor, gradient, out, n);
}

KINORA_ROW void add_gated(float* x, const float* y, const float* gate, std::size_t n) {
    add_gated_loop(x, y, gate, n);
}

KINORA_ROW void add_gated(float* x, const Bf16* y, const float* gate, std::size_t n) {
    add_gated_loop(x, y, gate, n);
}

KINORA_ROW void convert(const float* x, Bf16* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        store(x[i], out[i]);
    }
}

KINORA_ROW void scale_and_rotate(float* x, float factor, const float* weight, const float* cos, const float* sin, std::size_t n) {
    scale_and_rotate_loop(x, factor, weight, cos, sin, n);
}

KINORA_ROW void scale_and_rotate(Bf16* x, float factor, const float* weight, const float* cos, const float* sin, std::size_t n) {
    scale_and_rotate_loop(x, factor, weight, cos, sin, n);
}

KINORA_ROW float largest(const float* scores, const float* bias, float scale, std::size_t n) {
    // Many maxima side by side: a single one would have to be found value by value, for the order of its comparisons.
    constexpr std::size_t lanes = 64;
    float best[lanes];
    for (float& lane : best) {
        lane = -INFINITY;
    }
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        if (bias == nullptr) {
            for (std::size_t k = 0; k < lanes; ++k) {
                best[k] = scores[i + k] > best[k] ? scores[i + k] : best[k];
            }
        } else {
            for (std::size_t k = 0; k < lanes; ++k) {
                const float score = scores[i + k] + bias[i + k] / scale;
                best[k] = score > best[k] ? score : best[k];
            }
        }
    }
    float all = -INFINITY;
    for (; i < n; ++i) {
        const float score = bias == nullptr ? scores[i] : scores[i] + bias[i] / scale;
        all = score > all ? score : all;
    }
    for (const float lane : best) {
        all = lane > all ? lane : all;
    }
    return all * scale;
}

KINORA_ROW float exponentials(const float* scores, const float* bias, float scale, float maximum, float* out, std::size_t n) {
    return exponentials_loop(scores, bias, scale, maximum, out, n);
}

KINORA_ROW float exponentials(const float* scores, const float* bias, float scale, float maximum, Bf16* out, std::size_t n) {
    return exponentials_loop(scores, bias, scale, maximum, out, n);
}

KINORA_ROW void scale(const float* x, float factor, float* out, std::size_t n) {
    scale_loop(x, factor, out, n);
}

KINORA_ROW void scale(const float* x, float factor, Bf16* out, std::size_t n) {
    scale_loop(x, factor, out, n);
}

}  // namespace kinora::cpu
