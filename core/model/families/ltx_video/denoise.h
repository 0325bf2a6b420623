// The denoising loop of LTX-Video (diffusers, pipelines/ltx/pipeline_ltx.py and pipeline_ltx_condition.py: __call__).
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <stop_token>

#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/families/ltx_video/conditioning.h"
#include "core/model/families/ltx_video/transformer.h"
#include "core/model/pipeline/trace.h"

namespace kinora::ltx_video {

struct DenoiseInput {
    Transformer transformer;
    const FlowMatchEuler* scheduler = nullptr;  // with its schedule set
    InitialTokens start;
    std::size_t first_step = 0;  // of the schedule; the steps before it are done
    std::size_t end_step = 0;  // of the schedule, not done any more
    TextContext text;  // rows: unconditional, conditional; or conditional alone without guidance
    double guidance_scale = 1.0;
    double guidance_rescale = 0.0;
    double image_cond_noise_scale = 0.0;
    bool steps_per_token = false;  // as LTXConditionPipeline does, also without given frames
    bool follows_reference = false;  // see StochasticStep
    at::Device device = at::kCPU;
    NoiseSource draw;
    Trace trace;
};

// What a step made: (1, L, C) float32 on the device.
struct DenoisedStep {
    std::size_t index = 0;
    at::Tensor all;        // with the extra tokens
    at::Tensor given;      // the same tokens as the conditions gave them
    at::Tensor tokens;     // without the extra tokens
    at::Tensor predicted;  // the clean tokens that the step's velocity predicts, without the extra tokens
};
using StepObserver = std::function<void(const DenoisedStep& step)>;

// Runs the schedule from first_step to end_step. Returns the clip's own tokens (1, L, C) float32, clean: where the schedule goes on
// after end_step, those that the last step predicted. Throws Cancelled.
at::Tensor denoise(const DenoiseInput& input, const StepObserver& observe, const std::stop_token& stop);

}  // namespace kinora::ltx_video
