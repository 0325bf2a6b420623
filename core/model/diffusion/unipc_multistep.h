// Steps along a flow from noise to data that remember the steps before: a predictor extrapolates, and once the model has seen where it
// led, a corrector goes the same way again (Zhao et al. 2023, "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of
// Diffusion Models", with B(h) and data prediction; diffusers, schedulers/scheduling_unipc_multistep.py: UniPCMultistepScheduler).
//
// A sample at noise level sigma is (1 - sigma) * data + sigma * noise; the model predicts the velocity noise - data. Steps are measured in
// lambda = log((1 - sigma) / sigma).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/diffusion/unipc_multistep_config.h"

namespace kinora {

// What the next step has to know of those before it. A scheduler with the same config and schedule that gets it goes on with the same bits;
// the order of a step follows from how many clean samples there are, so that a history without any begins anew at its step.
struct UniPCHistory {
    std::vector<at::Tensor> clean;  // predicted at the last steps, the oldest first; at most solver_order, float32
    at::Tensor last_sample;         // corrected, what the last step went on from; undefined before the first
    std::size_t step_index = 0;     // of the step that comes next
};

class UniPCMultistep {
 public:
    explicit UniPCMultistep(const UniPCMultistepConfig& config) : config_(config) {}

    const UniPCMultistepConfig& config() const { return config_; }

    // Makes a schedule of `num_inference_steps`, or one from `sigmas`, shifted as its own would be, and forgets the history. `mu` is
    // needed for dynamic shifting. Throws InvalidRequest for a request that makes no schedule and UnsupportedModel where the config gives the
    // last step no finite result.
    void set_timesteps(int num_inference_steps, const std::vector<double>& sigmas = {}, std::optional<double> mu = std::nullopt);

    // Runs only the last part of the schedule: the first `count` steps are left out, and so is the history.
    void skip_steps(std::size_t count);

    // The step with which a sample of noise level `sigma` goes on: `expected`, if that step starts there, else the one that does, else the last that
    // starts above it, which then starts at `sigma`. num_steps() for a sample without noise. The history begins anew there.
    std::size_t join(float sigma, std::size_t expected);

    std::size_t num_steps() const { return timesteps_.size(); }
    const std::vector<float>& sigmas() const { return sigmas_; }               // num_steps + 1
    const std::vector<std::int64_t>& timesteps() const { return timesteps_; }  // num_steps

    // The data that the velocity at step i points to, float32. velocity, sample: (B, C, ...).
    at::Tensor clean(const at::Tensor& velocity, const at::Tensor& sample, std::size_t i) const;

    // The sample after the next step, float32. `sample` may be kept and must not be changed in place afterwards.
    at::Tensor step(const at::Tensor& velocity, const at::Tensor& sample);

    const UniPCHistory& history() const { return history_; }

    // Goes on after that history. Throws InvalidRequest if it cannot be one of this config and schedule.
    void restore(UniPCHistory history);

 private:
    void find_lambdas();
    std::size_t order(std::size_t i) const;

    // From sigma i to sigma i + 1, by what the history holds and, for the corrector, the clean sample that was predicted there.
    at::Tensor cross(std::size_t i, const at::Tensor& sample, const at::Tensor& next_clean) const;

    UniPCMultistepConfig config_;
    std::vector<float> sigmas_;
    std::vector<float> lambdas_;  // num_steps + 1
    std::vector<std::int64_t> timesteps_;
    std::int64_t num_skipped_ = 0;  // disable_corrector counts them
    UniPCHistory history_;
};

}  // namespace kinora
