// What the stages of one generation share. Included by the sources of Pipeline only.
#pragma once

#include <ATen/core/Generator.h>

#include <string>
#include <vector>

#include "core/model/families/wan/pipeline.h"

namespace kinora::wan {

struct Pipeline::Run {
    const GenerationRequest& request;
    const GenerationObserver& observer;
    const RunHooks& hooks;
    const std::stop_token& stop;
    ClipShape shape;
    NoiseSource draw;
    at::Generator* generator = nullptr;  // behind `draw`; none where the draws are given
    at::Tensor prompt_embeds;            // (B, T, text_dim): unconditional, conditional; or conditional alone
    at::Tensor pictures;                 // (n, p, image_dim): features of given pictures, or undefined
    std::string transformer;             // the component of the one that computes
    std::vector<double> sigmas;          // of the denoising that is under way; none before

    const GenerationSettings& settings() const { return request.settings; }
    bool has_guidance() const { return settings().guidance_scale > 1.0; }
    std::vector<std::int64_t> latent_shape(std::int64_t channels, std::int64_t num_references = 0) const {
        return {1, channels, shape.latent_frames() + num_references, shape.height, shape.width};
    }
    void trace(const std::string& name, const at::Tensor& value) const {
        if (hooks.trace) {
            hooks.trace(name, value);
        }
    }
};

}  // namespace kinora::wan
