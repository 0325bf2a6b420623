#include "core/model/families/ltx_video/training/reconstruction_loss.h"

#include <ATen/ops/rand.h>

#include <algorithm>
#include <cmath>

#include "core/model/diffusion/noise.h"

namespace kinora::ltx_video {

static at::Tensor slope(const at::Tensor& x, std::int64_t axis) {
    const std::int64_t last = x.size(axis) - 1;
    return (x.narrow(axis, 1, last) - x.narrow(axis, 0, last)).abs();
}

ReconstructionLoss reconstruction_loss(const at::Tensor& pixels, const at::Tensor& reconstruction) {
    constexpr double slope_weight = 0.3;
    constexpr double motion_weight = 0.15;
    const at::Tensor error = reconstruction - pixels;
    const at::Tensor l1 = error.abs().mean();
    const at::Tensor square = error.square().mean();
    at::Tensor total = l1 + square + slope_weight * (slope(error, 4).mean() + slope(error, 3).mean());
    if (error.size(2) > 1) {
        total = total + motion_weight * slope(error, 2).mean();
    }
    return {total, l1.item<double>(), 10.0 * std::log10(4.0 / std::max(square.item<double>(), 1e-12))};
}

at::Tensor divergence_from_normal(const Posterior& posterior) {
    return 0.5 * (posterior.mean.square() + posterior.logvar.exp() - 1.0 - posterior.logvar).mean();
}

at::Tensor imitated_error(const at::Tensor& latents, double most, at::Generator& generator) {
    const at::Tensor draws = at::rand({2, latents.size(0), 1, 1, 1, 1}, generator, at::kFloat);
    const double spread = latents.detach().std().item<double>();
    const at::Tensor amplitude = draws[0] * (draws[1] < 0.5) * (most * spread);
    return amplitude.to(latents.device()) * draw_noise(latents.sizes(), generator).to(latents.device());
}

}  // namespace kinora::ltx_video
