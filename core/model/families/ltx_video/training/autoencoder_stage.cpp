#include "core/model/families/ltx_video/training/autoencoder_stage.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/zeros_like.h>

#include <chrono>
#include <cmath>

#include "core/base/cancelled.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/training/linear_start.h"
#include "core/model/families/ltx_video/training/reconstruction_loss.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/training/trained_weights.h"
#include "core/model/weights/model_folder.h"

namespace kinora::ltx_video {

namespace {

constexpr double first_logvar = -5.0;  // at 0 the noise drowns the code before the code is worth anything
constexpr double noise_from_step = 800.0;

// A kernel that passes each place's own features on, turned at random, and looks at its neighbours only a little.
void look_at_own_place(at::Tensor kernel, bool is_causal, at::Generator& generator) {
    constexpr double neighbours = 0.1;
    kernel.mul_(neighbours);
    own_place(kernel, is_causal).copy_(random_basis(kernel.size(0), kernel.size(1), generator));
}

// Random, but for what would make the start slow: every layer starts as a turn of the features of each place, residual blocks
// start as nothing, and the log variance starts low and constant.
void initialise(AutoencoderImpl& autoencoder, std::uint64_t seed) {
    at::Generator generator = make_generator(seed);
    training::initialise_weights(autoencoder, std::sqrt(1.0 / 3.0), generator);
    const at::NoGradGuard no_grad;
    const auto parameters = autoencoder.named_parameters();
    for (const auto& item : parameters) {
        if (item.key().find("per_channel_scale") != std::string::npos) {  // injected noise is learned, too
            item.value().zero_();
        }
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

}  // namespace

AutoencoderConfig autoencoder_config(const training::TrainingRecipe& recipe) {
    const ConfigReader reader(recipe.section_json("vae").value("config", nlohmann::json::object()), recipe.file);
    AutoencoderConfig config = AutoencoderConfig::read(reader);
    config.require_one_ratio(reader);
    if (config.timestep_conditioning) {
        reader.fail("timestep_conditioning", Sentence::of("is true; Kinora trains only autoencoders without it"));
    }
    return config;
}

training::StageSettings autoencoder_settings(const training::TrainingRecipe& recipe, const std::string& stage) {
    training::StageSettings defaults{.schedule = {.steps = 10'000, .warmup_steps = 40}, .average_decay = 0.998};
    if (has_straight_path(autoencoder_config(recipe))) {
        defaults.optimizer.muon_learning_rate = 0.002;
        defaults.optimizer.adam_learning_rate = 4e-4;
    }
    return stage == "vae" ? recipe.stage_settings(stage, defaults, {"config", "rendered_clips", "textures", "crop_side", "crop_frames", "latent_noise"})
                          : recipe.stage_settings(stage, defaults, {"generated_share", "latent_noise"});
}

AutoencoderStage::AutoencoderStage(const training::TrainerContext& context, const TrainingObserver& observer, const std::stop_token& stop)
    : context_(context),
      settings_(autoencoder_settings(context.recipe, "vae")),
      autoencoder_(autoencoder_config(context.recipe)),
      clips_(context, autoencoder_->config()) {
    initialise(*autoencoder_, settings_.seed);
    if (!context.init_from.empty()) {
        training::load_for_training(*autoencoder_, ModelFolder(context.init_from).checkpoint("vae"));
    } else if (has_straight_path(autoencoder_->config())) {
        const bool has_others = context.processes != nullptr && context.processes->size() > 1;
        std::error_code ignored;
        const bool is_new = !std::filesystem::exists(training::checkpoint_file(context.folder, "vae"), ignored);
        if (has_others && context.processes->any(is_new)) {  // which not all need see on a shared disk
            start_together(observer, stop);
        } else if (!has_others && is_new) {
            start_as_linear_code(observer, stop);
        }
    }
    autoencoder_->to(context.compute.device);
}

std::vector<at::Tensor> AutoencoderStage::crops_to_start_with(at::Generator& generator, const std::stop_token& stop) const {
    constexpr std::int64_t most_batches = 40;
    constexpr std::int64_t most_numbers = 40'000'000;  // all layers' features of these take some times their memory
    std::vector<at::Tensor> batches;
    std::int64_t numbers = 0;
    while (std::ssize(batches) < most_batches && numbers < most_numbers) {
        throw_if_stop_requested(stop);
        const at::Tensor batch = clips_.make_batch(generator, stop);
        const std::int64_t too_many = (batch.numel() + most_numbers - 1) / most_numbers;
        batches.push_back(batch.slice(0, 0, batch.size(0), too_many).clone());  // every so manieth, for some of every kind
        numbers += batches.back().numel();
    }
    return batches;
}

void AutoencoderStage::start_as_linear_code(const TrainingObserver& observer, const std::stop_token& stop) {
    const auto begin = std::chrono::steady_clock::now();
    at::Generator generator = make_generator(settings_.seed + 1);
    const std::vector<at::Tensor> batches = crops_to_start_with(generator, stop);
    const std::int64_t layers = num_straight_layers(autoencoder_->config());
    std::int64_t done = 0;
    const auto layer_is_set = [&] {
        const double each = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / static_cast<double>(++done);
        if (observer) {
            observer({"vae start", done, layers, 0.0, each, each * static_cast<double>(layers - done)});
        }
    };
    ltx_video::start_as_linear_code(*autoencoder_, batches, generator, layer_is_set, stop);
}

// One process does it for all, because linear algebra need not give the same bits on another machine.
void AutoencoderStage::start_together(const TrainingObserver& observer, const std::stop_token& stop) {
    training::ProcessGroup& processes = *context_.processes;
    bool is_stopped = false;
    if (processes.rank() == 0) {
        try {
            start_as_linear_code(observer, stop);
        } catch (const Cancelled&) {
            is_stopped = true;  // thrown below, by all
        }
    }
    if (processes.any(is_stopped || stop.stop_requested())) {
        throw Cancelled();
    }
    const at::NoGradGuard no_grad;
    for (at::Tensor parameter : autoencoder_->parameters()) {
        at::Tensor values = processes.rank() == 0 ? parameter.detach().clone() : at::zeros_like(parameter);
        processes.sum(values);
        parameter.copy_(values);
    }
}

bool autoencoder_uses_muon(std::string_view name, const at::Tensor& parameter) {
    const bool is_rim = name.starts_with("encoder.conv_in.") || name.starts_with("encoder.conv_out.") ||
                        name.starts_with("decoder.conv_out.") || name.find("shortcut") != std::string_view::npos;
    return parameter.dim() == 5 && !is_rim;
}

nlohmann::json AutoencoderStage::identity() const {
    nlohmann::json identity = clips_.identity();
    identity["config"] = context_.recipe.section_json("vae").value("config", nlohmann::json::object());
    identity["seed"] = settings_.seed;
    return identity;
}

training::StepLoss AutoencoderStage::loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) {
    const at::Tensor pixels = clips_.make_batch(generator, stop).to(context_.compute.device);
    const NoiseSource noise = [&](at::IntArrayRef shape) { return draw_noise(shape, generator).to(context_.compute.device); };
    Posterior posterior;
    at::Tensor reconstruction;
    {
        const training::MixedPrecision mixed(context_.compute);
        TimeStream encoding({}, stop);
        const at::Tensor moments = autoencoder_->encoder()->forward(pixels, encoding).to(at::kFloat);
        const std::int64_t channels = autoencoder_->config().latent_channels;
        posterior = {moments.narrow(1, 0, channels), moments.narrow(1, channels, 1).clamp(-30.0, 20.0)};
        const double ramp = std::min(1.0, static_cast<double>(step) / noise_from_step);
        const at::Tensor error = imitated_error(posterior.mean, clips_.latent_noise() * ramp, generator);
        const at::Tensor latents = posterior.mean + (0.5 * posterior.logvar).exp() * noise(posterior.mean.sizes()) + error;
        reconstruction = autoencoder_->decode(latents, {}, noise, stop).to(at::kFloat);
    }
    constexpr double divergence_weight = 3e-4;
    const ReconstructionLoss loss = reconstruction_loss(pixels, reconstruction);
    const at::Tensor divergence = divergence_from_normal(posterior);
    return {loss.total + divergence_weight * divergence, {{"l1", loss.l1}, {"psnr", loss.psnr}, {"divergence", divergence.item<double>()}}};
}

}  // namespace kinora::ltx_video
