// Clips beside what the run's diffusion model makes of them: their latents are noised and denoised again. A decoder that has seen
// both knows what the model's mistakes look like, and that they are to be left out of the picture.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <stop_token>
#include <string>
#include <vector>

#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/families/ltx_video/training/transformer_training.h"
#include "core/model/families/ltx_video/transformer.h"
#include "core/model/training/caption_encoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

class GeneratedClips {
 public:
    struct Batch {
        at::Tensor pixels;   // (N, 3, F, H, W) in -1 … 1, as they are
        at::Tensor latents;  // (N, C, f, h, w), as the encoder would give them
    };

    // `autoencoder` holds the latents' statistics. Throws FileError where the run has no text encoder or diffusion model yet.
    GeneratedClips(const training::TrainerContext& context, Autoencoder autoencoder);

    // Of one size, which is drawn. Throws Cancelled.
    Batch draw(at::Generator& generator, const std::stop_token& stop);

 private:
    struct Captioned {
        at::Tensor pixels;
        std::vector<std::string> captions;
    };
    Captioned draw_clips(at::Generator& generator, const std::stop_token& stop) const;
    at::Tensor regenerated(const at::Tensor& latents, const training::EncodedCaptions& text, at::Generator& generator, const std::stop_token& stop);

    training::TrainerContext context_;
    Autoencoder autoencoder_;
    training::CaptionEncoder captions_;
    TransformerTraining training_;
    Transformer transformer_;
};

}  // namespace kinora::ltx_video
