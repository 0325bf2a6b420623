// How long a text encoder takes for one prompt.
#pragma once

#include <cstdint>
#include <stop_token>

#include "core/generation/benchmark.h"
#include "core/model/device/device.h"
#include "core/model/text/t5_config.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

// The folder's, or, where `folder` is null, one of this architecture with random weights, if there is memory for it.
void add_text_encoder_figure(const ModelFolder* folder, const T5Config& architecture, std::int64_t num_tokens, const BenchmarkOptions& options,
                             const ComputeOptions& compute, BenchmarkReport& report, const std::stop_token& stop);

}  // namespace kinora
