#include "core/model/families/ltx_video/training/decoder_stage.h"

#include "core/base/error.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/training/latent_cache.h"
#include "core/model/families/ltx_video/training/reconstruction_loss.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/training/trained_weights.h"

namespace kinora::ltx_video {

DecoderTraining DecoderTraining::read(const training::TrainingRecipe& recipe, double noise_of_the_autoencoder) {
    const ConfigReader section = recipe.section("decoder");
    return {.latent_noise = section.number("latent_noise", noise_of_the_autoencoder, 0.0, 10.0),
            .generated_share = section.number("generated_share", 0.0, 0.0, 1.0)};
}

DecoderStage::DecoderStage(const training::TrainerContext& context)
    : context_(context),
      settings_(autoencoder_settings(context.recipe, "decoder")),
      autoencoder_(autoencoder_config(context.recipe)),
      decoder_(autoencoder_->decoder()),
      clips_(context, autoencoder_->config()),
      training_(DecoderTraining::read(context.recipe, clips_.latent_noise())) {
    training::load_trained(*autoencoder_, context.folder, "vae");
    for (at::Tensor& parameter : autoencoder_->encoder()->parameters()) {
        parameter.set_requires_grad(false);
    }
    if (training_.generated_share > 0.0) {
        const LatentStatistics statistics = latent_statistics(open_latent_cache(context));
        autoencoder_->named_buffers()["latents_mean"].copy_(statistics.mean);
        autoencoder_->named_buffers()["latents_std"].copy_(statistics.std);
        generated_.emplace(context, autoencoder_);
    }
    autoencoder_->to(context.compute.device);
}

bool DecoderStage::uses_muon(std::string_view name, const at::Tensor& parameter) const {
    return autoencoder_uses_muon("decoder." + std::string(name), parameter);
}

nlohmann::json DecoderStage::identity() const {
    nlohmann::json identity = clips_.identity();
    identity["config"] = context_.recipe.section_json("vae").value("config", nlohmann::json::object());
    identity["seed"] = settings_.seed;
    identity["vae_step"] = training::trained_steps(context_.folder, "vae");
    if (generated_) {  // by whatever the diffusion model is by then: no latent changes with it
        identity["generated_share"] = training_.generated_share;
    }
    return identity;
}

GeneratedClips::Batch DecoderStage::draw_batch(at::Generator& generator, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    const at::Tensor pixels = clips_.make_batch(generator, stop).to(context_.compute.device);
    const training::MixedPrecision mixed(context_.compute);
    const at::Tensor latents = autoencoder_->encode(pixels, pixels.size(2), stop).mean.to(at::kFloat);
    return {pixels, latents + imitated_error(latents, training_.latent_noise, generator)};
}

training::StepLoss DecoderStage::loss(std::int64_t, at::Generator& generator, const std::stop_token& stop) {
    const NoiseSource noise = [&](at::IntArrayRef shape) { return draw_noise(shape, generator).to(context_.compute.device); };
    const bool is_generated = generated_ && draw_uniform(generator) < training_.generated_share;
    const GeneratedClips::Batch batch = is_generated ? generated_->draw(generator, stop) : draw_batch(generator, stop);
    at::Tensor reconstruction;
    {
        const training::MixedPrecision mixed(context_.compute);
        reconstruction = autoencoder_->decode(batch.latents, {}, noise, stop).to(at::kFloat);
    }
    const ReconstructionLoss loss = reconstruction_loss(batch.pixels, reconstruction);
    const std::string kind = is_generated ? "generated_" : "";
    return {loss.total, {{kind + "l1", loss.l1}, {kind + "psnr", loss.psnr}}};
}

void load_trained_autoencoder(AutoencoderImpl& autoencoder, const std::filesystem::path& run_folder) {
    const std::int64_t vae_step = training::load_trained(autoencoder, run_folder, "vae");
    const std::filesystem::path file = training::checkpoint_file(run_folder, "decoder");
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        return;
    }
    if (training::trained_identity(run_folder, "decoder").value("vae_step", std::int64_t(-1)) != vae_step) {
        throw CheckpointError(file, "", "belongs to another state of the autoencoder; remove its folder and train the stage decoder again");
    }
    training::load_trained(*autoencoder.decoder(), run_folder, "decoder");
}

}  // namespace kinora::ltx_video
