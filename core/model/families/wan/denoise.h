// The denoising loop of Wan (diffusers, pipelines/wan: __call__).
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <stop_token>
#include <string>

#include "core/model/diffusion/noise.h"
#include "core/model/families/wan/conditioning.h"
#include "core/model/families/wan/schedule.h"
#include "core/model/families/wan/transformer.h"
#include "core/model/pipeline/trace.h"

namespace kinora::wan {

// A transformer and what the prompt is to it. Rows of the prompt: unconditional, conditional; or conditional alone without guidance.
struct StepModel {
    Transformer transformer;
    const PromptContext* prompt = nullptr;
    const char* name = "";  // its component
    double guidance_scale = 1.0;
};

struct DenoiseInput {
    std::function<StepModel(double timestep)> model_at;
    Schedule* schedule = nullptr;  // joined at first_step
    at::Tensor latents;            // (1, C, F, H, W) float32
    Conditions conditions;
    std::size_t first_step = 0;  // of the schedule; the steps before it are done
    std::size_t end_step = 0;    // of the schedule, not done any more
    double guidance_rescale = 0.0;
    bool has_guidance = false;
    bool expand_timesteps = false;
    at::Device device = at::kCPU;
    NoiseSource draw;
    Trace trace;
};

// What a step made: (1, C, F, H, W) float32 on the device.
struct DenoisedStep {
    std::size_t index = 0;
    at::Tensor latents;
    at::Tensor predicted;  // the clean latents that the step's velocity predicts
};
using StepObserver = std::function<void(const DenoisedStep& step)>;

// Runs the schedule from first_step to end_step. Returns clean latents (1, C, F, H, W) float32: where the schedule goes on after end_step,
// those that the last step predicted. Throws Cancelled.
at::Tensor denoise(const DenoiseInput& input, const StepObserver& observe, const std::stop_token& stop);

}  // namespace kinora::wan
