// What the loops of cpu_rows.h pass back in training, row by row: `gradient` is that of a loop's result, `out` that of its
// input, and factor is 1 / rms(x). Gradients of what several rows share are added up in float32.
#pragma once

#include "core/model/layers/cpu_rows.h"

namespace kinora::cpu {

// Of modulate_and_activate without scale and shift.
void gradient_of_activation(const float* x, float factor, const float* gradient, float* out, std::size_t n);
void gradient_of_activation(const Bf16* x, float factor, const Bf16* gradient, Bf16* out, std::size_t n);

// out = gelu(x), with the usual approximation by tanh
void gelu(const float* x, float* out, std::size_t n);
void gelu(const Bf16* x, Bf16* out, std::size_t n);

void gradient_of_gelu(const float* x, const float* gradient, float* out, std::size_t n);
void gradient_of_gelu(const Bf16* x, const Bf16* gradient, Bf16* out, std::size_t n);

// Of modulate; adds to scale_gradient and shift_gradient.
void gradient_of_modulation(const float* x, float factor, const float* scale, const float* gradient, float* out,
                            float* scale_gradient, float* shift_gradient, std::size_t n);
void gradient_of_modulation(const float* x, float factor, const float* scale, const Bf16* gradient, float* out,
                            float* scale_gradient, float* shift_gradient, std::size_t n);

// Of add_gated; `out` is the gradient of y, and gate_gradient is added to. That of x is `gradient` itself.
void gradient_of_gate(const float* y, const float* gate, const float* gradient, float* out, float* gate_gradient,
                      std::size_t n);
void gradient_of_gate(const Bf16* y, const float* gate, const float* gradient, Bf16* out, float* gate_gradient,
                      std::size_t n);

// Of scale_and_rotate, with x as it was before; adds to weight_gradient. `scratch` holds n values.
void gradient_of_rotation(const float* x, float factor, const float* weight, const float* cos, const float* sin,
                          const float* gradient, float* out, float* weight_gradient, float* scratch, std::size_t n);
void gradient_of_rotation(const Bf16* x, float factor, const float* weight, const float* cos, const float* sin,
                          const Bf16* gradient, Bf16* out, float* weight_gradient, float* scratch, std::size_t n);

}  // namespace kinora::cpu
