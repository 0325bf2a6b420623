// Tensors that cross a pipeline's wall, and what is looked at before they do.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"

namespace kinora {

TensorValues values_from(const at::Tensor& tensor);

// A tensor that the request gives, float32 on the CPU. Throws InvalidRequest(field) where its shape is another.
at::Tensor given_tensor(const TensorValues& values, at::IntArrayRef shape, const char* field);

// Mean, deviation, and the change since `earlier`.
LatentStatistics statistics_of(const at::Tensor& latents, const at::Tensor& earlier);

// Throws InvalidRequest where values that `dtype` computed are not numbers.
void check_finite(const at::Tensor& values, at::ScalarType dtype);

// Decoded pixels (1, 3, F, H, W) as the frames that they are, the first of them with number `first_frame`; F must not be 0.
FramesReady frames_ready(const at::Tensor& pixels, std::int64_t first_frame, const GenerationRequest& request);

}  // namespace kinora
