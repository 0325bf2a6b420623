// A generator without a model: its latents are numbers that random draws move about, its frames are gradients painted from them. Words in
// the prompt make it slow, fail, hang or crash:
//
//     delay=MS       each step takes that long
//     fail_at=K      step K throws CheckpointError        memory_at=K   throws OutOfMemory     device_at=K   throws DeviceError
//     hang_at=K      step K never ends and looks at no stop
//     crash_at=K     step K ends the process by SIGSEGV   exit_at=K     by exit(7)
//     crash_once=F   at step 3, if the file F does not exist, which is made first
//     fail_decode    decoding throws MediaError            memory_in_decode   throws OutOfMemory unless it is tiled
//     notice         gives a notice
//     large          frames of 512x512
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/generation/generator.h"
#include "core/generation/model_catalog.h"

namespace kinora::test {

ModelInfo fake_model(const std::string& name = "fake");

// A request that the fake model can make: 9 frames of 16x16.
GenerationRequest fake_request(const std::string& prompt, int num_steps = 6);

// What "notice" gives.
Sentence fake_notice();

class FakeGenerator : public Generator {
 public:
    explicit FakeGenerator(ModelInfo model) : model_(std::move(model)) {}

    const ModelInfo& model() const override { return model_; }
    GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                              const std::stop_token& stop) override;

 private:
    ModelInfo model_;
};

// Two models, and a broken one. Says never what is free on the device "hang".
class FakeCatalog : public ModelCatalog {
 public:
    std::vector<ModelInfo> list() override;
    ModelInfo find(const std::filesystem::path& folder_or_name) override;
    ComputeStatus compute_status(const GeneratorOptions& options) override;
    TokenCount count_tokens(const ModelInfo& model, const std::string& prompt) override;
    // One stage within tolerance and one beyond it. A reference named "missing" is a FileError; "slow" waits for the stop.
    std::vector<StageVerdict> verify(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                                     const std::stop_token& stop) override;
};

}  // namespace kinora::test
