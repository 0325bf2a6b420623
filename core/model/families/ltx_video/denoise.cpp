#include "core/model/families/ltx_video/denoise.h"

#include <ATen/ops/full.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/where.h>

#include <string>

#include "core/base/cancelled.h"
#include "core/model/diffusion/guidance.h"

namespace kinora::ltx_video {

namespace {

constexpr double slack = 1e-6;

class Loop {
 public:
    Loop(const DenoiseInput& input, const std::stop_token& stop)
        : input_(input),
          stop_(stop),
          transformer_(input.transformer),
          rope_(rotary_tables(input.start.positions.to(input.device), input.transformer->config().inner_dim())),
          tokens_(input.start.tokens.to(input.device)),
          given_(input.start.given.defined() ? input.start.given.to(input.device) : tokens_),
          batch_(input.text.blocks.front().keys.size(0)) {
        if (has_given()) {
            strengths_ = input.start.strengths.to(input.device);
        }
    }

    at::Tensor run(const StepObserver& observe) {
        const FlowMatchEuler& scheduler = *input_.scheduler;
        const bool ends_early = input_.end_step < scheduler.num_steps();
        at::Tensor predicted;
        for (std::size_t i = input_.first_step; i < input_.end_step; ++i) {
            throw_if_stop_requested(stop_);
            const double timestep = scheduler.timesteps()[i];
            renew_given_tokens(timestep, i);
            const at::Tensor token_timesteps = timesteps_of_tokens(timestep);
            const at::Tensor velocity = predict(token_timesteps, i == input_.first_step);
            trace("pipeline.model_output." + std::to_string(i), input_.steps_per_token ? -velocity : velocity);
            predicted = observe || ends_early ? predict_clean(velocity, token_timesteps) : at::Tensor();
            advance(velocity, token_timesteps, timestep, i);
            trace("pipeline.latents." + std::to_string(i), tokens_);
            if (observe) {
                observe({i, tokens_, given_, own(tokens_), own(predicted)});
            }
        }
        return own(ends_early ? predicted : tokens_);
    }

 private:
    bool has_given() const { return input_.start.strengths.defined(); }
    bool is_per_token() const { return input_.steps_per_token || has_given(); }

    at::Tensor own(const at::Tensor& tokens) const {
        return tokens.narrow(1, input_.start.num_extra, tokens.size(1) - input_.start.num_extra);
    }

    void trace(const std::string& name, const at::Tensor& value) const {
        if (input_.trace) {
            input_.trace(name, value);
        }
    }

    // Fully given tokens are put back before each step, with a little noise that keeps the clip moving.
    void renew_given_tokens(double timestep, std::size_t i) {
        if (!has_given() || input_.image_cond_noise_scale <= 0.0) {
            return;
        }
        const at::Tensor noise = input_.draw(tokens_.sizes()).to(tokens_.options());
        trace("pipeline.image_cond_noise." + std::to_string(i), noise);
        const double sigma = timestep / 1000.0;
        const at::Tensor noised = given_ + input_.image_cond_noise_scale * noise * (sigma * sigma);
        tokens_ = at::where((strengths_ > 1.0 - slack).unsqueeze(-1), noised, tokens_);
    }

    // (1, L), or (1, 1) where all tokens have the same. On the CPU.
    at::Tensor timesteps_of_tokens(double timestep) const {
        const at::Tensor same = at::full({1, 1}, timestep, at::kFloat);
        return has_given() ? at::minimum(same, (1 - input_.start.strengths.to(at::kCPU)) * 1000.0) : same;
    }

    at::Tensor predict(const at::Tensor& token_timesteps, bool is_first) {
        const at::Tensor model_input = tokens_.expand({batch_, -1, -1}).contiguous();
        const at::Tensor output =
            transformer_->forward(model_input, token_timesteps, input_.text, rope_, stop_);
        if (is_first) {
            trace("transformer.input.hidden_states", model_input);
            trace("transformer.input.timestep",
                  is_per_token() ? token_timesteps.expand({batch_, -1}) : token_timesteps.flatten().expand({batch_}));
            trace("transformer.rope.cos", rope_.cos.repeat_interleave(2, -1).expand({batch_, -1, -1}));
            trace("transformer.rope.sin", rope_.sin.repeat_interleave(2, -1).expand({batch_, -1, -1}));
            trace("transformer.output", output);
        }
        if (batch_ == 1) {
            return output;
        }
        return apply_guidance(output.narrow(0, 0, 1), output.narrow(0, 1, 1), input_.guidance_scale, input_.guidance_rescale);
    }

    at::Tensor predict_clean(const at::Tensor& velocity, const at::Tensor& token_timesteps) const {
        const auto scale = static_cast<double>(input_.scheduler->config().num_train_timesteps);
        return tokens_ - (token_timesteps.to(tokens_.device()) / scale).unsqueeze(-1) * velocity;
    }

    void advance(const at::Tensor& velocity, const at::Tensor& token_timesteps, double timestep, std::size_t i) {
        const FlowMatchEuler& scheduler = *input_.scheduler;
        at::Tensor noise;
        if (scheduler.config().stochastic_sampling) {
            noise = input_.draw(tokens_.sizes()).to(tokens_.options());
        }
        if (!is_per_token()) {
            tokens_ = scheduler.step(velocity, tokens_, i, noise);
            return;
        }
        const at::Tensor stepped = scheduler.step_per_token(velocity, tokens_, token_timesteps.to(tokens_.device()), noise,
                                                            input_.follows_reference ? StochasticStep::as_reference : StochasticStep::from_clean);
        // A token that is cleaner than the rest waits until the others have caught up.
        tokens_ = has_given() ? at::where((timestep / 1000.0 - slack < 1.0 - strengths_).unsqueeze(-1), stepped, tokens_) : stepped;
    }

    const DenoiseInput& input_;
    const std::stop_token& stop_;
    Transformer transformer_;
    const RotaryTables rope_;
    at::Tensor tokens_;
    const at::Tensor given_;
    at::Tensor strengths_;
    const std::int64_t batch_;
};

}  // namespace

at::Tensor denoise(const DenoiseInput& input, const StepObserver& observe, const std::stop_token& stop) {
    return Loop(input, stop).run(observe);
}

}  // namespace kinora::ltx_video
