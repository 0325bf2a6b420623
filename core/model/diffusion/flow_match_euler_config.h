// What scheduler_config.json says of a FlowMatchEulerDiscreteScheduler (diffusers,
// schedulers/scheduling_flow_match_euler_discrete.py).
#pragma once

#include <cstdint>

#include "core/model/diffusion/sigma_schedule.h"
#include "core/model/weights/config_reader.h"

namespace kinora {

struct FlowMatchEulerConfig {
    enum class Spacing { as_given, karras, exponential, beta };

    std::int64_t num_train_timesteps = 1000;
    double shift = 1.0;
    bool use_dynamic_shifting = false;
    double base_shift = 0.5;
    double max_shift = 1.15;
    std::int64_t base_image_seq_len = 256;
    std::int64_t max_image_seq_len = 4096;
    bool invert_sigmas = false;
    double shift_terminal = 0.0;  // 0 is off
    TimeShift time_shift_type = TimeShift::exponential;
    Spacing spacing = Spacing::as_given;
    bool stochastic_sampling = false;

    static FlowMatchEulerConfig read(const ConfigReader& config);
};

}  // namespace kinora
