// Speed of Wan's parts, of a folder or of a published size with random weights.
#pragma once

#include <stop_token>
#include <string_view>

#include "core/generation/benchmark.h"
#include "core/model/device/device.h"
#include "core/model/weights/model_folder.h"

namespace kinora::wan {

bool knows_architecture(std::string_view name);  // "wan-1.3b", "wan-5b", "wan-14b"

// `folder` may be null; then options.architecture names what is measured.
void benchmark(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute, BenchmarkReport& report,
               const std::stop_token& stop);

}  // namespace kinora::wan
