#include "core/model/diffusion/flow_match_euler.h"

#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <functional>

#include "core/base/error.h"

namespace kinora {

namespace {

using Spacing = FlowMatchEulerConfig::Spacing;

std::vector<double> linspace(double first, double last, int count) {
    std::vector<double> values(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        values[static_cast<std::size_t>(i)] = count == 1 ? first : first + (last - first) * i / (count - 1);
    }
    return values;
}

// The regularised incomplete beta function I_x(a, a) by its continued fraction (Press et al., Numerical Recipes, 6.4).
double incomplete_beta(double a, double x) {
    if (x <= 0.0 || x >= 1.0) {
        return x <= 0.0 ? 0.0 : 1.0;
    }
    if (x > 0.5) {
        return 1.0 - incomplete_beta(a, 1.0 - x);
    }
    const double front = std::exp(std::lgamma(2 * a) - 2 * std::lgamma(a) + a * std::log(x) + a * std::log1p(-x)) / a;
    double c = 1.0;
    double d = 1.0 / (1.0 - 2 * a * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < 300; ++m) {
        const double even = m * (a - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        fraction *= d * c;
        const double odd = -(a + m) * (2 * a + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        fraction *= d * c;
        if (std::abs(d * c - 1.0) < 1e-15) {
            break;
        }
    }
    return front * fraction;
}

double inverse_incomplete_beta(double a, double probability) {
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < 200 && high - low > 1e-17; ++i) {
        const double middle = 0.5 * (low + high);
        (incomplete_beta(a, middle) < probability ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

// Other spacings between the first and the last sigma (Karras et al. 2022, eq. 5; Lee et al. 2024, "Beta Sampling is All
// You Need").
std::vector<double> respace(const std::vector<double>& sigmas, Spacing spacing) {
    const auto count = static_cast<int>(sigmas.size());
    const double highest = sigmas.front();
    const double lowest = sigmas.back();
    std::vector<double> result = linspace(0.0, 1.0, count);
    for (double& value : result) {
        if (spacing == Spacing::karras) {
            constexpr double rho = 7.0;
            const double low = std::pow(lowest, 1 / rho);
            const double high = std::pow(highest, 1 / rho);
            value = std::pow(high + value * (low - high), rho);
        } else if (spacing == Spacing::exponential) {
            value = std::exp(std::log(highest) + value * (std::log(lowest) - std::log(highest)));
        } else {
            constexpr double alpha = 0.6;
            value = lowest + inverse_incomplete_beta(alpha, 1.0 - value) * (highest - lowest);
        }
    }
    return result;
}

}  // namespace

void FlowMatchEuler::set_timesteps(const ScheduleRequest& request) {
    const auto scale = static_cast<double>(config_.num_train_timesteps);
    if (config_.use_dynamic_shifting && !request.mu) {
        throw InvalidRequest("scheduler", Sentence::of("this scheduler shifts by the number of tokens, which was not given"));
    }
    if (!request.sigmas.empty() && !request.timesteps.empty() && request.sigmas.size() != request.timesteps.size()) {
        throw InvalidRequest("timesteps", Sentence::of("sigmas and timesteps must be as many"));
    }
    std::vector<double> sigmas = request.sigmas;
    const bool is_given = !request.sigmas.empty() || !request.timesteps.empty();
    if (sigmas.empty() && !request.timesteps.empty()) {
        for (const double timestep : request.timesteps) {
            sigmas.push_back(static_cast<float>(timestep) / static_cast<float>(scale));
        }
    } else if (sigmas.empty()) {
        if (request.num_inference_steps < 1) {
            throw InvalidRequest("num_inference_steps", Sentence::of("the number of steps must be at least 1"));
        }
        // The schedule that the model was trained with, from its largest to its smallest sigma; shifted once here and, as in
        // the reference, once more below.
        const auto trained = [&](double sigma) {
            return config_.use_dynamic_shifting
                       ? static_cast<float>(sigma)
                       : static_cast<float>(config_.shift * sigma / (1 + (config_.shift - 1) * sigma));
        };
        for (const double timestep :
             linspace(double{trained(1.0)} * scale, double{trained(1.0 / scale)} * scale, request.num_inference_steps)) {
            sigmas.push_back(timestep / scale);
        }
    }
    const SigmaShift shift = {config_.use_dynamic_shifting, config_.time_shift_type, config_.shift, config_.shift_terminal};
    sigmas = is_given ? shift_sigmas<float>(sigmas, shift, request.mu) : shift_sigmas<double>(sigmas, shift, request.mu);
    if (config_.spacing != Spacing::as_given) {
        sigmas = respace(sigmas, config_.spacing);
    }
    sigmas_.assign(sigmas.begin(), sigmas.end());
    if (request.timesteps.empty()) {
        timesteps_.clear();
        for (const float sigma : sigmas_) {
            timesteps_.push_back(sigma * static_cast<float>(scale));
        }
    } else {
        timesteps_.assign(request.timesteps.begin(), request.timesteps.end());
    }
    if (config_.invert_sigmas) {
        for (std::size_t i = 0; i < sigmas_.size(); ++i) {
            sigmas_[i] = 1.0f - sigmas_[i];
            timesteps_[i] = sigmas_[i] * static_cast<float>(scale);
        }
    }
    sigmas_.push_back(config_.invert_sigmas ? 1.0f : 0.0f);
    all_sigmas_ = sigmas_;
}

void FlowMatchEuler::skip_steps(std::size_t count) {
    const auto skipped = static_cast<std::ptrdiff_t>(std::min(count, timesteps_.size()));
    sigmas_.erase(sigmas_.begin(), sigmas_.begin() + skipped);
    timesteps_.erase(timesteps_.begin(), timesteps_.begin() + skipped);
}

std::size_t FlowMatchEuler::join(float sigma, std::size_t expected) {
    if (expected < sigmas_.size() && sigmas_[expected] == sigma) {
        return expected;
    }
    if (config_.invert_sigmas) {
        throw InvalidRequest("resume_from", Sentence::of("this scheduler's steps cannot be joined by a run of another schedule"));
    }
    const std::size_t i = last_not_below(sigmas_, sigma);
    if (i < num_steps() && sigmas_[i] != sigma) {
        sigmas_[i] = sigma;
        timesteps_[i] = sigma * static_cast<float>(config_.num_train_timesteps);
    }
    return i;
}

double FlowMatchEuler::mu_for_tokens(std::int64_t num_tokens) const {
    const double slope = (config_.max_shift - config_.base_shift) /
                         static_cast<double>(config_.max_image_seq_len - config_.base_image_seq_len);
    const double offset = config_.base_shift - slope * static_cast<double>(config_.base_image_seq_len);
    return static_cast<double>(num_tokens) * slope + offset;
}

at::Tensor FlowMatchEuler::step(const at::Tensor& velocity, const at::Tensor& sample, std::size_t i,
                                const at::Tensor& noise) const {
    const at::Tensor x = sample.to(at::kFloat);
    const at::Tensor v = velocity.to(at::kFloat);
    if (config_.stochastic_sampling) {
        const at::Tensor clean = x - sigmas_[i] * v;
        return (1.0f - sigmas_[i + 1]) * clean + sigmas_[i + 1] * noise;
    }
    return x + (sigmas_[i + 1] - sigmas_[i]) * v;
}

at::Tensor FlowMatchEuler::step_per_token(const at::Tensor& velocity, const at::Tensor& sample,
                                          const at::Tensor& token_timesteps, const at::Tensor& noise,
                                          StochasticStep stochastic) const {
    const at::Tensor x = sample.to(at::kFloat);
    const at::Tensor v = velocity.to(at::kFloat);
    const at::Tensor sigma = token_timesteps.to(at::kFloat) / static_cast<double>(config_.num_train_timesteps);  // (B, L)
    at::Tensor next = at::zeros_like(sigma);
    for (const float lower : all_sigmas_) {
        next = at::where(sigma - 1e-6 > lower, next.clamp_min(lower), next);
    }
    if (config_.stochastic_sampling) {
        const at::Tensor clean = x - sigma.unsqueeze(-1) * (stochastic == StochasticStep::as_reference ? -v : v);
        return (1.0 - next.unsqueeze(-1)) * clean + next.unsqueeze(-1) * noise;
    }
    return x - (sigma - next).unsqueeze(-1) * v;
}

std::vector<double> linear_quadratic_sigmas(int num_steps, double threshold) {
    if (num_steps < 2) {
        return {1.0};
    }
    const int linear_steps = num_steps / 2;
    const int quadratic_steps = num_steps - linear_steps;
    const double difference = linear_steps - threshold * num_steps;
    const double quadratic = difference / (linear_steps * quadratic_steps * quadratic_steps);
    const double linear = threshold / linear_steps - 2 * difference / (quadratic_steps * quadratic_steps);
    const double constant = quadratic * linear_steps * linear_steps;
    std::vector<double> sigmas;
    for (int i = 0; i < num_steps; ++i) {
        const double noise_removed =
            i < linear_steps ? i * threshold / linear_steps : quadratic * i * i + linear * i + constant;
        sigmas.push_back(1.0 - noise_removed);
    }
    return sigmas;
}

}  // namespace kinora
