// The noise levels of a run of Wan and the steps between them, by either scheduler that its pipelines are used with.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/generation/generation_settings.h"
#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/diffusion/unipc_multistep.h"
#include "core/model/weights/model_folder.h"

namespace kinora::wan {

using SchedulerConfig = std::variant<UniPCMultistepConfig, FlowMatchEulerConfig>;

// `class_name` says which of the two it is. Throws CheckpointError, UnsupportedModel.
SchedulerConfig read_scheduler_config(const ConfigReader& config, const std::string& class_name);
SchedulerConfig read_scheduler_config(const ModelFolder& folder);

// The names that settings may choose from, the config's own first.
std::vector<std::string> scheduler_names(const SchedulerConfig& config);

class Schedule {
 public:
    // Settings may choose the scheduler that is not the config's; it then shifts as the config says. Throws InvalidRequest.
    Schedule(const SchedulerConfig& config, const GenerationSettings& settings);

    std::size_t num_steps() const;
    std::vector<float> sigmas() const;  // num_steps + 1
    at::Tensor timesteps() const;       // (num_steps) int64 by UniPC, which cuts them, and float32 by Euler; on the CPU
    double timestep(std::size_t i) const;
    std::int64_t num_train_timesteps() const;
    bool draws_noise() const;  // in every step

    // See FlowMatchEuler.
    void skip_steps(std::size_t count);
    std::size_t join(float sigma, std::size_t expected);

    // Steps are made in order, from the first or the one that was joined. Latents and velocities are float32.
    at::Tensor clean(const at::Tensor& velocity, const at::Tensor& latents, std::size_t i) const;
    at::Tensor step(const at::Tensor& velocity, const at::Tensor& latents, std::size_t i, const at::Tensor& noise);

    const UniPCHistory* history() const;  // null where steps remember nothing
    void restore(UniPCHistory history);   // of a schedule like this one

 private:
    std::variant<UniPCMultistep, FlowMatchEuler> scheduler_;
};

}  // namespace kinora::wan
