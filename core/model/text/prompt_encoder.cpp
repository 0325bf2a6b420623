#include "core/model/text/prompt_encoder.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <optional>
#include <utility>

#include "core/base/content_hash.h"
#include "core/base/error.h"

namespace kinora {

namespace {

constexpr const char* tokenizer_component = "tokenizer";
constexpr const char* encoder_component = "text_encoder";
constexpr std::int64_t longest_sequence = 4096;

// Part of every cache key: changes when the same files give other numbers than before.
constexpr std::string_view arithmetic_version = "1";

std::string hash_of(const std::vector<std::string>& parts) {
    ContentHasher hasher;
    for (const std::string& part : parts) {
        hasher.add(part);
    }
    return hasher.text();
}

// The first letters of a text, for messages.
std::string beginning_of(const std::string& text) {
    constexpr std::size_t shown_bytes = 40;
    if (text.size() <= shown_bytes) {
        return text;
    }
    std::size_t end = shown_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) {
        --end;
    }
    return text.substr(0, end) + "…";
}

Sentence cut_notice(const std::string& text, const CachedPrompt& prompt) {
    const std::int64_t num_read = prompt.num_tokens - 1;  // without the end token
    return Sentence::of("the prompt \"%1\" has %2 tokens; the model reads the first %3", beginning_of(text), num_read + prompt.num_cut,
                        num_read);
}

// Frees the encoder when encoding is over, however it ends.
class EncoderLease {
 public:
    EncoderLease(PromptEncoder& owner, bool keeps) : owner_(owner), keeps_(keeps) {}
    ~EncoderLease() {
        if (!keeps_) {
            owner_.release_encoder();
        }
    }
    EncoderLease(const EncoderLease&) = delete;
    EncoderLease& operator=(const EncoderLease&) = delete;

 private:
    PromptEncoder& owner_;
    bool keeps_;
};

}  // namespace

PromptEncoder::PromptEncoder(const ModelFolder& folder, const ComputeOptions& compute, std::filesystem::path cache_folder,
                             const PromptCacheLimits& limits)
    : folder_(folder), compute_(compute), cache_(std::move(cache_folder), limits) {}

const SentencepieceTokenizer& PromptEncoder::tokenizer() {
    if (!tokenizer_) {
        const std::string name = folder_.component_class(tokenizer_component);
        if (!name.empty() && name != "T5Tokenizer" && name != "T5TokenizerFast") {
            throw UnsupportedModel(Sentence::of("this model's tokenizer is a %1; Kinora runs T5Tokenizer and T5TokenizerFast", name));
        }
        tokenizer_ = std::make_unique<SentencepieceTokenizer>(folder_.folder() / tokenizer_component);
    }
    return *tokenizer_;
}

void PromptEncoder::load_encoder(const std::stop_token& stop) {
    if (is_encoder_loaded()) {
        return;
    }
    const std::int64_t num_ids = tokenizer().num_ids();
    T5Encoder encoder = load_t5_encoder(folder_, encoder_component, compute_, stop, blocks_);
    if (num_ids > encoder->config().vocab_size) {
        throw CheckpointError(folder_.folder() / encoder_component / "config.json", "vocab_size",
                              Sentence::of("is %1, but the tokenizer has %2 ids; the two do not belong together",
                                           encoder->config().vocab_size, num_ids));
    }
    encoder_ = std::move(encoder);
    ++num_encoder_loads_;
}

void PromptEncoder::release_encoder() {
    if (is_encoder_loaded()) {
        encoder_ = nullptr;
        release_cached_memory(compute_.device);
    }
}

std::string PromptEncoder::cache_key(const std::string& text, std::int64_t max_sequence_length, bool uses_attention_mask) {
    if (fingerprint_.empty()) {
        fingerprint_ = folder_.component_fingerprint(tokenizer_component) + folder_.component_fingerprint(encoder_component);
    }
    // The kind of device is in the key because devices round differently: otherwise the same seed would give another video
    // depending on where its prompt was first encoded.
    return hash_of({std::string(arithmetic_version), fingerprint_, to_string(compute_.dtype),
                    compute_.device.is_cpu() ? "cpu" : "gpu", std::to_string(max_sequence_length),
                    uses_attention_mask ? "mask" : "no mask", text});
}

CachedPrompt PromptEncoder::encode_one(const std::string& text, std::int64_t max_sequence_length, bool uses_attention_mask,
                                       const std::stop_token& stop) {
    const TokenizedText tokens = tokenizer().encode(text, max_sequence_length);
    load_encoder(stop);
    const at::Tensor ids = at::tensor(tokens.ids, at::kLong).unsqueeze(0);
    const at::Tensor mask = (at::arange(max_sequence_length) < tokens.num_tokens).unsqueeze(0);
    const at::Tensor embeds = encoder_->forward(ids, uses_attention_mask ? mask : at::Tensor(), stop);
    return {embeds.to(at::kCPU), tokens.num_tokens, tokens.num_cut};
}

PromptEmbeds PromptEncoder::encode(const std::vector<std::string>& texts, std::int64_t max_sequence_length,
                                   bool uses_attention_mask, const std::stop_token& stop) {
    if (max_sequence_length < 1 || max_sequence_length > longest_sequence) {
        throw InvalidRequest("max_sequence_length", Sentence::of("max_sequence_length must lie between 1 and %1", longest_sequence));
    }
    const at::NoGradGuard no_grad;
    const EncoderLease lease(*this, keeps_encoder_);
    PromptEmbeds result;
    std::vector<at::Tensor> embeds;
    std::vector<at::Tensor> masks;
    for (const std::string& text : texts) {
        const std::string key = cache_key(text, max_sequence_length, uses_attention_mask);
        std::optional<CachedPrompt> prompt = cache_.find(key);
        if (!prompt) {
            prompt = encode_one(text, max_sequence_length, uses_attention_mask, stop);
            cache_.store(key, *prompt);
        }
        if (prompt->num_cut > 0) {
            result.notices.push_back(cut_notice(text, *prompt));
        }
        embeds.push_back(prompt->embeds);
        masks.push_back(at::arange(max_sequence_length) < prompt->num_tokens);
    }
    result.embeds = at::cat(embeds).to(compute_.device);
    result.attention_mask = at::stack(masks).to(compute_.device);
    return result;
}

}  // namespace kinora
