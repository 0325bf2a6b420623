// Training of a text encoder on the renderer's own labels: from each caption it is to say what the scene shows. Trained only
// through the diffusion model, a small encoder learns to ignore the text, and no loss shows it.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <memory>
#include <vector>

#include "core/model/layers/linear.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "core/model/text/t5_encoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::training {

// What a recipe says of the text encoder's training: its section "text".
struct TextEncoderTraining {
    StageSettings settings;
    T5Config config;
    std::int64_t batch = 96;

    // Throws CheckpointError naming the key.
    static TextEncoderTraining read(const TrainingRecipe& recipe);
};

// The recipe's tokenizer, whose files are in <run>/tokenizer from then on.
SentencepieceTokenizer make_tokenizer(const std::filesystem::path& run_folder);

// The longest caption, in tokens, as the pipelines pad it.
inline constexpr std::int64_t max_caption_tokens = 128;

// Finds one attribute in a text: attention over its tokens with a learned question, then a choice among the values. Thrown
// away after training.
class LabelHeadImpl : public torch::nn::Module {
 public:
    LabelHeadImpl(std::int64_t width, std::int64_t num_values);
    at::Tensor forward(const at::Tensor& text, const at::Tensor& mask);  // (B, L, D), (B, L) → (B, values)

 private:
    at::Tensor question_;  // (1, D)
    Linear choice_;
};
TORCH_MODULE(LabelHead);

class LabelledTextEncoderImpl : public torch::nn::Module {
 public:
    explicit LabelledTextEncoderImpl(const T5Config& config);
    std::vector<at::Tensor> forward(const at::Tensor& ids, const at::Tensor& mask, const std::stop_token& stop);

    T5Encoder encoder;

 private:
    std::vector<LabelHead> heads_;  // one for each attribute of the world
};
TORCH_MODULE(LabelledTextEncoder);

class TextEncoderStage : public Stage {
 public:
    explicit TextEncoderStage(const TrainerContext& context);

    std::string_view name() const override { return "text"; }
    torch::nn::Module& module() override { return *model_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override;
    const StageSettings& settings() const override { return training_.settings; }
    nlohmann::json identity() const override;
    StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    TrainerContext context_;
    TextEncoderTraining training_;
    SentencepieceTokenizer tokenizer_;
    LabelledTextEncoder model_;
};

// A caption's language and length as they are drawn in training: English twice as often as Chinese.
Caption draw_caption(const Scene& scene, at::Generator& generator);
std::int64_t draw_padded_length(at::Generator& generator);

}  // namespace kinora::training
