// kinora-cli models, and bench.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "app/cli/options.h"
#include "core/generation/benchmark.h"

namespace kinora::cli {

void list_models(const OutputOptions& output);
void show_model(const std::string& folder_or_name, const OutputOptions& output);

// True if every stage of the reference file was replayed and is within tolerance.
bool verify_model_folder(const std::string& folder, const std::filesystem::path& reference, const DeviceOptions& compute,
                         const OutputOptions& output, const std::stop_token& stop);

void run_benchmark(const std::string& folder_or_name, const BenchmarkOptions& benchmark, const DeviceOptions& compute,
                   const OutputOptions& output, const std::stop_token& stop);

}  // namespace kinora::cli
