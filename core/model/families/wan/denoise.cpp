#include "core/model/families/wan/denoise.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>

#include <set>

#include "core/base/cancelled.h"
#include "core/model/diffusion/guidance.h"

namespace kinora::wan {

namespace {

class Loop {
 public:
    Loop(const DenoiseInput& input, const std::stop_token& stop)
        : input_(input), stop_(stop), conditions_(to_device(input.conditions)), latents_(input.latents.to(input.device)) {}

    at::Tensor run(const StepObserver& observe) {
        Schedule& schedule = *input_.schedule;
        const bool ends_early = input_.end_step < schedule.num_steps();
        at::Tensor predicted;
        for (std::size_t i = input_.first_step; i < input_.end_step; ++i) {
            throw_if_stop_requested(stop_);
            const at::Tensor velocity = predict(schedule.timestep(i));
            trace("pipeline.model_output." + std::to_string(i), velocity);
            predicted = observe || ends_early ? with_given(schedule.clean(velocity, latents_, i)) : at::Tensor();
            const at::Tensor noise = schedule.draws_noise() ? input_.draw(latents_.sizes()).to(latents_.options()) : at::Tensor();
            latents_ = schedule.step(velocity, latents_, i, noise);
            trace("pipeline.latents." + std::to_string(i), latents_);
            if (observe) {
                observe({i, latents_, predicted});
            }
        }
        return ends_early ? predicted : with_given(latents_);
    }

 private:
    Conditions to_device(Conditions conditions) const {
        for (at::Tensor* tensor : {&conditions.channels, &conditions.first_latents}) {
            *tensor = tensor->defined() ? tensor->to(input_.device) : *tensor;
        }
        if (conditions.control) {
            conditions.control->latents = conditions.control->latents.to(input_.device);
        }
        return conditions;
    }

    void trace(const std::string& name, const at::Tensor& value) const {
        if (input_.trace) {
            input_.trace(name, value);
        }
    }

    std::int64_t num_given() const { return conditions_.first_latents.defined() ? conditions_.first_latents.size(2) : 0; }

    // With the first latent frames as they were given.
    at::Tensor with_given(const at::Tensor& latents) const {
        return num_given() == 0 ? latents
                                : at::cat({conditions_.first_latents, latents.narrow(2, num_given(), latents.size(2) - num_given())}, 2);
    }

    // (L) where tokens have their own, or (1). On the CPU; whole numbers where the schedule's are.
    at::Tensor timesteps_of_tokens(double timestep, TokenGrid grid) const {
        if (!input_.expand_timesteps) {
            return at::full({1}, timestep, at::kFloat);
        }
        at::Tensor timesteps = at::full({grid.num_tokens()}, timestep, at::kFloat);
        const std::int64_t given_tokens = num_given() * grid.height * grid.width;
        timesteps.narrow(0, 0, given_tokens).zero_();
        return timesteps;
    }

    const RotaryTables& rope_for(const Transformer& transformer) {
        if (!rope_.cos.defined()) {
            const RotaryTables tables = rotary_tables(transformer->token_grid(latents_.sizes()), transformer->config().attention_head_dim);
            rope_ = {tables.cos.to(input_.device), tables.sin.to(input_.device)};
        }
        return rope_;
    }

    at::Tensor predict(double timestep) {
        StepModel model = input_.model_at(timestep);
        at::Tensor seen = with_given(latents_);
        if (conditions_.channels.defined()) {
            seen = at::cat({seen, conditions_.channels}, 1);
        }
        const std::int64_t batch = input_.has_guidance ? 2 : 1;
        const at::Tensor timesteps = timesteps_of_tokens(timestep, model.transformer->token_grid(seen.sizes()));
        const RotaryTables& rope = rope_for(model.transformer);
        const at::Tensor output =
            model.transformer->forward(seen.expand({batch, -1, -1, -1, -1}), timesteps, *model.prompt, rope, conditions_.control, stop_);
        if (input_.trace && traced_.insert(model.name).second) {
            trace_call(model.name, seen, timesteps, output);
        }
        if (batch == 1) {
            return output;
        }
        return apply_guidance(output.narrow(0, 0, 1), output.narrow(0, 1, 1), model.guidance_scale, input_.guidance_rescale);
    }

    void trace_call(const std::string& name, const at::Tensor& seen, const at::Tensor& timesteps, const at::Tensor& output) const {
        trace(name + ".input.hidden_states", seen);
        trace(name + ".input.timestep", input_.expand_timesteps ? timesteps.unsqueeze(0) : timesteps);
        if (conditions_.control) {
            trace(name + ".input.control_hidden_states", conditions_.control->latents);
            trace(name + ".input.control_hidden_states_scale", at::tensor(conditions_.control->scales).to(at::kFloat));
        }
        trace(name + ".rope.cos", rope_.cos.repeat_interleave(2, -1).unsqueeze(2));
        trace(name + ".rope.sin", rope_.sin.repeat_interleave(2, -1).unsqueeze(2));
        trace(name + ".output", output.narrow(0, output.size(0) - 1, 1));
        if (input_.has_guidance) {
            trace(name + ".uncond.output", output.narrow(0, 0, 1));
        }
    }

    const DenoiseInput& input_;
    const std::stop_token& stop_;
    const Conditions conditions_;
    at::Tensor latents_;
    RotaryTables rope_;
    std::set<std::string> traced_;
};

}  // namespace

at::Tensor denoise(const DenoiseInput& input, const StepObserver& observe, const std::stop_token& stop) {
    return Loop(input, stop).run(observe);
}

}  // namespace kinora::wan
