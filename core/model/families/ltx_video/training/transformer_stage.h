// Training of LTX-Video's transformer: rectified flow (Liu et al. 2023) with logit-normal times (Esser et al. 2024), captions
// that are worded anew each time and sometimes left out, and given frames that enter as they do in generation.
#pragma once

#include <vector>

#include "core/model/families/ltx_video/positions.h"
#include "core/model/families/ltx_video/training/latent_cache.h"
#include "core/model/families/ltx_video/transformer.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "core/model/text/t5_encoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

TransformerConfig transformer_config(const training::TrainingRecipe& recipe);

// Which frames of a clip are given.
enum class GivenFrames : std::uint8_t { none, prefix, last, first_and_last, keyframe, suffix, prefix_and_suffix };

// What the transformer sees of some clips, and what it is to answer. L tokens: those of the given frames that come as extra
// tokens, then the clips' own. N = L / (tokens of a latent frame).
struct FlowBatch {
    at::Tensor tokens;       // (B, L, C) float32
    at::Tensor timesteps;    // (B, N), 0 … 1000
    at::Tensor positions;    // (3, L)
    at::Tensor velocity;     // (B, own tokens, C) float32: noise - data
    at::Tensor loss_weight;  // (B, own latent frames): 0 where a frame is given
};

// latents: (B, C, F, H, W) normalised, with the other parts of `given` likewise; times: (B) in 0 … 1; strengths: (B), 1 for
// frames that are kept exactly; prefix_latents: (B), how many latent frames are given at the start.
struct FlowInput {
    at::Tensor latents;
    at::Tensor keyframe;  // (B, C, 1, H, W)
    std::int64_t keyframe_index = 0;
    at::Tensor suffix;  // (B, C, S, H, W)
    std::int64_t suffix_start = 0;
    at::Tensor prefix_latents;
    at::Tensor times;
    at::Tensor strengths;
    at::Tensor noise;        // as latents
    at::Tensor extra_noise;  // (B, C, at least the extra latent frames, H, W)
};
FlowBatch make_flow_batch(const FlowInput& input, GivenFrames given, LatentGrid grid, double frame_rate);

class TransformerStage : public training::Stage {
 public:
    explicit TransformerStage(const training::TrainerContext& context);

    std::string_view name() const override { return "dit"; }
    torch::nn::Module& module() override { return *transformer_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override;
    const training::StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    struct Text {
        at::Tensor embeds;
        at::Tensor mask;
    };
    Text draw_text(const at::Tensor& sources, at::Generator& generator, const std::stop_token& stop);
    FlowInput draw_input(const LatentShard& shard, const at::Tensor& rows, GivenFrames given, at::Generator& generator) const;
    at::Tensor normalised(const at::Tensor& latents, const at::Tensor& rows) const;

    training::TrainerContext context_;
    training::StageSettings settings_;
    SentencepieceTokenizer tokenizer_;
    T5Encoder text_encoder_;
    std::vector<LatentShard> shards_;
    LatentStatistics statistics_;
    AutoencoderConfig autoencoder_;
    Transformer transformer_;
    std::int64_t batch_ = 48;
    double caption_dropout_ = 0.12;
    double given_share_ = 0.35;
};

}  // namespace kinora::ltx_video
