// Euler steps along a flow from noise to data (Lipman et al. 2022; Esser et al. 2024; diffusers,
// schedulers/scheduling_flow_match_euler_discrete.py: FlowMatchEulerDiscreteScheduler).
//
// A sample at noise level sigma is (1 - sigma) * data + sigma * noise; the model predicts the velocity noise - data.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/diffusion/flow_match_euler_config.h"

namespace kinora {

// What set_timesteps starts from: one of the three is given, or sigmas and timesteps of the same length.
struct ScheduleRequest {
    int num_inference_steps = 0;
    std::vector<double> sigmas;
    std::vector<double> timesteps;
    std::optional<double> mu;  // needed for dynamic shifting
};

// What a stochastic step of single tokens adds noise to. The reference's pipelines give the scheduler the velocity with the other sign
// when tokens step on their own, and its stochastic branch does not know: it goes away from the clean sample instead of to it.
enum class StochasticStep { from_clean, as_reference };

class FlowMatchEuler {
 public:
    explicit FlowMatchEuler(const FlowMatchEulerConfig& config) : config_(config) {}

    const FlowMatchEulerConfig& config() const { return config_; }

    // Throws InvalidRequest for a request that makes no schedule.
    void set_timesteps(const ScheduleRequest& request);

    // Runs only the last part of the schedule: the first `count` steps are left out.
    void skip_steps(std::size_t count);

    // The step with which a sample of noise level `sigma` goes on: `expected`, if that step starts there, else the one that does, else
    // the last that starts above it, which then starts at `sigma`. num_steps() for a sample without noise. Throws InvalidRequest where
    // the schedule does not descend.
    std::size_t join(float sigma, std::size_t expected);

    std::size_t num_steps() const { return timesteps_.size(); }
    const std::vector<float>& sigmas() const { return sigmas_; }        // num_steps + 1
    const std::vector<float>& timesteps() const { return timesteps_; }  // num_steps

    // The exponent of dynamic shifting for a number of tokens: linear through (base_image_seq_len, base_shift) and
    // (max_image_seq_len, max_shift), not clamped.
    double mu_for_tokens(std::int64_t num_tokens) const;

    // The sample after step i, float32. `noise` is used by stochastic sampling only and may be undefined otherwise.
    at::Tensor step(const at::Tensor& velocity, const at::Tensor& sample, std::size_t i, const at::Tensor& noise) const;

    // The same where every token has its own timestep. velocity, sample: (B, L, C); token_timesteps: (B, L) or (B, 1). A
    // token goes to the largest sigma of the whole schedule that lies below its own.
    at::Tensor step_per_token(const at::Tensor& velocity, const at::Tensor& sample, const at::Tensor& token_timesteps,
                              const at::Tensor& noise, StochasticStep stochastic = StochasticStep::from_clean) const;

 private:
    FlowMatchEulerConfig config_;
    std::vector<float> all_sigmas_;  // also those of skipped steps, which step_per_token looks at
    std::vector<float> sigmas_;
    std::vector<float> timesteps_;
};

// The schedule of LTX-Video 0.9.5 and later: the first half linear down to 1 - threshold, the second quadratic.
// pipeline_ltx_condition.py: linear_quadratic_schedule. Returns num_steps sigmas from 1 down.
std::vector<double> linear_quadratic_sigmas(int num_steps, double threshold = 0.025);

}  // namespace kinora
