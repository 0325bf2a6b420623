#include "core/model/pipeline/step_tensors.h"

#include <ATen/ops/empty.h>

#include <cstring>

#include "core/base/content_hash.h"
#include "core/base/error.h"

namespace kinora {

namespace {

ScalarType plain_type(at::ScalarType type) {
    switch (type) {
        case at::kFloat:
            return ScalarType::f32;
        case at::kLong:
            return ScalarType::i64;
        case at::kByte:
            return ScalarType::u8;
        default:
            return ScalarType::unset;
    }
}

}  // namespace

StateTensor to_state(std::string name, const at::Tensor& tensor) {
    const at::Tensor plain = tensor.to(at::kCPU).contiguous();
    const ScalarType type = plain_type(plain.scalar_type());
    TORCH_CHECK(type != ScalarType::unset, "a step's state holds float32, int64 and uint8 only");
    const auto* bytes = static_cast<const std::byte*>(plain.const_data_ptr());
    return {std::move(name), type, plain.sizes().vec(), {bytes, bytes + plain.nbytes()}};
}

at::Tensor from_state(const StepState& state, std::string_view name, at::ScalarType type) {
    const StateTensor* found = state.find(name);
    if (found == nullptr || found->type != plain_type(type)) {
        throw InvalidRequest("resume_from", Sentence::of("the kept step holds no \"%1\"; start the job anew", name));
    }
    at::Tensor tensor = at::empty(found->shape, type);
    if (tensor.nbytes() != found->bytes.size()) {
        throw InvalidRequest("resume_from", Sentence::of("the kept step's \"%1\" is damaged; start the job anew", name));
    }
    std::memcpy(tensor.mutable_data_ptr(), found->bytes.data(), found->bytes.size());
    return tensor;
}

std::string conditioning_hash(const std::vector<ConditioningFrames>& conditioning) {
    ContentHasher hasher;
    for (const ConditioningFrames& frames : conditioning) {
        hasher.add(std::to_string(frames.start_frame));
        hasher.add({reinterpret_cast<const char*>(&frames.strength), sizeof frames.strength});
        hasher.add({reinterpret_cast<const char*>(frames.latent_strengths.data()), frames.latent_strengths.size() * sizeof(double)});
        for (const Image& image : frames.images) {
            hasher.add(std::to_string(image.width()));
            hasher.add({reinterpret_cast<const char*>(image.rgb().data()), image.rgb().size()});
        }
    }
    return hasher.text();
}

}  // namespace kinora
