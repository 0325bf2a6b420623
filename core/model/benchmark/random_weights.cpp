#include "core/model/benchmark/random_weights.h"

#include <ATen/ops/randn.h>

#include <cstdint>
#include <string>

namespace kinora {

void fill_with_random(torch::nn::Module& module, const ComputeOptions& compute, bool (*stays_fp32)(std::string_view)) {
    const at::Tensor block = at::randn({1 << 20}, at::kFloat) * 0.02;
    const auto fill = [&](const std::string& name, at::Tensor parameter) {
        const at::ScalarType type = stays_fp32 != nullptr && stays_fp32(name) ? at::kFloat : compute.dtype;
        const std::int64_t count = parameter.numel();
        const std::int64_t repeats = count / block.numel() + 1;
        parameter.set_data(block.to(type).repeat({repeats}).narrow(0, 0, count).reshape(parameter.sizes()).to(compute.device));
    };
    for (const auto& item : module.named_parameters()) {
        fill(item.key(), item.value());
    }
    for (const auto& item : module.named_buffers()) {
        fill(item.key(), item.value());
    }
}

}  // namespace kinora
