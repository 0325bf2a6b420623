#include "core/model/weights/streamed_weights.h"

#include <algorithm>
#include <array>

namespace kinora {

std::string_view block_of(std::string_view parameter) {
    constexpr std::array<std::string_view, 4> lists = {"transformer_blocks.", "encoder.block.", "blocks.", "vace_blocks."};
    const auto list = std::ranges::find_if(lists, [&](std::string_view name) { return parameter.starts_with(name); });
    const std::size_t end = list == lists.end() ? std::string_view::npos : parameter.find('.', list->size());
    return end == std::string_view::npos ? std::string_view() : parameter.substr(0, end + 1);
}

WeightsOnDevice::WeightsOnDevice(torch::nn::Module& module, const ComputeOptions& compute,
                                 const std::function<bool(std::string_view)>& keeps_fp32) {
    const at::NoGradGuard no_grad;
    const auto parameters = module.named_parameters();
    homes_.reserve(parameters.size());
    try {
        for (const auto& item : parameters) {
            at::Tensor parameter = item.value();
            const at::ScalarType type = keeps_fp32 && keeps_fp32(item.key()) ? at::kFloat : compute.dtype;
            const at::Tensor here = parameter.detach().to(compute.device, type);
            homes_.emplace_back(parameter, parameter.detach());
            parameter.set_data(here);
        }
    } catch (...) {  // a device without room for a block; there is no destructor for what was not built
        for (auto& [parameter, home] : homes_) {
            parameter.set_data(home);
        }
        throw;
    }
}

WeightsOnDevice::~WeightsOnDevice() {
    for (auto& [parameter, home] : homes_) {
        parameter.set_data(home);
    }
}

std::optional<WeightsOnDevice> BlockStream::visit(const std::optional<BlockStream>& stream, torch::nn::Module& block) {
    if (!stream) {
        return std::nullopt;
    }
    return std::optional<WeightsOnDevice>(std::in_place, block, stream->compute, stream->keeps_fp32);
}

}  // namespace kinora
