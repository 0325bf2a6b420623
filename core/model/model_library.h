// The door to core/model: finds models, describes them, makes generators of them, verifies them. Names no tensor, so that
// those who include it need no libtorch.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/benchmark.h"
#include "core/generation/generator.h"
#include "core/generation/model_info.h"
#include "core/generation/verification.h"

namespace kinora {

struct GeneratorOptions {
    std::string device;  // "cpu", "cuda", "cuda:1"; empty chooses
    std::string dtype;   // "fp32", "bf16", "fp16"; empty chooses
    std::filesystem::path cache_folder;  // for prompt embeddings and preview fits; empty stores nothing
};

class ModelLibrary {
 public:
    // `folders` are model folders, or folders of model folders; each may be missing. Models in the Hugging Face cache are
    // found too.
    explicit ModelLibrary(std::vector<std::filesystem::path> folders);

    // All models that are found, the unusable ones with their problem. Reads metadata only.
    std::vector<ModelInfo> list() const;

    // A model by its folder, or by its name; of several revisions in the Hugging Face cache the one that its "main" names. Throws Error where there is none, or more than one of that name.
    ModelInfo find(const std::filesystem::path& folder_or_name) const;

 private:
    std::vector<std::filesystem::path> model_folders() const;

    std::vector<std::filesystem::path> folders_;
};

// Describes a folder. A model that cannot be run has ModelInfo::problem set; throws Error only where there is no model.
ModelInfo describe_model(const std::filesystem::path& folder);

// The same options with the device and the type that empty ones stand for here. Throws DeviceError, InvalidRequest.
GeneratorOptions choose_compute_of(GeneratorOptions options);

// Makes a generator of a model that has no problem. Throws Error.
std::unique_ptr<Generator> make_generator(const ModelInfo& model, const GeneratorOptions& options);

// Replays a reference file; true if every stage of it was replayed and is within tolerance. `on_stage` is called as stages
// end.
bool verify_model(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                  const GeneratorOptions& options, const std::function<void(const StageVerdict&)>& on_stage,
                  const std::stop_token& stop);

// Measures a model folder, or an architecture with random weights (BenchmarkOptions::architecture, then `folder` is empty).
BenchmarkReport benchmark_model(const std::filesystem::path& folder, const BenchmarkOptions& benchmark,
                                const GeneratorOptions& options, const std::stop_token& stop);

}  // namespace kinora
