// The configuration of a T5 or UMT5 text encoder (transformers, models/t5 and models/umt5).
#pragma once

#include <cstdint>

#include "core/model/weights/config_reader.h"

namespace kinora {

struct T5Config {
    enum class Activation : std::uint8_t { relu, gelu, gelu_tanh, silu };

    std::int64_t vocab_size = 0;
    std::int64_t d_model = 0;  // width of a token
    std::int64_t d_kv = 0;     // width of a head
    std::int64_t d_ff = 0;     // width inside the feed-forward layers
    std::int64_t num_layers = 0;
    std::int64_t num_heads = 0;
    std::int64_t num_buckets = 0;   // of relative positions
    std::int64_t max_distance = 0;  // from which on relative positions share a bucket
    double norm_eps = 0.0;
    Activation activation = Activation::relu;
    bool is_gated = false;
    // UMT5: every block has its own position bias. T5: the first block's is used by all.
    bool has_bias_per_block = false;
};

// Reads config.json with the defaults of the class that its model_type names. Throws CheckpointError for values outside
// their limits and UnsupportedModel for what Kinora does not run.
T5Config read_t5_config(const ConfigReader& config);

}  // namespace kinora
