#include "core/model/diffusion/unipc_multistep.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/cumprod.h>
#include <ATen/ops/expm1.h>
#include <ATen/ops/linalg_solve.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/log.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/quantile.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace kinora {

namespace {

// How near to 1 the first sigma comes, so that its lambda is finite.
constexpr double nearest_to_noise = 1e-6;

std::vector<float> floats(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.contiguous();
    return {plain.const_data_ptr<float>(), plain.const_data_ptr<float>() + plain.numel()};
}

// From 1 down to one step above 1 / num_train_timesteps. Multiplied out as numpy does, since timesteps are cut to whole numbers.
std::vector<double> even_sigmas(int count, double num_train_timesteps) {
    std::vector<double> sigmas(static_cast<std::size_t>(count));
    const double step = (1.0 / num_train_timesteps - 1.0) / count;
    for (int i = 0; i < count; ++i) {
        sigmas[static_cast<std::size_t>(i)] = i * step + 1.0;
    }
    return sigmas;
}

// As diffusers shifts them, and so that the first has a finite lambda.
std::vector<double> shifted(const std::vector<double>& given, const UniPCMultistepConfig& config, std::optional<double> mu) {
    std::vector<double> sigmas =
        shift_sigmas<double>(given, {config.use_dynamic_shifting, config.time_shift_type, config.flow_shift, config.shift_terminal}, mu);
    if (std::abs(sigmas.front() - 1.0) < nearest_to_noise) {
        sigmas.front() -= nearest_to_noise;
    }
    return sigmas;
}

// The largest and the smallest noise for one part of data that the betas stand for, in float32 as the reference has them.
std::pair<double, double> noise_of_betas(const UniPCMultistepConfig& config) {
    const bool is_scaled = config.beta_schedule == UniPCMultistepConfig::BetaSchedule::scaled_linear;
    const auto end = [&](double beta) { return is_scaled ? std::sqrt(beta) : beta; };
    at::Tensor betas = at::linspace(end(config.beta_start), end(config.beta_end), config.num_train_timesteps, at::kFloat);
    if (is_scaled) {
        betas = betas.square();
    }
    const at::Tensor remaining = (1.0 - betas).cumprod(0);
    const std::vector<float> noise = floats(((1.0 - remaining) / remaining).sqrt());
    return {noise.back(), noise.front()};
}

// Karras et al. 2022, eq. 5. Of given sigmas the ends alone count, and as in the reference the last is the highest.
std::vector<double> karras_sigmas(int count, const std::vector<double>& given, const UniPCMultistepConfig& config) {
    const auto [highest, lowest] = given.empty() ? noise_of_betas(config) : std::pair(given.back(), given.front());
    constexpr double rho = 7.0;
    const double high = std::pow(config.sigma_max.value_or(highest), 1 / rho);
    const double low = std::pow(config.sigma_min.value_or(lowest), 1 / rho);
    std::vector<double> sigmas;
    for (int i = 0; i < count; ++i) {
        const double ramp = count == 1 ? 0.0 : static_cast<double>(i) / (count - 1);
        const double noise = std::pow(high + ramp * (low - high), rho);
        sigmas.push_back(noise / (noise + 1.0));
    }
    return sigmas;
}

// Lambda is finite between 0 and 1 alone, and a step between equal sigmas has no direction.
void require_falling(const std::vector<float>& sigmas, bool are_given) {
    bool is_falling = sigmas.front() < 1.0f && sigmas.back() > 0.0f;
    for (std::size_t i = 1; i < sigmas.size(); ++i) {
        is_falling = is_falling && sigmas[i] < sigmas[i - 1];  // false for what is not a number
    }
    if (!is_falling && are_given) {
        throw InvalidRequest("sigmas", Sentence::of("must fall from step to step and stay above 0 with this scheduler; it adds the 0 at the end itself"));
    }
    if (!is_falling) {
        throw InvalidRequest("num_inference_steps", Sentence::of("the sigmas of %1 steps do not fall from step to step between 1 and 0; "
                                                                 "ask for fewer steps", sigmas.size()));
    }
}

// The weights of the clean samples' differences, so that the step is exact for polynomials in lambda (Zhao et al. 2023, section 3.1). `places`:
// where they were predicted, in steps from here. A single one is not solved for, as in the reference.
std::vector<float> difference_weights(const std::vector<float>& places, float exponent, float growth, float scale) {
    if (places.size() < 2) {
        return std::vector<float>(places.size(), 0.5f);
    }
    const at::Tensor place = at::tensor(places);
    std::vector<at::Tensor> powers;
    std::vector<float> moments;
    float phi = growth / exponent - 1.0f;
    double factorial = 1.0;
    for (std::size_t k = 0; k < places.size(); ++k) {
        powers.push_back(at::pow(place, static_cast<std::int64_t>(k)));
        moments.push_back(phi * static_cast<float>(factorial) / scale);
        factorial *= static_cast<double>(k + 2);
        phi = phi / exponent - static_cast<float>(1.0 / factorial);
    }
    return floats(at::linalg_solve(at::stack(powers), at::tensor(moments)));
}

// Dynamic thresholding (Saharia et al. 2022, section 2.3).
at::Tensor threshold(const at::Tensor& clean, const UniPCMultistepConfig& config) {
    const at::Tensor flat = clean.flatten(1);
    const at::Tensor limit = at::quantile(flat.abs(), config.dynamic_thresholding_ratio, 1).clamp(1.0, config.sample_max_value).unsqueeze(1);
    return (at::clamp(flat, -limit, limit) / limit).view_as(clean);
}

}  // namespace

void UniPCMultistep::set_timesteps(int num_inference_steps, const std::vector<double>& sigmas, std::optional<double> mu) {
    if (config_.use_dynamic_shifting && !mu) {
        throw InvalidRequest("scheduler", Sentence::of("this scheduler shifts by the number of tokens, which was not given"));
    }
    const int count = sigmas.empty() ? num_inference_steps : static_cast<int>(sigmas.size());
    if (count < 1) {
        throw InvalidRequest("num_inference_steps", Sentence::of("the number of steps must be at least 1"));
    }
    std::vector<double> levels;
    if (config_.use_karras_sigmas) {
        levels = karras_sigmas(count, sigmas, config_);
    } else {
        levels = shifted(sigmas.empty() ? even_sigmas(count, static_cast<double>(config_.num_train_timesteps)) : sigmas, config_, mu);
    }
    std::vector<float> schedule(levels.begin(), levels.end());
    require_falling(schedule, !sigmas.empty());
    const bool ends_at_zero = config_.final_sigmas_type == UniPCMultistepConfig::FinalSigma::zero;
    if (ends_at_zero && count > 1 && config_.solver_order > 1 && !config_.lower_order_final) {
        throw UnsupportedModel(Sentence::of("this scheduler's last step is infinite, because lower_order_final is false and final_sigmas_type is "
                                            "zero; change one of them in its scheduler_config.json"));
    }
    schedule.push_back(ends_at_zero ? 0.0f : schedule.back());
    sigmas_ = std::move(schedule);
    find_lambdas();
    num_skipped_ = 0;
    timesteps_.clear();
    for (const double level : levels) {
        timesteps_.push_back(static_cast<std::int64_t>(level * static_cast<double>(config_.num_train_timesteps)));
    }
    history_ = {};
}

void UniPCMultistep::find_lambdas() {
    const at::Tensor sigma = at::tensor(sigmas_);
    lambdas_ = floats(at::log(1.0 - sigma) - at::log(sigma));
}

void UniPCMultistep::skip_steps(std::size_t count) {
    const auto skipped = static_cast<std::ptrdiff_t>(std::min(count, num_steps()));
    sigmas_.erase(sigmas_.begin(), sigmas_.begin() + skipped);
    timesteps_.erase(timesteps_.begin(), timesteps_.begin() + skipped);
    num_skipped_ += skipped;
    find_lambdas();
    history_ = {};
}

std::size_t UniPCMultistep::join(float sigma, std::size_t expected) {
    std::size_t i = expected;
    if (expected >= sigmas_.size() || sigmas_[expected] != sigma) {
        const float level = std::min(sigma, 1.0f - static_cast<float>(nearest_to_noise));
        i = last_not_below(sigmas_, level);
        if (i < num_steps() && sigmas_[i] != level) {
            sigmas_[i] = level;
            timesteps_[i] = static_cast<std::int64_t>(level * static_cast<float>(config_.num_train_timesteps));
            find_lambdas();
        }
    }
    history_ = {.clean = {}, .last_sample = {}, .step_index = i};
    return i;
}

void UniPCMultistep::restore(UniPCHistory history) {
    const std::size_t most = std::min(static_cast<std::size_t>(config_.solver_order), history.step_index);
    if (history.step_index > num_steps() || history.clean.size() > most || history.clean.empty() == history.last_sample.defined()) {
        throw InvalidRequest("resume_from", Sentence::of("the kept step is not one of this schedule; start the job anew"));
    }
    history_ = std::move(history);
}

at::Tensor UniPCMultistep::clean(const at::Tensor& velocity, const at::Tensor& sample, std::size_t i) const {
    const at::Tensor predicted = sample.to(at::kFloat) - sigmas_[i] * velocity.to(at::kFloat);
    return config_.thresholding ? threshold(predicted, config_) : predicted;
}

std::size_t UniPCMultistep::order(std::size_t i) const {
    const auto highest = static_cast<std::size_t>(config_.solver_order);
    return std::min({highest, history_.clean.size(), config_.lower_order_final ? num_steps() - i : highest});
}

at::Tensor UniPCMultistep::cross(std::size_t i, const at::Tensor& sample, const at::Tensor& next_clean) const {
    const float h = lambdas_[i + 1] - lambdas_[i];
    if (h == 0.0f) {
        return sample;  // the last step of a schedule that does not end at zero
    }
    const float growth = at::expm1(at::tensor(-h)).item<float>();
    const float scale = config_.solver_type == UniPCMultistepConfig::Solver::bh1 ? -h : growth;
    const std::vector<at::Tensor>& known = history_.clean;
    const at::Tensor& newest = known.back();
    const std::size_t num_used = order(i);
    std::vector<float> places;
    std::vector<at::Tensor> differences;
    for (std::size_t back = 1; back < num_used; ++back) {
        places.push_back((lambdas_[i - back] - lambdas_[i]) / h);
        differences.push_back((known[known.size() - 1 - back] - newest) / places.back());
    }
    if (next_clean.defined()) {
        places.push_back(1.0f);
        differences.push_back(next_clean - newest);
    }
    const std::vector<float> weights = difference_weights(places, -h, growth, scale);
    const float alpha = 1.0f - sigmas_[i + 1];
    const at::Tensor first_order = sigmas_[i + 1] / sigmas_[i] * sample - alpha * growth * newest;
    if (differences.empty()) {
        return first_order;
    }
    at::Tensor sum = weights.front() * differences.front();
    for (std::size_t k = 1; k < weights.size(); ++k) {
        sum = sum + weights[k] * differences[k];
    }
    return first_order - alpha * scale * sum;
}

at::Tensor UniPCMultistep::step(const at::Tensor& velocity, const at::Tensor& sample) {
    const std::size_t i = history_.step_index;
    assert(i < num_steps());
    at::Tensor x = sample.to(at::kFloat);
    const at::Tensor predicted = clean(velocity, x, i);
    const std::int64_t before = num_skipped_ + static_cast<std::int64_t>(i) - 1;
    const bool is_disabled = std::ranges::find(config_.disable_corrector, before) != config_.disable_corrector.end();
    if (history_.last_sample.defined() && !is_disabled) {
        x = cross(i - 1, history_.last_sample, predicted);
    }
    history_.clean.push_back(predicted);
    if (history_.clean.size() > static_cast<std::size_t>(config_.solver_order)) {
        history_.clean.erase(history_.clean.begin());
    }
    history_.last_sample = x;
    history_.step_index = i + 1;
    return cross(i, x, {});
}

}  // namespace kinora
