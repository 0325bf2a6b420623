#include "core/model/families/ltx_video/training/autoencoder_stage.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/stack.h>

#include <cmath>

#include "core/model/diffusion/noise.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/data/textures.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/weights/model_folder.h"

namespace kinora::ltx_video {

namespace {

using training::TextureKind;

constexpr double first_logvar = -5.0;  // at 0 the noise drowns the code before the code is worth anything
constexpr double noise_from_step = 800.0;
constexpr std::int64_t num_scenes = 1'000'000'000;  // the diffusion model and the measurements see others

double uniform(at::Generator& generator) {
    return at::rand({1}, generator, at::kFloat).item<double>();
}

std::int64_t pick(std::int64_t count, at::Generator& generator) {
    return at::randint(count, {1}, generator, at::kLong).item<std::int64_t>();
}

// A kernel that passes each place's own features on, turned at random, and looks at its neighbours only a little.
void look_at_own_place(at::Tensor kernel, bool is_causal, at::Generator& generator) {
    constexpr double neighbours = 0.1;
    const std::int64_t out = kernel.size(0);
    const std::int64_t in = kernel.size(1);
    kernel.mul_(neighbours);
    const at::Tensor random = at::randn({std::max(out, in), std::min(out, in)}, generator, at::kFloat);
    const at::Tensor basis = std::get<0>(at::linalg_qr(random));
    const std::int64_t time = is_causal ? kernel.size(2) - 1 : kernel.size(2) / 2;
    kernel.select(2, time).select(2, kernel.size(3) / 2).select(2, kernel.size(4) / 2).copy_(out >= in ? basis : basis.t());
}

// Random, but for what would make the start slow: every layer starts as a turn of the features of each place, residual blocks
// start as nothing, and the log variance starts low and constant.
void initialise(AutoencoderImpl& autoencoder, std::uint64_t seed) {
    at::Generator generator = make_generator(seed);
    training::initialise_weights(autoencoder, std::sqrt(1.0 / 3.0), generator);
    const at::NoGradGuard no_grad;
    const auto parameters = autoencoder.named_parameters();
    for (const auto& item : parameters) {
        if (item.value().dim() != 5) {
            continue;
        }
        if (item.key().find("conv2.") != std::string::npos) {
            item.value().zero_();
        } else if (item.value().size(2) > 1) {
            const bool is_encoder = item.key().starts_with("encoder.");
            look_at_own_place(item.value(), is_encoder ? autoencoder.config().encoder_causal : autoencoder.config().decoder_causal, generator);
        }
    }
    const std::int64_t channels = autoencoder.config().latent_channels;
    at::Tensor weight = parameters["encoder.conv_out.conv.weight"];
    at::Tensor bias = parameters["encoder.conv_out.conv.bias"];
    weight.narrow(0, 0, channels).mul_(2.0);
    weight.narrow(0, channels, 1).zero_();
    bias.narrow(0, channels, 1).fill_(first_logvar);
    autoencoder.named_buffers()["latents_std"].fill_(1.0);
}

at::Tensor slope(const at::Tensor& x, std::int64_t axis) {
    const std::int64_t last = x.size(axis) - 1;
    return (x.narrow(axis, 1, last) - x.narrow(axis, 0, last)).abs();
}

}  // namespace

AutoencoderConfig autoencoder_config(const training::TrainingRecipe& recipe) {
    const nlohmann::json& section = recipe.section_json("vae");
    return AutoencoderConfig::read({section.value("config", nlohmann::json::object()), recipe.file});
}

AutoencoderStage::AutoencoderStage(const training::TrainerContext& context)
    : context_(context),
      settings_(context.recipe.stage_settings(
          "vae", {.optimizer = {}, .schedule = {.steps = 10'000, .warmup_steps = 40}, .average_decay = 0.998})),
      autoencoder_(autoencoder_config(context.recipe)) {
    const ConfigReader section = context.recipe.section("vae");
    num_rendered_ = section.integer("rendered_clips", num_rendered_, 0, 4096);
    num_textures_ = section.integer("textures", num_textures_, 0, 4096);
    crop_side_ = section.integer("crop_side", crop_side_, 16, 4096);
    crop_frames_ = section.integer("crop_frames", crop_frames_, 1, 1025);
    latent_noise_ = section.number("latent_noise", latent_noise_, 0.0, 10.0);
    const AutoencoderConfig& config = autoencoder_->config();
    if (crop_side_ % config.spatial_compression_ratio != 0) {
        section.fail("crop_side", "must be a multiple of " + std::to_string(config.spatial_compression_ratio));
    }
    if ((crop_frames_ - 1) % config.temporal_compression_ratio != 0 || crop_frames_ > context.recipe.num_frames) {
        section.fail("crop_frames", "must be 1 + a multiple of " + std::to_string(config.temporal_compression_ratio) +
                                        " and no more than the clips have");
    }
    for (const training::ClipSize& size : context.recipe.sizes) {
        if (crop_side_ > std::min(size.width, size.height)) {
            section.fail("crop_side", "is larger than the clips, which are " + std::to_string(size.width) + "x" + std::to_string(size.height));
        }
    }
    if (num_rendered_ + num_textures_ == 0) {
        section.fail("rendered_clips", "and textures are both 0; a batch must hold something");
    }
    initialise(*autoencoder_, settings_.seed);
    if (!context.init_from.empty()) {
        training::load_for_training(*autoencoder_, ModelFolder(context.init_from).checkpoint("vae"));
    }
    autoencoder_->to(context.compute.device);
}

bool AutoencoderStage::uses_muon(std::string_view name, const at::Tensor& parameter) const {
    const bool is_rim = name.starts_with("encoder.conv_in.") || name.starts_with("encoder.conv_out.") ||
                        name.starts_with("decoder.conv_out.") || name.find("shortcut") != std::string_view::npos;
    return parameter.dim() == 5 && !is_rim;
}

nlohmann::json AutoencoderStage::identity() const {
    return {{"config", context_.recipe.section_json("vae").value("config", nlohmann::json::object())},
            {"rendered_clips", num_rendered_},
            {"textures", num_textures_},
            {"crop_side", crop_side_},
            {"crop_frames", crop_frames_},
            {"seed", settings_.seed},
            {"world", context_.recipe.section_json("world")}};
}

at::Tensor AutoencoderStage::clip_crop(std::uint64_t seed, at::Generator& generator, const std::stop_token& stop) const {
    const training::TrainingRecipe& recipe = context_.recipe;
    const auto& size = recipe.sizes[static_cast<std::size_t>(pick(static_cast<std::int64_t>(recipe.sizes.size()), generator))];
    const at::Tensor clip =
        context_.clips != nullptr
            ? training::users_clip(*context_.clips, seed % context_.clips->size(), seed, size, recipe.num_frames, recipe.frame_rate, stop)
            : training::rendered_clip(training::sample_scene(seed, recipe.world), size, recipe.num_frames, recipe.frame_rate);
    const std::int64_t frame = pick(clip.size(1) - crop_frames_ + 1, generator);
    const std::int64_t row = pick(clip.size(2) - crop_side_ + 1, generator);
    const std::int64_t column = pick(clip.size(3) - crop_side_ + 1, generator);
    const at::Tensor crop = clip.narrow(1, frame, crop_frames_).narrow(2, row, crop_side_).narrow(3, column, crop_side_);
    return uniform(generator) < 0.15 ? crop.flip(1) : crop;
}

at::Tensor AutoencoderStage::texture_crop(at::Generator& generator) const {
    if (!context_.pictures.empty() && uniform(generator) < 0.6) {
        const auto index = static_cast<std::size_t>(pick(static_cast<std::int64_t>(context_.pictures.size()), generator));
        return training::pan_over(context_.pictures[index], crop_frames_, crop_side_, crop_side_, generator);
    }
    constexpr TextureKind kinds[] = {TextureKind::dead_leaves, TextureKind::dead_leaves, TextureKind::landscape,
                                     TextureKind::landscape, TextureKind::clouds, TextureKind::pattern};
    const at::Tensor picture = training::draw_texture(kinds[pick(std::ssize(kinds), generator)], crop_side_ * 3 / 2, generator);
    return training::pan_over(picture, crop_frames_, crop_side_, crop_side_, generator);
}

at::Tensor AutoencoderStage::make_batch(at::Generator& generator, const std::stop_token& stop) const {
    const at::NoGradGuard no_grad;
    std::vector<at::Tensor> clips;
    for (std::int64_t i = 0; i < num_rendered_; ++i) {
        clips.push_back(clip_crop(static_cast<std::uint64_t>(pick(num_scenes, generator)), generator, stop));
    }
    for (std::int64_t i = 0; i < num_textures_; ++i) {
        clips.push_back(texture_crop(generator));
    }
    return at::stack(clips, 0).contiguous();
}

training::StepLoss AutoencoderStage::loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) {
    const at::Tensor pixels = make_batch(generator, stop).to(context_.compute.device);
    const NoiseSource noise = [&](at::IntArrayRef shape) { return draw_noise(shape, generator).to(context_.compute.device); };
    Posterior posterior;
    at::Tensor reconstruction;
    {
        const training::MixedPrecision mixed(context_.compute);
        TimeStream encoding({}, stop);
        const at::Tensor moments = autoencoder_->encoder()->forward(pixels, encoding).to(at::kFloat);
        const std::int64_t channels = autoencoder_->config().latent_channels;
        posterior = {moments.narrow(1, 0, channels), moments.narrow(1, channels, 1).clamp(-30.0, 20.0)};
        // Extra noise on half of the clips makes the decoder forgive what the diffusion model gets wrong.
        const double ramp = std::min(1.0, static_cast<double>(step) / noise_from_step);
        const at::Tensor draws = at::rand({2, pixels.size(0), 1, 1, 1, 1}, generator, at::kFloat);
        const double spread = posterior.mean.detach().std().item<double>();
        const at::Tensor amplitude = (draws[0] * (draws[1] < 0.5) * (latent_noise_ * spread * ramp)).to(pixels.device());
        const at::Tensor latents = posterior.mean + (0.5 * posterior.logvar).exp() * noise(posterior.mean.sizes()) +
                                   amplitude * noise(posterior.mean.sizes());
        reconstruction = autoencoder_->decode(latents, {}, noise, stop).to(at::kFloat);
    }
    const ReconstructionLoss loss = reconstruction_loss(pixels, reconstruction, posterior);
    return {loss.total, {{"l1", loss.l1}, {"psnr", loss.psnr}, {"divergence", loss.divergence}}};
}

ReconstructionLoss reconstruction_loss(const at::Tensor& pixels, const at::Tensor& reconstruction, const Posterior& posterior) {
    constexpr double slope_weight = 0.3;
    constexpr double motion_weight = 0.15;
    constexpr double divergence_weight = 3e-4;
    const at::Tensor error = reconstruction - pixels;
    const at::Tensor l1 = error.abs().mean();
    const at::Tensor square = error.square().mean();
    const at::Tensor divergence = 0.5 * (posterior.mean.square() + posterior.logvar.exp() - 1.0 - posterior.logvar).mean();
    at::Tensor total = l1 + square + slope_weight * (slope(error, 4).mean() + slope(error, 3).mean()) + divergence_weight * divergence;
    if (error.size(2) > 1) {
        total = total + motion_weight * slope(error, 2).mean();
    }
    return {total, l1.item<double>(), 10.0 * std::log10(4.0 / std::max(square.item<double>(), 1e-12)), divergence.item<double>()};
}

}  // namespace kinora::ltx_video
