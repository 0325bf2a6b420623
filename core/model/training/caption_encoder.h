// Captions as the text encoder of a run, which is trained before and left alone, gives them to the diffusion model.
#pragma once

#include <ATen/core/Tensor.h>

#include <stop_token>
#include <string>
#include <vector>

#include "core/model/text/sentencepiece_tokenizer.h"
#include "core/model/text/t5_encoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::training {

struct EncodedCaptions {
    at::Tensor embeds;  // (B, L, D) float32, on the run's device
    at::Tensor mask;    // (B, L) bool, on the CPU: true where there is text
};

class CaptionEncoder {
 public:
    // Throws FileError where the run has no text encoder yet.
    explicit CaptionEncoder(const TrainerContext& context);

    // Cuts or pads every caption to `length` tokens. Throws Cancelled.
    EncodedCaptions encode(const std::vector<std::string>& captions, std::int64_t length, const std::stop_token& stop);

 private:
    SentencepieceTokenizer tokenizer_;
    T5Encoder encoder_;
};

}  // namespace kinora::training
