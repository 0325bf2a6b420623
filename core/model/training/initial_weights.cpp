#include "core/model/training/initial_weights.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <cmath>

#include "core/model/weights/load_weights.h"

namespace kinora::training {

void initialise_weights(torch::nn::Module& module, double gain, at::Generator& generator) {
    const at::NoGradGuard no_grad;
    for (const auto& item : module.named_parameters()) {
        at::Tensor parameter = item.value();
        const auto shape = parameter.sizes().vec();
        const bool is_norm = item.key().find("norm") != std::string::npos && item.key().ends_with("weight");
        if (parameter.dim() > 1) {
            const double fan_in = static_cast<double>(parameter.numel()) / static_cast<double>(shape[0]);
            parameter.set_data(at::randn(shape, generator, at::kFloat) * (gain / std::sqrt(fan_in)));
        } else {
            parameter.set_data(is_norm ? at::ones(shape) : at::zeros(shape));
        }
    }
    for (const auto& item : module.named_buffers()) {
        at::Tensor buffer = item.value();
        buffer.set_data(at::zeros(buffer.sizes().vec()));
    }
}

void load_for_training(torch::nn::Module& module, const CheckpointIndex& checkpoint) {
    load_weights(module, checkpoint, {.compute = {at::kCPU, at::kFloat}}, {});
    // What was stored in float32 still lies in the mapped file.
    const at::NoGradGuard no_grad;
    for (const auto& item : module.named_parameters()) {
        item.value().set_data(item.value().clone());
    }
    for (const auto& item : module.named_buffers()) {
        item.value().set_data(item.value().clone());
    }
}

}  // namespace kinora::training
