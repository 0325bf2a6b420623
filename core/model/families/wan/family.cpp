#include "core/model/families/family.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <string>

#include "core/base/error.h"
#include "core/model/families/wan/benchmark.h"
#include "core/model/families/wan/pipeline.h"
#include "core/model/families/wan/verify.h"
#include "core/model/text/t5_config.h"
#include "core/model/vision/clip_vision_config.h"

namespace kinora::wan {

namespace {

bool recognises(const ModelFolder& folder) {
    const auto is_transformer = [&](const char* component) {
        const std::string name = folder.component_class(component);
        return !folder.has(component) || name == "WanTransformer3DModel" || name == "WanVACETransformer3DModel";
    };
    const bool is_autoencoder = !folder.has("vae") || folder.component_class("vae") == "AutoencoderKLWan";
    return (folder.has("transformer") || folder.has("vae")) && is_transformer("transformer") && is_transformer("transformer_2") && is_autoencoder;
}

// What lives at once at the widest places of a transformer block, and of the decoder (plan_codec), for one token and its latents.
MemoryCosts memory_costs(const TransformerConfig& transformer, const AutoencoderConfig& vae) {
    const std::int64_t width = transformer.inner_dim();
    MemoryCosts costs;
    // A feed-forward layer's input, its inside and its output, or queries, keys, values and what attention makes of them; hints of control blocks
    costs.denoise_values_per_latent = std::max(2 * width + transformer.ffn_dim, 5 * width) + static_cast<std::int64_t>(transformer.vace_layers.size()) * width;
    costs.denoise_fp32_per_latent = 3 * width;  // the residual stream, before and after, and the branch of control tokens
    costs.decode_values_per_latent = values_per_latent(vae) * transformer.patch.height * transformer.patch.width;
    costs.least_decode_latents = std::max<std::int64_t>(smallest_tile(vae) * smallest_tile(vae) / (transformer.patch.height * transformer.patch.width), 1);
    // Every block keeps the prompt's keys and values, in bfloat16 with and without the prompt here.
    costs.base_bytes = (std::int64_t{160} << 20) + transformer.num_layers * 2 * 2 * default_sequence_length * width * 2;
    return costs;
}

// The methods below throw CheckpointError where parts were not made for each other.

void require_same(const std::filesystem::path& file, const char* key, std::int64_t value, std::int64_t wanted, const char* component) {
    if (value != wanted) {
        throw CheckpointError(file, key, Sentence::of("is %1, but the %2 has %3; they are of different models", value, component, wanted));
    }
}

void check_transformers(const ModelFolder& folder, const TransformerConfig& transformer, const AutoencoderConfig& vae) {
    require_same(folder.folder() / "transformer/config.json", "out_channels", transformer.out_channels, vae.z_dim, "vae");
    if (!folder.has("transformer_2")) {
        return;
    }
    const TransformerConfig second = read_transformer_config(folder, "transformer_2");
    const std::filesystem::path file = folder.folder() / "transformer_2/config.json";
    const auto require = [&](const char* key, std::int64_t TransformerConfig::* number) {
        require_same(file, key, second.*number, transformer.*number, "transformer");
    };
    require("in_channels", &TransformerConfig::in_channels);
    require("out_channels", &TransformerConfig::out_channels);
    require("attention_head_dim", &TransformerConfig::attention_head_dim);
    require("text_dim", &TransformerConfig::text_dim);
    require("image_dim", &TransformerConfig::image_dim);
    require("pos_embed_seq_len", &TransformerConfig::pos_embed_seq_len);
    require("vace_in_channels", &TransformerConfig::vace_in_channels);
    if (second.patch != transformer.patch) {
        throw CheckpointError(file, "patch_size", Sentence::of("is not the transformer's; they are of different models"));
    }
    if (second.vace_layers.size() != transformer.vace_layers.size()) {
        throw CheckpointError(file, "vace_layers", Sentence::of("are not as many as the transformer's; they are of different models"));
    }
}

void check_text(const ModelFolder& folder, const TransformerConfig& transformer) {
    if (!folder.has("text_encoder")) {
        return;
    }
    const T5Config text = read_t5_config(ConfigReader(folder.config("text_encoder"), folder.folder() / "text_encoder/config.json"));
    if (transformer.text_dim != text.d_model) {
        throw CheckpointError(folder.folder() / "transformer/config.json", "text_dim",
                              Sentence::of("is %1, but the text_encoder's d_model is %2; transformer and text_encoder are of different models",
                                           transformer.text_dim, text.d_model));
    }
}

void check_pictures(const ModelFolder& folder, const TransformerConfig& transformer) {
    if (transformer.sees_pictures() && !(folder.has("image_encoder") && folder.has("image_processor"))) {
        throw UnsupportedModel(Sentence::of("this model sees pictures, but its folder has no %1; copy or download the folder again",
                                            folder.has("image_encoder") ? "image_processor" : "image_encoder"));
    }
    if (!transformer.sees_pictures()) {
        return;
    }
    const ClipVisionConfig encoder = ClipVisionConfig::read(ConfigReader(folder.config("image_encoder"), folder.folder() / "image_encoder/config.json"));
    const std::filesystem::path file = folder.folder() / "transformer/config.json";
    require_same(file, "image_dim", transformer.image_dim, encoder.hidden_size, "image_encoder");
    if (const std::int64_t tokens = 2 * encoder.num_tokens(); transformer.pos_embed_seq_len > 0 && transformer.pos_embed_seq_len != tokens) {
        throw CheckpointError(file, "pos_embed_seq_len", Sentence::of("is %1, but the image_encoder makes %2 tokens of two pictures; they are of "
                                                                      "different models",
                                                                      transformer.pos_embed_seq_len, tokens));
    }
}

// What the reference pipelines use when nothing is said.
void describe(const ModelFolder& folder, ModelInfo& info) {
    info.family = family.id;
    info.display_name = "Wan";
    const AutoencoderConfig vae = read_autoencoder_config(folder);
    const TransformerConfig transformer = read_transformer_config(folder);
    const PipelineConfig pipeline = PipelineConfig::read(folder);
    const GivenFrames given = given_frames(folder, transformer, vae);
    check_transformers(folder, transformer, vae);
    check_text(folder, transformer);
    check_pictures(folder, transformer);
    info.size_multiple = static_cast<int>(vae.spatial_ratio() * std::lcm(transformer.patch.height, transformer.patch.width));
    info.frame_multiple = static_cast<int>(vae.temporal_ratio() * transformer.patch.frames);
    info.latent_channels = static_cast<int>(vae.z_dim);
    info.can_condition_frames = given != GivenFrames::none;
    info.memory = memory_costs(transformer, vae);
    info.schedulers = scheduler_names(read_scheduler_config(folder));
    GenerationSettings& defaults = info.defaults;
    defaults.width = 832;
    defaults.height = 480;
    defaults.num_frames = 81;
    defaults.frame_rate = {pipeline.expand_timesteps ? 24 : 16, 1};
    defaults.num_inference_steps = 50;
    defaults.guidance_scale = 5.0;
    defaults.max_sequence_length = default_sequence_length;
}

std::unique_ptr<VideoPipeline> load(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options) {
    if (const std::int64_t frames = read_transformer_config(folder).patch.frames; frames > 1) {
        throw UnsupportedModel(Sentence::of("this model's patches span %1 latent frames, which no clip's are a multiple of; Kinora's Wan runs "
                                            "patches of one",
                                            frames));
    }
    return std::make_unique<Pipeline>(folder, info, options);
}

}  // namespace

const ModelFamily family = {.id = "wan", .recognises = recognises, .describe = describe, .load = load, .verify = verify,
                            .knows_architecture = knows_architecture, .benchmark = benchmark};

}  // namespace kinora::wan
