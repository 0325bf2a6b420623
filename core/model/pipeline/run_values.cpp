#include "core/model/pipeline/run_values.h"

#include <ATen/ops/isfinite.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <memory>
#include <string>
#include <vector>

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

FramesReady frames_ready(const at::Tensor& pixels, std::int64_t first_frame, const GenerationRequest& request) {
    const at::Tensor frames = frames_from_pixels(pixels);
    FramesReady event;
    event.first_frame = first_frame;
    event.num_frames_total = request.settings.num_frames;
    event.images = images_from_frames(frames);
    if (request.wants_float_frames) {
        const float* samples = frames.const_data_ptr<float>();
        event.samples = std::make_shared<const std::vector<float>>(samples, samples + frames.numel());
    }
    return event;
}

}  // namespace kinora
