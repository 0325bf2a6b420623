// The parts of a Wan model, read from their folders.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/generator.h"
#include "core/model/device/device.h"
#include "core/model/families/wan/autoencoder.h"
#include "core/model/families/wan/conditioning.h"
#include "core/model/families/wan/transformer.h"
#include "core/model/weights/model_folder.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora::wan {

constexpr int default_sequence_length = 512;  // tokens of a prompt, where nothing is said

// What model_index.json says beside naming the parts.
struct PipelineConfig {
    std::optional<double> boundary_ratio;  // of the timesteps, from which on transformer_2 takes over
    bool expand_timesteps = false;         // every token has its own timestep, and first latents can be given

    // Throws CheckpointError, and UnsupportedModel for a pipeline that Kinora does not run.
    static PipelineConfig read(const ModelFolder& folder);
};

// The configuration of a component, read from its folder. All throw CheckpointError, UnsupportedModel.
TransformerConfig read_transformer_config(const ModelFolder& folder, const std::string& component = "transformer");
AutoencoderConfig read_autoencoder_config(const ModelFolder& folder);

// Throws CheckpointError where the transformer takes neither the autoencoder's latents alone nor with given frames.
GivenFrames given_frames(const ModelFolder& folder, const TransformerConfig& transformer, const AutoencoderConfig& autoencoder);

// Loads one part for inference, a transformer with low-rank adaptations added to its weights.
Transformer load_transformer(const ModelFolder& folder, const std::string& component, const ComputeOptions& compute, const std::stop_token& stop,
                             const std::vector<LoraFile>& loras = {}, BlockWeights blocks = BlockWeights::resident);
Autoencoder load_autoencoder(const ModelFolder& folder, const ComputeOptions& compute, const std::stop_token& stop);

}  // namespace kinora::wan
