#include "core/model/families/family.h"

#include <filesystem>
#include <utility>

#include "core/base/error.h"
#include "core/model/families/ltx_video/benchmark.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/stream_codec.h"
#include "core/model/families/ltx_video/training/lora_stage.h"
#include "core/model/families/ltx_video/training/trainer.h"
#include "core/model/families/ltx_video/verify.h"
#include "core/model/text/t5_config.h"

namespace kinora::ltx_video {

namespace {

bool recognises(const ModelFolder& folder) {
    const auto is = [&](const char* component, const char* class_name) {
        return !folder.has(component) || folder.component_class(component) == class_name;
    };
    return (folder.has("transformer") || folder.has("vae")) && is("transformer", "LTXVideoTransformer3DModel") &&
           is("vae", "AutoencoderKLLTXVideo");
}

// What lives at once at the widest places of a transformer block, and of the decoder (plan_codec), for one latent.
MemoryCosts memory_costs(const TransformerConfig& transformer, const AutoencoderConfig& vae) {
    const std::int64_t width = transformer.inner_dim();
    MemoryCosts costs;
    costs.denoise_values_per_latent = 7 * width;  // a feed-forward layer's input, its four-fold inside and its output; keys and values
    costs.denoise_fp32_per_latent = 4 * width;    // the residual stream, before and after, and the rotary tables
    costs.decode_values_per_latent = values_per_latent(vae);
    costs.least_decode_latents = smallest_tile * smallest_tile;
    costs.base_bytes = std::int64_t{160} << 20;
    return costs;
}

// Throws CheckpointError where parts were not made for each other.
void check_parts(const ModelFolder& folder, const TransformerConfig& transformer, const AutoencoderConfig& vae) {
    const std::filesystem::path file = folder.folder() / "transformer/config.json";
    for (const auto& [key, channels] : {std::pair("in_channels", transformer.in_channels), std::pair("out_channels", transformer.out_channels)}) {
        if (channels != vae.latent_channels) {
            throw CheckpointError(file, key, Sentence::of("is %1, but the vae's latents have %2 channels; transformer and vae are of different models",
                                                          channels, vae.latent_channels));
        }
    }
    if (!folder.has("text_encoder")) {
        return;
    }
    const T5Config text = read_t5_config(ConfigReader(folder.config("text_encoder"), folder.folder() / "text_encoder/config.json"));
    if (transformer.caption_channels != text.d_model) {
        throw CheckpointError(file, "caption_channels", Sentence::of("is %1, but the text_encoder's d_model is %2; transformer and text_encoder are "
                                                                     "of different models",
                                                                     transformer.caption_channels, text.d_model));
    }
}

// What the reference pipelines use when nothing is said, and what LTX-Video's authors recommend for decoding.
void describe(const ModelFolder& folder, ModelInfo& info) {
    info.family = family.id;
    info.display_name = "LTX-Video";
    const AutoencoderConfig vae = read_autoencoder_config(folder);
    const TransformerConfig transformer = read_transformer_config(folder);
    const Conventions conventions = Conventions::for_class(folder.pipeline_class());
    check_parts(folder, transformer, vae);
    info.size_multiple = static_cast<int>(vae.spatial_compression_ratio);
    info.frame_multiple = static_cast<int>(vae.temporal_compression_ratio);
    info.latent_channels = static_cast<int>(vae.latent_channels);
    info.can_condition_frames = true;
    info.memory = memory_costs(transformer, vae);
    info.schedulers = {"flow_match_euler", "flow_match_euler_stochastic"};
    if (read_scheduler_config(folder).stochastic_sampling) {
        std::swap(info.schedulers[0], info.schedulers[1]);
    }
    GenerationSettings& defaults = info.defaults;
    defaults.width = 704;
    defaults.height = 512;
    defaults.num_frames = 161;
    defaults.frame_rate = {25, 1};
    defaults.num_inference_steps = 50;
    defaults.guidance_scale = 3.0;
    defaults.max_sequence_length = conventions.max_sequence_length;
    defaults.image_cond_noise_scale = conventions.steps_per_token ? 0.15 : 0.0;
    if (vae.timestep_conditioning) {
        defaults.decode_timestep = 0.05;
        defaults.decode_noise_scale = 0.025;
    }
}

std::unique_ptr<VideoPipeline> load(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options) {
    return std::make_unique<Pipeline>(folder, info, options);
}

}  // namespace

const ModelFamily family = {.id = "ltx_video", .recognises = recognises, .describe = describe, .load = load, .verify = verify,
                            .knows_architecture = knows_architecture, .benchmark = benchmark,
                            .make_trainer = make_trainer, .make_lora_stage = make_lora_stage};

}  // namespace kinora::ltx_video
