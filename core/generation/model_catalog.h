// The models that are here. core/model implements it; core/worker implements it with a worker process, so that no file of a
// model is opened in the studio.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/generator.h"
#include "core/generation/memory_prediction.h"
#include "core/generation/model_info.h"
#include "core/generation/verification.h"

namespace kinora {

// What a generator would compute on.
struct ComputeStatus {
    std::string device;           // "cpu", "cuda:0"
    std::string dtype;            // "fp32", "bf16", "fp16"
    std::int64_t free_bytes = 0;  // of the device's memory; 0 where that is unknown
};

struct TokenCount {
    std::int64_t num_tokens = 0;  // with the end mark
    std::int64_t limit = 0;       // more are cut off
};

// All calls but verify() may take a second; all throw Error, and come from one thread at a time.
class ModelCatalog {
 public:
    virtual ~ModelCatalog() = default;

    // All models that are found, the unusable ones with their problem. Reads metadata only.
    virtual std::vector<ModelInfo> list() = 0;

    // A model by its folder, or by its name. Throws Error where there is none, or more than one of that name.
    virtual ModelInfo find(const std::filesystem::path& folder_or_name) = 0;

    virtual ComputeStatus compute_status(const GeneratorOptions& options) = 0;

    // What the model's own tokenizer makes of a prompt.
    virtual TokenCount count_tokens(const ModelInfo& model, const std::string& prompt) = 0;

    // Replays a reference file (inputs and outputs of the model's reference implementation) on the CPU in float32: a verdict for each
    // stage in it. May take minutes, and may be called beside the other calls. Throws Cancelled.
    virtual std::vector<StageVerdict> verify(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                                             const std::stop_token& stop) = 0;
};

}  // namespace kinora
