#include "core/model/training/weight_average.h"

#include <ATen/ops/_foreach_lerp.h>

#include <algorithm>

namespace kinora::training {

WeightAverage::WeightAverage(torch::nn::Module& module, double decay) : decay_(decay) {
    for (const auto& item : module.named_parameters()) {
        entries_.push_back({item.key(), item.value(), item.value().detach().clone()});
    }
}

void WeightAverage::update(std::int64_t step) {
    const at::NoGradGuard no_grad;
    const double early = static_cast<double>(step + 1) / static_cast<double>(step + 20);
    std::vector<at::Tensor> averages;
    std::vector<at::Tensor> parameters;
    for (const Entry& entry : entries_) {
        averages.push_back(entry.average);
        parameters.push_back(entry.parameter);
    }
    at::_foreach_lerp_(averages, parameters, 1.0 - std::min(decay_, early));
}

std::map<std::string, at::Tensor> WeightAverage::state() const {
    std::map<std::string, at::Tensor> tensors;
    for (const Entry& entry : entries_) {
        tensors[entry.name] = entry.average;
    }
    return tensors;
}

}  // namespace kinora::training
