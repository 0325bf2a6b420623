#include "core/model/training/caption_encoder.h"

#include <ATen/core/grad_mode.h>

#include "core/model/training/data/caption_batch.h"
#include "core/model/training/text_encoder_stage.h"
#include "core/model/training/trained_weights.h"

namespace kinora::training {

CaptionEncoder::CaptionEncoder(const TrainerContext& context)
    : tokenizer_(make_tokenizer(context.folder)), encoder_(TextEncoderTraining::read(context.recipe).config) {
    load_trained(*encoder_, context.folder, "text", "encoder.");
    encoder_->to(context.compute.device);
    for (const at::Tensor& parameter : encoder_->parameters()) {
        parameter.requires_grad_(false);
    }
}

EncodedCaptions CaptionEncoder::encode(const std::vector<std::string>& captions, std::int64_t length, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    const CaptionBatch batch = tokenize_captions(tokenizer_, captions, length);
    // In float32, as the small encoder of a finished folder is rounded only once.
    return {encoder_->forward(batch.ids, {}, stop), batch.mask};
}

}  // namespace kinora::training
