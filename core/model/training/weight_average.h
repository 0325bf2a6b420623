// An exponential moving average of a module's parameters, which gives better pictures than the last step's.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kinora::training {

class WeightAverage {
 public:
    WeightAverage(torch::nn::Module& module, double decay);

    // After step `step`, counted from 0. Early steps weigh more, so that the start is soon forgotten.
    void update(std::int64_t step);

    std::map<std::string, at::Tensor> state() const;  // the live tensors

 private:
    struct Entry {
        std::string name;
        at::Tensor parameter;
        at::Tensor average;
    };
    std::vector<Entry> entries_;
    double decay_;
};

}  // namespace kinora::training
