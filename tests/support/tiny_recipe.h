// The recipe of a model whose training takes seconds.
#pragma once

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

namespace kinora::test {

// All stages but the decoder's own; clips of 32x32 pixels and 5 frames.
inline nlohmann::json tiny_recipe() {
    return nlohmann::json::parse(R"({
        "family": "ltx_video", "seed": 5,
        "world": {"name": "small", "sizes": [[32, 32]], "num_frames": 5, "frame_rate": 8},
        "vae": {"config": {"latent_channels": 8, "block_out_channels": [8, 16, 16],
                "down_block_types": ["LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D"],
                "decoder_block_out_channels": [8, 16], "layers_per_block": [1, 1, 1], "decoder_layers_per_block": [1, 1, 1],
                "spatio_temporal_scaling": [true, true], "decoder_spatio_temporal_scaling": [true, true],
                "decoder_inject_noise": [false, false, false], "downsample_type": ["spatiotemporal", "spatiotemporal"],
                "upsample_residual": [true, true], "upsample_factor": [1, 2], "patch_size": 4, "patch_size_t": 1},
                "steps": 2, "rendered_clips": 1, "textures": 1, "crop_side": 32, "crop_frames": 5},
        "text": {"config": {"model_type": "t5", "vocab_size": 8192, "d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1,
                 "num_heads": 2, "feed_forward_proj": "gated-gelu"}, "steps": 2, "batch": 2},
        "cache": {"clips": 4},
        "dit": {"config": {"in_channels": 8, "out_channels": 8, "num_attention_heads": 2, "attention_head_dim": 16,
                "cross_attention_dim": 32, "num_layers": 1, "caption_channels": 16}, "steps": 2, "batch": 2},
        "model": {"display_name": "Tiny", "defaults": {"width": 32, "height": 32, "num_frames": 5, "frame_rate": "8",
                  "num_inference_steps": 1, "guidance_scale": 1.0}}})");
}

inline void write_recipe(const std::filesystem::path& file, const nlohmann::json& recipe) {
    std::ofstream(file) << recipe;
}

}  // namespace kinora::test
