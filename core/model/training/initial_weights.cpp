#include "core/model/training/initial_weights.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <set>

#include "core/model/layers/linear.h"
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

void load_frozen(torch::nn::Module& module, const CheckpointIndex& checkpoint, const ComputeOptions& compute, const std::stop_token& stop) {
    std::set<std::string, std::less<>> products;
    for (const auto& item : module.named_modules("", false)) {
        if (item.value()->as<LinearImpl>() != nullptr) {
            products.insert({item.key() + ".weight", item.key() + ".bias"});
        }
    }
    load_weights(module, checkpoint, {.compute = compute, .keeps_fp32 = [&](std::string_view name) { return !products.contains(name); }, .renamed = {}, .ignored = {}}, stop);
    for (const at::Tensor& parameter : module.parameters()) {
        parameter.requires_grad_(false);
    }
}

}  // namespace kinora::training
