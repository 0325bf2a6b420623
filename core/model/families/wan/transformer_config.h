// What config.json may say of Wan's diffusion transformers (diffusers, models/transformers/transformer_wan.py:
// WanTransformer3DModel, and transformer_wan_vace.py: WanVACETransformer3DModel).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/weights/config_reader.h"

namespace kinora::wan {

// What becomes one token.
struct Patch {
    std::int64_t frames = 1;
    std::int64_t height = 2;
    std::int64_t width = 2;

    std::int64_t volume() const { return frames * height * width; }

    friend bool operator==(const Patch&, const Patch&) = default;
};

struct TransformerConfig {
    Patch patch;
    std::int64_t num_attention_heads = 40;
    std::int64_t attention_head_dim = 128;
    std::int64_t in_channels = 16;
    std::int64_t out_channels = 16;
    std::int64_t text_dim = 4096;
    std::int64_t freq_dim = 256;
    std::int64_t ffn_dim = 13824;
    std::int64_t num_layers = 40;
    bool cross_attn_norm = true;
    double eps = 1e-6;
    std::int64_t image_dim = 0;          // 0: sees no picture beside the text
    std::int64_t pos_embed_seq_len = 0;  // of two pictures' features together; 0: they have no places
    std::int64_t rope_max_seq_len = 1024;
    std::vector<std::int64_t> vace_layers;  // the layers that a branch of control tokens adds to; none: there is no such branch
    std::int64_t vace_in_channels = 96;

    std::int64_t inner_dim() const { return num_attention_heads * attention_head_dim; }
    bool sees_pictures() const { return image_dim > 0; }
    bool has_control() const { return !vace_layers.empty(); }

    // `class_name` says which of the two it is. Throws CheckpointError, UnsupportedModel.
    static TransformerConfig read(const ConfigReader& config, const std::string& class_name);
};

}  // namespace kinora::wan
