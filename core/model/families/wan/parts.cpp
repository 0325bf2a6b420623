#include "core/model/families/wan/parts.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/families/wan/original_names.h"
#include "core/model/layers/linear.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/lora.h"

namespace kinora::wan {

PipelineConfig PipelineConfig::read(const ModelFolder& folder) {
    constexpr std::array<const char*, 3> known = {"WanPipeline", "WanImageToVideoPipeline", "WanVACEPipeline"};
    const std::string& name = folder.pipeline_class();
    if (!name.empty() && std::ranges::find(known, name) == known.end()) {
        throw UnsupportedModel(
            Sentence::of("models of the class %1 cannot be run; Kinora runs WanPipeline, WanImageToVideoPipeline and WanVACEPipeline", name));
    }
    const ConfigReader index(folder.index(), folder.folder() / "model_index.json");
    PipelineConfig config;
    config.expand_timesteps = index.boolean("expand_timesteps", false);
    if (index.has("boundary_ratio")) {
        config.boundary_ratio = index.number("boundary_ratio", 0.0, 0.0, 1.0);
        if (!folder.has("transformer_2")) {
            index.fail("boundary_ratio", Sentence::of("is given, but there is no transformer_2"));
        }
    }
    return config;
}

TransformerConfig read_transformer_config(const ModelFolder& folder, const std::string& component) {
    return TransformerConfig::read(ConfigReader(folder.config(component), folder.folder() / component / "config.json"),
                                   folder.component_class(component));
}

AutoencoderConfig read_autoencoder_config(const ModelFolder& folder) {
    const ConfigReader reader(folder.config("vae"), folder.folder() / "vae/config.json");
    AutoencoderConfig config = AutoencoderConfig::read(reader);
    if (folder.has("transformer")) {
        config.require_fit_for_clips(reader);
    }
    return config;
}

GivenFrames given_frames(const ModelFolder& folder, const TransformerConfig& transformer, const AutoencoderConfig& autoencoder) {
    const std::filesystem::path file = folder.folder() / "transformer/config.json";
    const std::int64_t latents = autoencoder.z_dim;
    if (transformer.has_control()) {
        const std::int64_t wanted = 2 * latents + autoencoder.spatial_ratio() * autoencoder.spatial_ratio();
        if (transformer.in_channels != latents || transformer.vace_in_channels != wanted) {
            throw CheckpointError(file, "vace_in_channels", Sentence::of("is %1, but the vae's latents and masks have %2 channels; transformer and "
                                                                         "vae are of different models",
                                                                         transformer.vace_in_channels, wanted));
        }
        return GivenFrames::as_control;
    }
    if (transformer.in_channels == latents) {
        return PipelineConfig::read(folder).expand_timesteps ? GivenFrames::first_latents : GivenFrames::none;
    }
    if (transformer.in_channels == 2 * latents + autoencoder.temporal_ratio()) {
        return GivenFrames::as_channels;
    }
    throw CheckpointError(file, "in_channels", Sentence::of("is %1, but the vae's latents have %2 channels; transformer and vae are of different models",
                                                            transformer.in_channels, latents));
}

namespace {

bool is_for_second(const LoraFile& lora) {
    const SafetensorsFile file(lora.file);
    return std::ranges::any_of(file.tensors(), [](const TensorEntry& entry) { return entry.name.starts_with("transformer_2."); });
}

// Those that change this transformer.
std::vector<LoraFile> loras_of(const ModelFolder& folder, const std::string& component, const std::vector<LoraFile>& loras) {
    std::vector<LoraFile> own;
    for (const LoraFile& lora : loras) {
        const bool for_second = is_for_second(lora);
        if (for_second && !folder.has("transformer_2")) {
            throw CheckpointError(lora.file, "", Sentence::of("changes a second transformer, and this model has one; the LoRA was made for another model"));
        }
        if (for_second == (component == "transformer_2")) {
            own.push_back(lora);
        }
    }
    return own;
}

}  // namespace

Transformer load_transformer(const ModelFolder& folder, const std::string& component, const ComputeOptions& compute, const std::stop_token& stop,
                             const std::vector<LoraFile>& loras, BlockWeights blocks) {
    const TransformerConfig config = read_transformer_config(folder, component);
    Transformer transformer(config);
    transformer->eval();
    LoadOptions options = {.compute = compute, .keeps_fp32 = keeps_fp32};
    for (std::int64_t i = 0; i < config.num_layers; ++i) {  // published files carry a norm that nothing uses
        options.ignored.insert("blocks." + std::to_string(i) + ".attn2.norm_added_q.weight");
    }
    if (blocks == BlockWeights::streamed) {
        options.stays_in_file = [](std::string_view name) { return !block_of(name).empty(); };
    }
    load_weights(*transformer, folder.checkpoint(component), options, stop);
    apply_loras(*transformer, component + ".", loras_of(folder, component, loras), stop, name_in_diffusers);
    if (blocks == BlockWeights::streamed) {
        transformer->stream_blocks(compute);
    } else {
        pack_linear_weights(*transformer);  // which makes a copy of them
    }
    return transformer;
}

Autoencoder load_autoencoder(const ModelFolder& folder, const ComputeOptions& compute, const std::stop_token& stop) {
    Autoencoder autoencoder(read_autoencoder_config(folder));
    autoencoder->eval();
    load_weights(*autoencoder, folder.checkpoint("vae"), {.compute = compute}, stop);
    autoencoder->pack_weights();
    return autoencoder;
}

}  // namespace kinora::wan
