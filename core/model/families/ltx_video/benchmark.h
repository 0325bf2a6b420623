#pragma once

#include <stop_token>

#include "core/generation/benchmark.h"
#include "core/model/families/family.h"

namespace kinora::ltx_video {

// Measures a model folder, or, where `folder` is null, an architecture with random weights.
void benchmark(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute,
               BenchmarkReport& report, const std::stop_token& stop);

bool knows_architecture(std::string_view name);

}  // namespace kinora::ltx_video
