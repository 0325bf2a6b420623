// Texts → what a video model is conditioned on. Owns the tokenizer and the text encoder of a model folder, both loaded only
// when a text is not remembered from before: the encoder of a published model takes 10 GB, and the same prompts come again
// and again.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/sentence.h"
#include "core/model/device/device.h"
#include "core/model/text/prompt_cache.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "core/model/text/t5_encoder.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

struct PromptEmbeds {
    at::Tensor embeds;          // (B, L, D), in the compute type on the compute device; padding is encoded, too
    at::Tensor attention_mask;  // (B, L) bool on the same device, true where there is text
    std::vector<Sentence> notices;
};

class PromptEncoder {
 public:
    // Reads nothing yet. An empty `cache_folder` remembers texts in memory only.
    PromptEncoder(const ModelFolder& folder, const ComputeOptions& compute, std::filesystem::path cache_folder,
                  const PromptCacheLimits& limits = {});

    // Encodes each text alone, padded or cut to max_sequence_length tokens, so that its numbers do not depend on what it is
    // encoded with. `uses_attention_mask` says whether the encoder's tokens may see only the text or the padding as well;
    // the mask that is returned is the same. A text that is too long gives a notice. Throws Error or Cancelled.
    PromptEmbeds encode(const std::vector<std::string>& texts, std::int64_t max_sequence_length, bool uses_attention_mask,
                        const std::stop_token& stop);

    // The tokenizer, loaded if it was not yet.
    const SentencepieceTokenizer& tokenizer();

    // Normally the encoder is freed when encode() returns. With `keep` it stays until it is released.
    void keep_encoder(bool keep) { keeps_encoder_ = keep; }
    void release_encoder();

    // How the encoder is loaded the next time.
    void set_block_weights(BlockWeights blocks) { blocks_ = blocks; }

    bool is_encoder_loaded() const { return !encoder_.is_empty(); }
    int num_encoder_loads() const { return num_encoder_loads_; }

 private:
    std::string cache_key(const std::string& text, std::int64_t max_sequence_length, bool uses_attention_mask);
    CachedPrompt encode_one(const std::string& text, std::int64_t max_sequence_length, bool uses_attention_mask,
                            const std::stop_token& stop);
    void load_encoder(const std::stop_token& stop);

    ModelFolder folder_;
    ComputeOptions compute_;
    PromptCache cache_;
    std::string fingerprint_;  // of the two components, once it is needed
    std::unique_ptr<SentencepieceTokenizer> tokenizer_;
    T5Encoder encoder_ = nullptr;
    bool keeps_encoder_ = false;
    BlockWeights blocks_ = BlockWeights::resident;
    int num_encoder_loads_ = 0;
};

}  // namespace kinora
