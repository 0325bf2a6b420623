// What scheduler_config.json says of a UniPCMultistepScheduler for a model that predicts a velocity (diffusers,
// schedulers/scheduling_unipc_multistep.py).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/diffusion/sigma_schedule.h"
#include "core/model/weights/config_reader.h"

namespace kinora {

struct UniPCMultistepConfig {
    enum class Solver { bh1, bh2 };
    enum class FinalSigma { zero, sigma_min };
    enum class BetaSchedule { linear, scaled_linear };

    std::int64_t num_train_timesteps = 1000;
    std::int64_t solver_order = 2;
    Solver solver_type = Solver::bh2;
    bool lower_order_final = true;
    std::vector<std::int64_t> disable_corrector;  // steps after which the sample is not corrected
    bool thresholding = false;
    double dynamic_thresholding_ratio = 0.995;
    double sample_max_value = 1.0;
    double flow_shift = 1.0;
    bool use_dynamic_shifting = false;
    TimeShift time_shift_type = TimeShift::exponential;
    double shift_terminal = 0.0;  // 0 is off
    FinalSigma final_sigmas_type = FinalSigma::zero;

    // Karras' spacing knows no shift: it runs between sigma_max and sigma_min, noise for one part of data, which are those of the
    // betas where they are not given.
    bool use_karras_sigmas = false;
    std::optional<double> sigma_min;
    std::optional<double> sigma_max;
    double beta_start = 0.0001;
    double beta_end = 0.02;
    BetaSchedule beta_schedule = BetaSchedule::linear;

    // Throws CheckpointError for what the reference refuses as well, and UnsupportedModel for what makes no flow.
    static UniPCMultistepConfig read(const ConfigReader& config);
};

}  // namespace kinora
