// Captions as the text encoder reads them.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "core/model/text/sentencepiece_tokenizer.h"

namespace kinora::training {

struct CaptionBatch {
    at::Tensor ids;   // (B, L) int64, padded
    at::Tensor mask;  // (B, L) bool, true where there is text
};

// Cuts or pads every caption to `length` tokens, the end token included.
CaptionBatch tokenize_captions(const SentencepieceTokenizer& tokenizer, const std::vector<std::string>& captions, std::int64_t length);

}  // namespace kinora::training
