#include "core/model/pipeline/run_values.h"

#include <ATen/ops/isfinite.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/pipeline/frames.h"

namespace kinora {

TensorValues values_from(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* data = plain.const_data_ptr<float>();
    return {plain.sizes().vec(), {data, data + plain.numel()}};
}

at::Tensor given_tensor(const TensorValues& values, at::IntArrayRef shape, const char* field) {
    if (at::IntArrayRef(values.shape) != shape) {
        const auto text = [](at::IntArrayRef extents) {
            std::string result;
            for (const std::int64_t extent : extents) {
                result += (result.empty() ? "" : "x") + std::to_string(extent);
            }
            return result;
        };
        throw InvalidRequest(field, Sentence::of("the given %1 have the shape %2, but this clip needs %3", field, text(values.shape),
                                                 text(shape)));
    }
    return at::tensor(values.values, at::kFloat).reshape(shape);
}

LatentStatistics statistics_of(const at::Tensor& latents, const at::Tensor& earlier) {
    const at::Tensor values =
        at::stack({latents.mean(), latents.std(false), (latents - earlier).square().mean().sqrt()}).to(at::kCPU, at::kDouble);
    const double* data = values.const_data_ptr<double>();
    return {data[0], data[1], data[2]};
}

void check_finite(const at::Tensor& values, at::ScalarType dtype) {
    if (at::isfinite(values).all().item<bool>()) {
        return;
    }
    if (dtype == at::kHalf) {
        throw InvalidRequest("dtype", Sentence::of("the model's numbers overflowed in fp16; use bf16 or fp32"));
    }
    throw InvalidRequest("settings", Sentence::of("the model made values that are not numbers; use a lower guidance scale or other steps, or "
                                                  "get its weights again"));
}

void FrameDelivery::deliver(const at::Tensor& pixels, at::ScalarType dtype, const std::stop_token& stop) {
    if (pixels.size(2) == 0) {
        return;
    }
    check_finite(pixels, dtype);
    const at::Tensor frames = frames_from_pixels(pixels);
    FramesReady event;
    event.first_frame = next_frame_;
    event.num_frames_total = request_.settings.num_frames;
    event.images = images_from_frames(frames);
    if (request_.wants_float_frames) {
        const float* samples = frames.const_data_ptr<float>();
        event.samples = std::make_shared<const std::vector<float>>(samples, samples + frames.numel());
    }
    next_frame_ += frames.size(0);
    observer_(event);
    throw_if_stop_requested(stop);
}

std::size_t num_skipped_steps(std::size_t num_steps, double denoise_strength) {
    const auto total = static_cast<int>(num_steps);
    return static_cast<std::size_t>(total - std::min(static_cast<int>(total * denoise_strength), total));
}

bool needs_no_steps(const GenerationRequest& request, int steps_done) {
    return request.finishes_now || (request.last_step > 0 && steps_done >= request.last_step);
}

}  // namespace kinora
