// What the autoencoder and its decoder are judged by in training.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/model/families/ltx_video/autoencoder.h"

namespace kinora::ltx_video {

// As LTX-Video's small relatives are trained: mean absolute and squared error, and errors of the slopes in space and time.
struct ReconstructionLoss {
    at::Tensor total;
    double l1 = 0.0;
    double psnr = 0.0;  // dB
};
ReconstructionLoss reconstruction_loss(const at::Tensor& pixels, const at::Tensor& reconstruction);

// Of the latents' distribution from the standard normal one, mean over the numbers.
at::Tensor divergence_from_normal(const Posterior& posterior);

// Noise for the latents of half of the clips, so that the decoder forgives what the diffusion model gets wrong. `most` is the
// largest deviation, in standard deviations of the latents.
at::Tensor imitated_error(const at::Tensor& latents, double most, at::Generator& generator);

}  // namespace kinora::ltx_video
