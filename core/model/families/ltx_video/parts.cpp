#include "core/model/families/ltx_video/parts.h"

#include "core/model/layers/linear.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/lora.h"

namespace kinora::ltx_video {

TransformerConfig read_transformer_config(const ModelFolder& folder) {
    return TransformerConfig::read(ConfigReader(folder.config("transformer"), folder.folder() / "transformer/config.json"));
}

AutoencoderConfig read_autoencoder_config(const ModelFolder& folder) {
    const ConfigReader reader(folder.config("vae"), folder.folder() / "vae/config.json");
    AutoencoderConfig config = AutoencoderConfig::read(reader);
    if (folder.has("transformer")) {
        config.require_one_ratio(reader);
    }
    return config;
}

FlowMatchEulerConfig read_scheduler_config(const ModelFolder& folder) {
    return FlowMatchEulerConfig::read(
        ConfigReader(folder.config("scheduler"), folder.folder() / "scheduler/scheduler_config.json"));
}

Transformer load_transformer(const ModelFolder& folder, const TransformerConfig& config, const ComputeOptions& compute,
                             const std::stop_token& stop, const std::vector<LoraFile>& loras, BlockWeights blocks) {
    Transformer transformer(config);
    transformer->eval();
    LoadOptions options = {.compute = compute, .keeps_fp32 = keeps_fp32};
    if (blocks == BlockWeights::streamed) {
        options.stays_in_file = [](std::string_view name) { return !block_of(name).empty(); };
    }
    load_weights(*transformer, folder.checkpoint("transformer"), options, stop);
    apply_loras(*transformer, "transformer.", loras, stop);
    if (blocks == BlockWeights::streamed) {
        transformer->stream_blocks(compute);
    } else {
        pack_linear_weights(*transformer);  // which makes a copy of them
    }
    return transformer;
}

Autoencoder load_autoencoder(const ModelFolder& folder, const AutoencoderConfig& config, const ComputeOptions& compute,
                             const std::stop_token& stop) {
    Autoencoder autoencoder(config);
    autoencoder->eval();
    LoadOptions options = {.compute = compute};
    options.keeps_fp32 = [](std::string_view name) { return name == "latents_mean" || name == "latents_std"; };
    load_weights(*autoencoder, folder.checkpoint("vae"), options, stop);
    prepare_autoencoder(*autoencoder);
    return autoencoder;
}

void prepare_autoencoder(AutoencoderImpl& autoencoder) {
    pack_linear_weights(autoencoder);
    for (const auto& module : autoencoder.modules()) {
        if (auto* conv = module->as<TimeConv>()) {
            conv->pack_weights();
        }
    }
}

}  // namespace kinora::ltx_video
