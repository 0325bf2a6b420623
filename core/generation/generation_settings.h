// What a user chooses for one generation. Values only; a recipe is these settings with the model that they were used with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/frame_time.h"

namespace kinora {

struct GenerationSettings {
    std::string prompt;
    std::string negative_prompt;

    int width = 0;   // pixels
    int height = 0;  // pixels
    std::int64_t num_frames = 0;
    FrameRate frame_rate;

    int num_inference_steps = 0;
    double guidance_scale = 1.0;    // classifier-free guidance is off at 1 and below
    double guidance_rescale = 0.0;  // Lin et al. 2023, "Common Diffusion Noise Schedules …", section 3.4
    std::uint64_t seed = 0;

    // The part of the schedule that is run when the request carries latents to start from: 1 starts from pure noise, 0 only
    // decodes the latents.
    double denoise_strength = 1.0;

    // Custom schedule in place of num_inference_steps, for distilled checkpoints: timesteps from 1000 down, or sigmas from
    // 1 down. At most one of the two.
    std::vector<double> timesteps;
    std::vector<double> sigmas;

    // A name from ModelInfo::schedulers; empty chooses the one in the model's folder.
    std::string scheduler;

    // Prompts are padded or cut to this number of tokens; 0 takes the model's own.
    int max_sequence_length = 0;

    double image_cond_noise_scale = 0.0;       // noise added to fully given frames, so that they move
    std::optional<double> decode_timestep;     // for decoders that denoise; nothing takes the model's own
    std::optional<double> decode_noise_scale;  // nothing takes decode_timestep

    friend bool operator==(const GenerationSettings&, const GenerationSettings&) = default;
};

}  // namespace kinora
