// The encoders of T5 (Raffel et al. 2020, version 1.1) and UMT5 (Chung et al. 2023) as text encoders of video models:
// T5EncoderModel and UMT5EncoderModel of transformers. Parameters have the names of the checkpoint's keys.
//
// Letters: B batch, L tokens, D width (d_model), N heads.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/device/device.h"
#include "core/model/layers/linear.h"
#include "core/model/layers/rms_norm.h"
#include "core/model/text/t5_config.h"
#include "core/model/weights/model_folder.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora {

// Attention whose scores are not scaled but get a bias that depends on the distance of the two tokens.
class T5AttentionImpl : public torch::nn::Module {
 public:
    T5AttentionImpl(const T5Config& config, bool has_bias);

    // x: (B, L, D); bias: (1 or B, N, L, L), added to the scores
    at::Tensor forward(const at::Tensor& x, const at::Tensor& bias);

    // buckets: (L, L) → (1, N, L, L). Only where the layer has a table of its own.
    at::Tensor position_bias(const at::Tensor& buckets) const;

 private:
    std::int64_t num_heads_;
    Linear q_, k_, v_, o_;
    at::Tensor bias_table_;  // (num_buckets, N)
};
TORCH_MODULE(T5Attention);

class T5FeedForwardImpl : public torch::nn::Module {
 public:
    explicit T5FeedForwardImpl(const T5Config& config);
    at::Tensor forward(const at::Tensor& x);

 private:
    T5Config::Activation activation_;
    Linear in_ = nullptr;    // wi, or wi_0 of a gated layer
    Linear gate_ = nullptr;  // wi_1, only of a gated layer
    Linear out_ = nullptr;
};
TORCH_MODULE(T5FeedForward);

class T5BlockImpl : public torch::nn::Module {
 public:
    T5BlockImpl(const T5Config& config, bool has_bias);

    // x: (B, L, D); bias: (1 or B, N, L, L)
    at::Tensor forward(at::Tensor x, const at::Tensor& bias);

    T5Attention attention;

 private:
    RmsNorm attention_norm_;
    T5FeedForward feed_forward_;
    RmsNorm feed_forward_norm_;
};
TORCH_MODULE(T5Block);

class T5EncoderImpl : public torch::nn::Module {
 public:
    explicit T5EncoderImpl(const T5Config& config);

    // Called with 0 and the embedded tokens, then with 1 … num_layers - 1 and what leaves each block but the last, then
    // with num_layers and the result.
    using OnHiddenState = std::function<void(std::int64_t index, const at::Tensor& hidden)>;

    // ids: (B, L) int64, each below vocab_size; mask: (B, L), true where there is text, or undefined if all tokens see all
    // → (B, L, D). Looks at `stop` between blocks.
    at::Tensor forward(const at::Tensor& ids, const at::Tensor& mask, const std::stop_token& stop,
                       const OnHiddenState& on_hidden_state = {});

    // What a block adds to its scores, before any mask: (1, N, L, L).
    at::Tensor position_bias(std::int64_t length, std::size_t block = 0) const;

    // From now on the weights of the blocks come to the device only while they are used; those of all else are there already.
    void stream_blocks(const BlockStream& stream) { stream_ = stream; }

    const T5Config& config() const { return config_; }

 private:
    at::Tensor position_bias_of(const at::Tensor& buckets, std::size_t block) const;

    T5Config config_;
    at::Tensor embeddings_;  // (vocab_size, D)
    std::vector<T5Block> blocks_;
    RmsNorm final_norm_;
    std::optional<BlockStream> stream_;
};
TORCH_MODULE(T5Encoder);

// The bucket of every pair of positions: (length, length) int64 on the CPU. [query, key], as both directions have their own.
at::Tensor relative_position_buckets(std::int64_t length, std::int64_t num_buckets, std::int64_t max_distance);

// Builds and loads a component of a model folder, ready for inference. Throws CheckpointError, UnsupportedModel, Cancelled.
T5Encoder load_t5_encoder(const ModelFolder& folder, const std::string& component, const ComputeOptions& compute,
                          const std::stop_token& stop, BlockWeights blocks = BlockWeights::resident);

}  // namespace kinora
