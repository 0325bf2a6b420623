// The door to core/model: finds models, describes them, makes generators of them, verifies them. Names no tensor, so that
// those who include it need no libtorch.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/benchmark.h"
#include "core/generation/generator.h"
#include "core/generation/model_catalog.h"
#include "core/generation/model_info.h"
#include "core/generation/verification.h"

namespace kinora {

class PromptTokenizer;

class ModelLibrary : public ModelCatalog {
 public:
    // `folders` are model folders, folders of them, or folders of owners' folders of them ("Lightricks/LTX-Video"); each may be
    // missing. Models in the Hugging Face cache are found too.
    explicit ModelLibrary(std::vector<std::filesystem::path> folders);
    ~ModelLibrary() override;

    std::vector<ModelInfo> list() override;
    // Of several revisions in the Hugging Face cache the one that its "main" names.
    ModelInfo find(const std::filesystem::path& folder_or_name) override;
    // The one of that name and content among those of list(), if it can be run. Looks only into folders of that name.
    std::optional<ModelInfo> find_known(const std::string& name, const std::string& fingerprint) const;
    ComputeStatus compute_status(const GeneratorOptions& options) override;
    TokenCount count_tokens(const ModelInfo& model, const std::string& prompt) override;
    std::vector<StageVerdict> verify(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                                     const std::stop_token& stop) override;

 private:
    std::vector<std::filesystem::path> model_folders() const;

    std::vector<std::filesystem::path> folders_;
    std::unique_ptr<PromptTokenizer> tokenizer_;  // of the model that was asked for last
};

// The first of `folders`, or of the folders in them, that holds weights of RIFE.
std::optional<std::filesystem::path> find_rife_weights(const std::vector<std::filesystem::path>& folders);

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
