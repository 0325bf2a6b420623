#include "core/model/training/data/caption_batch.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>

namespace kinora::training {

CaptionBatch tokenize_captions(const SentencepieceTokenizer& tokenizer, const std::vector<std::string>& captions, std::int64_t length) {
    const auto count = static_cast<std::int64_t>(captions.size());
    const at::Tensor ids = at::empty({count, length}, at::kLong);
    const at::Tensor used = at::empty({count, 1}, at::kLong);
    for (std::int64_t i = 0; i < count; ++i) {
        const TokenizedText text = tokenizer.encode(captions[static_cast<std::size_t>(i)], length);
        std::copy(text.ids.begin(), text.ids.end(), ids.mutable_data_ptr<std::int64_t>() + i * length);
        used.mutable_data_ptr<std::int64_t>()[i] = text.num_tokens;
    }
    return {ids, at::arange(length).unsqueeze(0) < used};
}

}  // namespace kinora::training
