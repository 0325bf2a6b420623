// What the stages of one generation share. Included by the sources of Pipeline only.
#pragma once

#include <ATen/core/Generator.h>

#include <string>
#include <vector>

#include "core/model/families/ltx_video/pipeline.h"

namespace kinora::ltx_video {

struct Pipeline::Run {
    const GenerationRequest& request;
    const GenerationObserver& observer;
    const RunHooks& hooks;
    const std::stop_token& stop;
    Conventions conventions;
    LatentGrid grid;
    NoiseSource draw;
    at::Generator* generator = nullptr;  // behind `draw`; none where the draws are given

    const GenerationSettings& settings() const { return request.settings; }
    double frame_rate() const { return hooks.frame_rate.value_or(settings().frame_rate.per_second()); }
    bool has_guidance() const { return settings().guidance_scale > 1.0; }
    std::vector<std::int64_t> latent_shape(std::int64_t channels) const {
        return {1, channels, grid.frames, grid.height, grid.width};
    }
    void trace(const std::string& name, const at::Tensor& value) const {
        if (hooks.trace) {
            hooks.trace(name, value);
        }
    }
};

}  // namespace kinora::ltx_video
