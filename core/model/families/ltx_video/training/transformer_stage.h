// Training of LTX-Video's transformer: rectified flow (Liu et al. 2023) with logit-normal times (Esser et al. 2024), captions
// that are worded anew each time and sometimes left out, and given frames that enter as they do in generation.
#pragma once

#include <vector>

#include "core/model/families/ltx_video/training/flow_batch.h"
#include "core/model/families/ltx_video/training/latent_cache.h"
#include "core/model/families/ltx_video/training/transformer_training.h"
#include "core/model/training/caption_encoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

class TransformerStage : public training::Stage {
 public:
    explicit TransformerStage(const training::TrainerContext& context);

    std::string_view name() const override { return "dit"; }
    torch::nn::Module& module() override { return *transformer_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override;
    const training::StageSettings& settings() const override { return training_.settings; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    training::EncodedCaptions draw_text(const at::Tensor& sources, at::Generator& generator, const std::stop_token& stop);
    FlowInput draw_input(const LatentShard& shard, const at::Tensor& rows, GivenFrames given, at::Generator& generator) const;
    FlowBatch draw_single_frames(const LatentShard& shard, const at::Tensor& rows, LatentGrid grid, at::Generator& generator) const;
    FlowBatch draw_clips(const LatentShard& shard, const at::Tensor& rows, LatentGrid grid, bool is_coarse, GivenFrames given,
                         at::Generator& generator) const;
    at::Tensor normalised(const at::Tensor& latents, const at::Tensor& rows) const;

    training::TrainerContext context_;
    TransformerTraining training_;
    std::vector<LatentShard> shards_;
    std::string latents_identity_;
    LatentStatistics statistics_;
    AutoencoderConfig autoencoder_;
    training::CaptionEncoder captions_;
    Transformer transformer_;
};

}  // namespace kinora::ltx_video
