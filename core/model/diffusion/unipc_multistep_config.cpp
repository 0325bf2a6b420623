#include "core/model/diffusion/unipc_multistep_config.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/joined.h"

namespace kinora {

namespace {

// Limits of sigmas, shifts and thresholds: far beyond any that makes sense, and near enough that no product overflows.
constexpr double smallest = 1e-6;
constexpr double largest = 1e6;

void require(const std::string& key, const std::string& given, const std::string& wanted) {
    if (given != wanted) {
        throw UnsupportedModel(Sentence::of("this scheduler's %1 is %2; Kinora runs UniPC only with %3", key, given, wanted));
    }
}

void require(const ConfigReader& config, const std::string& key, bool fallback, bool wanted) {
    const auto text = [](bool value) { return std::string(value ? "true" : "false"); };
    require(key, text(config.boolean(key, fallback)), text(wanted));
}

// Exponential and beta spacing are left out: the reference applies them to sigmas that are no flow's, where its steps are not numbers.
void require_flow(const ConfigReader& config) {
    require("prediction_type", config.text("prediction_type", "epsilon"), "flow_prediction");
    require(config, "use_flow_sigmas", false, true);
    require(config, "predict_x0", true, true);
    require(config, "use_exponential_sigmas", false, false);
    require(config, "use_beta_sigmas", false, false);
    require("solver_p", config.has("solver_p") ? "set" : "null", "null");
}

std::string choice(const ConfigReader& config, const std::string& key, const std::vector<std::string>& choices) {
    const std::string given = config.text(key, choices.front());
    if (std::ranges::find(choices, given) == choices.end()) {
        config.fail(key, Sentence::of("must be one of %1", joined(choices)));
    }
    return given;
}

void read_karras(const ConfigReader& config, UniPCMultistepConfig& c) {
    if (config.has("sigma_min")) {
        c.sigma_min = config.number("sigma_min", 0.0, smallest, largest);
    }
    if (config.has("sigma_max")) {
        c.sigma_max = config.number("sigma_max", 0.0, smallest, largest);
    }
    if (c.sigma_min && c.sigma_max) {
        return;
    }
    require(config, "rescale_betas_zero_snr", false, false);
    require("trained_betas", config.has("trained_betas") ? "set" : "null", "null");
    const std::string schedule = config.text("beta_schedule", "linear");
    if (schedule == "scaled_linear") {
        c.beta_schedule = UniPCMultistepConfig::BetaSchedule::scaled_linear;
    } else {
        require("beta_schedule", schedule, "linear");
    }
    c.beta_start = config.number("beta_start", c.beta_start, smallest, 1.0 - smallest);
    c.beta_end = config.number("beta_end", c.beta_end, smallest, 1.0 - smallest);
}

}  // namespace

UniPCMultistepConfig UniPCMultistepConfig::read(const ConfigReader& config) {
    require_flow(config);
    UniPCMultistepConfig c;
    c.num_train_timesteps = config.integer("num_train_timesteps", c.num_train_timesteps, 1, 1'000'000);
    c.solver_order = config.integer("solver_order", c.solver_order, 1, 10);
    // The last three are those of other schedulers, whose configs are read as well; they stand for bh2.
    const std::string solver = choice(config, "solver_type", {"bh2", "bh1", "midpoint", "heun", "logrho"});
    c.solver_type = solver == "bh1" ? Solver::bh1 : Solver::bh2;
    c.lower_order_final = config.boolean("lower_order_final", c.lower_order_final);
    c.disable_corrector = config.integers_or_none("disable_corrector", -1'000'000, 1'000'000);
    c.thresholding = config.boolean("thresholding", c.thresholding);
    c.dynamic_thresholding_ratio = config.number("dynamic_thresholding_ratio", c.dynamic_thresholding_ratio, 0.0, 1.0);
    c.sample_max_value = config.number("sample_max_value", c.sample_max_value, smallest, largest);
    c.flow_shift = config.number("flow_shift", c.flow_shift, smallest, largest);
    c.use_dynamic_shifting = config.boolean("use_dynamic_shifting", c.use_dynamic_shifting);
    const std::string time_shift = choice(config, "time_shift_type", {"exponential", "linear"});
    c.time_shift_type = time_shift == "linear" ? TimeShift::linear : TimeShift::exponential;
    c.shift_terminal = config.number("shift_terminal", c.shift_terminal, 0.0, 0.999);
    const std::string final_sigma = choice(config, "final_sigmas_type", {"zero", "sigma_min"});
    c.final_sigmas_type = final_sigma == "sigma_min" ? FinalSigma::sigma_min : FinalSigma::zero;
    // Which of them it is changes nothing for a flow, nor does steps_offset.
    choice(config, "timestep_spacing", {"linspace", "leading", "trailing"});
    c.use_karras_sigmas = config.boolean("use_karras_sigmas", c.use_karras_sigmas);
    if (c.use_karras_sigmas) {
        read_karras(config, c);
    }
    return c;
}

}  // namespace kinora
