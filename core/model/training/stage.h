// One part of a model being trained: what the loop (training_loop.h) needs to know of it.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/model/training/learning_rate.h"
#include "core/model/training/optimizer.h"

namespace kinora::training {

// When a call is to end; nothing is begun later.
using StageEnd = std::optional<std::chrono::steady_clock::time_point>;

inline StageEnd end_after(std::optional<double> minutes) {
    using Clock = std::chrono::steady_clock;
    return minutes ? StageEnd(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(*minutes * 60.0))) : std::nullopt;
}

struct StageSettings {
    OptimizerOptions optimizer;
    LearningRateSchedule schedule;
    // A step adds up the gradients of this many batches, each with randomness of its own; 0 means one for each process.
    std::int64_t micro_batches = 0;
    double average_decay = 0.998;
    double highest_gradient = 1.0;
    std::uint64_t seed = 0;
};

struct StepLoss {
    at::Tensor total;                    // ()
    std::map<std::string, double> parts;  // for the log: "l1", "psnr", …
};

class Stage {
 public:
    virtual ~Stage() = default;

    virtual std::string_view name() const = 0;
    virtual torch::nn::Module& module() = 0;  // its parameters require gradients where they are trained
    virtual bool uses_muon(std::string_view name, const at::Tensor& parameter) const = 0;
    virtual const StageSettings& settings() const = 0;

    // What a checkpoint must have in common with this stage to be continued: the architecture and what decides the data. The
    // number of steps and the learning rates may change between evenings.
    virtual nlohmann::json identity() const = 0;

    // All randomness of a step comes from `generator`, which depends on the seed and the step alone. Throws Cancelled.
    virtual StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) = 0;
};

}  // namespace kinora::training
