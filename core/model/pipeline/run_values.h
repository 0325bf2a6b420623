// Tensors that cross a pipeline's wall, and what is looked at before they do.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <stop_token>

#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"

namespace kinora {

TensorValues values_from(const at::Tensor& tensor);

// A tensor that the request gives, float32 on the CPU. Throws InvalidRequest(field) where its shape is another.
at::Tensor given_tensor(const TensorValues& values, at::IntArrayRef shape, const char* field);

// Mean, deviation, and the change since `earlier`.
LatentStatistics statistics_of(const at::Tensor& latents, const at::Tensor& earlier);

// How many steps at the beginning of a schedule are left out so that the rest is that part of it.
std::size_t num_skipped_steps(std::size_t num_steps, double denoise_strength);

// Whether what a kept step predicted is what the request asks for.
bool needs_no_steps(const GenerationRequest& request, int steps_done);

// Throws InvalidRequest where values that `dtype` computed are not numbers.
void check_finite(const at::Tensor& values, at::ScalarType dtype);

// Hands out a clip's frames as they are decoded.
class FrameDelivery {
 public:
    FrameDelivery(const GenerationRequest& request, const GenerationObserver& observer) : request_(request), observer_(observer) {}

    // The next pixels (1, 3, F, H, W), computed in `dtype`; F may be 0. Throws as check_finite() does, and Cancelled.
    void deliver(const at::Tensor& pixels, at::ScalarType dtype, const std::stop_token& stop);

 private:
    const GenerationRequest& request_;
    const GenerationObserver& observer_;
    std::int64_t next_frame_ = 0;
};

}  // namespace kinora
