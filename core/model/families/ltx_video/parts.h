// The parts of an LTX-Video model, read from their folders.
#pragma once

#include <stop_token>
#include <vector>

#include "core/generation/generator.h"
#include "core/model/device/device.h"
#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/families/ltx_video/config.h"
#include "core/model/families/ltx_video/transformer.h"
#include "core/model/weights/model_folder.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora::ltx_video {

// Loads one part for inference, the transformer with low-rank adaptations added to its weights.
Transformer load_transformer(const ModelFolder& folder, const TransformerConfig& config, const ComputeOptions& compute,
                             const std::stop_token& stop, const std::vector<LoraFile>& loras = {},
                             BlockWeights blocks = BlockWeights::resident);
Autoencoder load_autoencoder(const ModelFolder& folder, const AutoencoderConfig& config, const ComputeOptions& compute,
                             const std::stop_token& stop);

// Arranges loaded weights for inference.
void prepare_autoencoder(AutoencoderImpl& autoencoder);

// The configuration of a component, read from its folder.
TransformerConfig read_transformer_config(const ModelFolder& folder);
AutoencoderConfig read_autoencoder_config(const ModelFolder& folder);
FlowMatchEulerConfig read_scheduler_config(const ModelFolder& folder);

}  // namespace kinora::ltx_video
