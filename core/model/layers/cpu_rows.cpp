#include "core/model/layers/cpu_rows.h"

#include "core/model/layers/cpu_row_values.h"

namespace kinora::cpu {

namespace {

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

template <typename T>
KINORA_INLINE void standardise_and_modulate_loop(const float* x, Moments moments, const float* scale, const float* shift, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        store((x[i] - moments.mean) * moments.inverse_deviation * scale[i] + shift[i], out[i]);
    }
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

KINORA_ROW Moments moments(const float* x, std::size_t n, float eps) {
    float sum = 0.0f;
    for (std::size_t i = 0; i < n; ++i) {
        sum += x[i];
    }
    const float mean = sum / static_cast<float>(n);
    float squares = 0.0f;
    for (std::size_t i = 0; i < n; ++i) {
        squares += (x[i] - mean) * (x[i] - mean);
    }
    return {mean, 1.0f / std::sqrt(squares / static_cast<float>(n) + eps)};
}

KINORA_ROW void standardise_and_modulate(const float* x, Moments moments, const float* scale, const float* shift, float* out, std::size_t n) {
    standardise_and_modulate_loop(x, moments, scale, shift, out, n);
}

KINORA_ROW void standardise_and_modulate(const float* x, Moments moments, const float* scale, const float* shift, Bf16* out, std::size_t n) {
    standardise_and_modulate_loop(x, moments, scale, shift, out, n);
}

KINORA_ROW void modulate_and_activate(const float* x, float factor, const float* scale, const float* shift, float* out,
                                      std::size_t n) {
    modulate_and_activate_loop(x, factor, scale, shift, out, n);
}

KINORA_ROW void modulate_and_activate(const Bf16* x, float factor, const float* scale, const float* shift, Bf16* out,
                                      std::size_t n) {
    modulate_and_activate_loop(x, factor, scale, shift, out, n);
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
