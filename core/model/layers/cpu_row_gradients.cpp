#include "core/model/layers/cpu_row_gradients.h"

#include "core/model/layers/cpu_row_values.h"

namespace kinora::cpu {

namespace {

// tanh(u) = 2 sigmoid(2 u) - 1 turns gelu's usual approximation (Hendrycks & Gimpel 2016) into x sigmoid(2 u), with
// u = sqrt(2 / pi) (x + cubic x^3).
constexpr float twice_root = 1.5957691216f;
constexpr float cubic = 0.044715f;

template <typename T>
KINORA_INLINE void gelu_loop(const T* x, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float value = load(x[i]);
        store(value * sigmoid(twice_root * value * (1.0f + cubic * value * value)), out[i]);
    }
}

template <typename T>
KINORA_INLINE void gradient_of_gelu_loop(const T* x, const T* gradient, T* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float value = load(x[i]);
        const float s = sigmoid(twice_root * value * (1.0f + cubic * value * value));
        const float slope = twice_root * (1.0f + 3.0f * cubic * value * value);
        store(load(gradient[i]) * (s + value * s * (1.0f - s) * slope), out[i]);
    }
}

// d silu(s) / ds = sigmoid(s) (1 + s (1 - sigmoid(s)))
KINORA_INLINE float silu_slope(float s) {
    const float y = sigmoid(s);
    return y * (1.0f + s * (1.0f - y));
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
KINORA_INLINE void gradient_of_modulation_loop(const float* x, float factor, const float* scale, const T* gradient,
                                               float* __restrict out,
                                               float* __restrict scale_gradient, float* __restrict shift_gradient,
                                               std::size_t n) {
    float product = 0.0f;
    for (std::size_t i = 0; i < n; ++i) {
        const float normalised = x[i] * factor;
        const float g = load(gradient[i]);
        scale_gradient[i] += g * normalised;
        shift_gradient[i] += g;
        product += g * scale[i] * normalised;
    }
    const float along = product / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) {
        out[i] = factor * (load(gradient[i]) * scale[i] - x[i] * factor * along);
    }
}

template <typename T>
KINORA_INLINE void gradient_of_gate_loop(const T* y, const float* gate, const float* gradient, T* __restrict out,
                                         float* __restrict gate_gradient,
                                         std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        store(gradient[i] * gate[i], out[i]);
        gate_gradient[i] += gradient[i] * load(y[i]);
    }
}

// Turns a pair of gradients back; the norm's own gradient follows.
template <typename T>
KINORA_INLINE void turn_back(const T* gradient, const float* cos, const float* sin, float* __restrict turned,
                             std::size_t n) {
    if (cos == nullptr) {
        for (std::size_t i = 0; i < n; ++i) {
            turned[i] = load(gradient[i]);
        }
        return;
    }
    for (std::size_t i = 0; i < n / 2; ++i) {
        const float a = load(gradient[2 * i]);
        const float b = load(gradient[2 * i + 1]);
        turned[2 * i] = a * cos[i] + b * sin[i];
        turned[2 * i + 1] = b * cos[i] - a * sin[i];
    }
}

template <typename T>
KINORA_INLINE void gradient_of_rotation_loop(const T* x, float factor, const float* weight, const float* cos,
                                             const float* sin,
                                             const T* gradient, T* __restrict out, float* __restrict weight_gradient,
                                             float* __restrict scratch, std::size_t n) {
    turn_back(gradient, cos, sin, scratch, n);
    float product = 0.0f;
    for (std::size_t i = 0; i < n; ++i) {
        const float normalised = load(x[i]) * factor;
        weight_gradient[i] += scratch[i] * normalised;
        product += scratch[i] * weight[i] * normalised;
    }
    const float along = product / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) {
        store(factor * (scratch[i] * weight[i] - load(x[i]) * factor * along), out[i]);
    }
}

}  // namespace

KINORA_ROW void gradient_of_activation(const float* x, float factor, const float* gradient, float* out, std::size_t n) {
    gradient_of_activation_loop(x, factor, gradient, out, n);
}

KINORA_ROW void gradient_of_activation(const Bf16* x, float factor, const Bf16* gradient, Bf16* out, std::size_t n) {
    gradient_of_activation_loop(x, factor, gradient, out, n);
}

KINORA_ROW void gelu(const float* x, float* out, std::size_t n) {
    gelu_loop(x, out, n);
}

KINORA_ROW void gelu(const Bf16* x, Bf16* out, std::size_t n) {
    gelu_loop(x, out, n);
}

KINORA_ROW void gradient_of_gelu(const float* x, const float* gradient, float* out, std::size_t n) {
    gradient_of_gelu_loop(x, gradient, out, n);
}

KINORA_ROW void gradient_of_gelu(const Bf16* x, const Bf16* gradient, Bf16* out, std::size_t n) {
    gradient_of_gelu_loop(x, gradient, out, n);
}

KINORA_ROW void gradient_of_modulation(const float* x, float factor, const float* scale, const float* gradient,
                                       float* out, float* scale_gradient, float* shift_gradient, std::size_t n) {
    gradient_of_modulation_loop(x, factor, scale, gradient, out, scale_gradient, shift_gradient, n);
}

KINORA_ROW void gradient_of_modulation(const float* x, float factor, const float* scale, const Bf16* gradient,
                                       float* out, float* scale_gradient, float* shift_gradient, std::size_t n) {
    gradient_of_modulation_loop(x, factor, scale, gradient, out, scale_gradient, shift_gradient, n);
}

KINORA_ROW void gradient_of_gate(const float* y, const float* gate, const float* gradient, float* out,
                                 float* gate_gradient, std::size_t n) {
    gradient_of_gate_loop(y, gate, gradient, out, gate_gradient, n);
}

KINORA_ROW void gradient_of_gate(const Bf16* y, const float* gate, const float* gradient, Bf16* out,
                                 float* gate_gradient, std::size_t n) {
    gradient_of_gate_loop(y, gate, gradient, out, gate_gradient, n);
}

KINORA_ROW void gradient_of_rotation(const float* x, float factor, const float* weight, const float* cos,
                                     const float* sin, const float* gradient, float* out, float* weight_gradient,
                                     float* scratch, std::size_t n) {
    gradient_of_rotation_loop(x, factor, weight, cos, sin, gradient, out, weight_gradient, scratch, n);
}

KINORA_ROW void gradient_of_rotation(const Bf16* x, float factor, const float* weight, const float* cos,
                                     const float* sin, const Bf16* gradient, Bf16* out, float* weight_gradient,
                                     float* scratch, std::size_t n) {
    gradient_of_rotation_loop(x, factor, weight, cos, sin, gradient, out, weight_gradient, scratch, n);
}

}  // namespace kinora::cpu
