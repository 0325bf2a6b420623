#include "core/model/families/ltx_video/config.h"

#include <algorithm>

#include "core/base/error.h"

namespace kinora::ltx_video {

namespace {

constexpr std::int64_t max_channels = 65'536;
constexpr std::int64_t max_layers = 1'000;
constexpr std::int64_t max_scalings = 8;  // of which no product with channels and patches overflows
constexpr std::int64_t max_ratio = 1 << 16;

void require_text(const ConfigReader& config, const std::string& key, const std::string& value) {
    const std::string given = config.text(key, value);
    if (given != value) {
        throw UnsupportedModel(Sentence::of("this model's %1 is \"%2\"; Kinora's LTX-Video runs only \"%3\"", key, given, value));
    }
}

AutoencoderConfig::DownBlock down_block(const ConfigReader& config, const std::string& name) {
    if (name == "LTXVideoDownBlock3D") {
        return AutoencoderConfig::DownBlock::v090;
    }
    if (name == "LTXVideo095DownBlock3D") {
        return AutoencoderConfig::DownBlock::v095;
    }
    config.fail("down_block_types", Sentence::of("names a block that Kinora does not know: %1", name));
}

AutoencoderConfig::Downsample downsample(const ConfigReader& config, const std::string& name) {
    using enum AutoencoderConfig::Downsample;
    for (const auto& [known, value] : {std::pair("conv", conv), std::pair("spatial", spatial),
                                       std::pair("temporal", temporal), std::pair("spatiotemporal", spatiotemporal)}) {
        if (name == known) {
            return value;
        }
    }
    config.fail("downsample_type", Sentence::of("names a way that Kinora does not know: %1", name));
}

template <typename Values>
void require_length(const ConfigReader& config, const std::string& key, const Values& values, std::size_t length) {
    if (values.size() < length) {
        config.fail(key, Sentence::of("has %1 values; the blocks need %2", values.size(), length));
    }
}

void check_encoder(const ConfigReader& config, const AutoencoderConfig& c) {
    const std::size_t blocks = c.num_down_blocks();
    require_length(config, "block_out_channels", c.block_out_channels, 2);
    require_length(config, "down_block_types", c.down_block_types, blocks);
    require_length(config, "downsample_type", c.downsample_type, blocks);
    require_length(config, "spatio_temporal_scaling", c.spatio_temporal_scaling, blocks);
    require_length(config, "layers_per_block", c.layers_per_block, blocks + 1);
    std::int64_t channels = c.block_out_channels[0];
    for (std::size_t i = 0; i < blocks; ++i) {
        const bool is_last = i + 1 >= c.block_out_channels.size();
        const std::int64_t out = c.block_out_channels[is_last ? i : i + 1];
        if (c.down_block_types[i] == AutoencoderConfig::DownBlock::v095) {
            // These blocks change the number of channels only by folding pixels into them.
            const std::int64_t folded = c.spatio_temporal_scaling[i] ? c.downsample_stride(i).volume() : 1;
            const bool folds = folded > 1 && c.downsample_type[i] != AutoencoderConfig::Downsample::conv;
            if (folds ? (out % folded != 0 || channels * folded % out != 0) : out != channels) {
                config.fail("block_out_channels", Sentence::of("cannot go from %1 to %2 in block %3", channels, out, i));
            }
        }
        channels = out;
    }
}

void check_decoder(const ConfigReader& config, const AutoencoderConfig& c) {
    const std::size_t blocks = c.decoder_block_out_channels.size();
    require_length(config, "decoder_spatio_temporal_scaling", c.decoder_spatio_temporal_scaling, blocks);
    require_length(config, "decoder_layers_per_block", c.decoder_layers_per_block, blocks + 1);
    require_length(config, "decoder_inject_noise", c.decoder_inject_noise, blocks + 1);
    require_length(config, "upsample_residual", c.upsample_residual, blocks);
    require_length(config, "upsample_factor", c.upsample_factor, blocks);
    // The lists count from the end: the last entry belongs to the first block after the middle.
    std::int64_t channels = c.decoder_block_out_channels.back();
    for (std::size_t i = 0; i < blocks; ++i) {
        const std::int64_t factor = c.upsample_factor[c.upsample_factor.size() - 1 - i];
        const std::int64_t in = channels / factor;
        channels = c.decoder_block_out_channels[blocks - 1 - i] / factor;
        if (in < 1 || channels < 1 || (in != channels && c.timestep_conditioning)) {
            config.fail("decoder_block_out_channels",
                        Sentence::of("cannot be decoded: block %1 goes from %2 to %3 channels", i, in, channels));
        }
    }
    for (std::size_t i = 0; i < blocks; ++i) {
        if (8 % c.upsample_factor[i] != 0 || c.decoder_block_out_channels[i] % c.upsample_factor[i] != 0) {
            config.fail("upsample_factor", Sentence::of("must divide 8 and the block's channels"));
        }
    }
}

void check_scalings(const ConfigReader& config, const AutoencoderConfig& c) {
    if (std::ranges::count(c.spatio_temporal_scaling, true) > max_scalings ||
        std::ranges::count(c.decoder_spatio_temporal_scaling, true) > max_scalings) {
        config.fail("spatio_temporal_scaling", Sentence::of("scales more than %1 times", max_scalings));
    }
}

}  // namespace

TransformerConfig TransformerConfig::read(const ConfigReader& config) {
    TransformerConfig c;
    c.in_channels = config.integer("in_channels", c.in_channels, 1, max_channels);
    c.out_channels = config.integer("out_channels", c.in_channels, 1, max_channels);
    for (const char* key : {"patch_size", "patch_size_t"}) {
        // The reference's pipelines cannot run others either: the tokens that they pack do not fit the transformer then.
        if (const std::int64_t patch = config.integer(key, 1, 1, 16); patch != 1) {
            throw UnsupportedModel(Sentence::of("this transformer's %1 is %2; Kinora's LTX-Video runs only 1", key, patch));
        }
    }
    c.num_attention_heads = config.integer("num_attention_heads", c.num_attention_heads, 1, 1024);
    c.attention_head_dim = config.integer("attention_head_dim", c.attention_head_dim, 2, 4096);
    c.cross_attention_dim = config.integer("cross_attention_dim", c.cross_attention_dim, 1, max_channels);
    c.num_layers = config.integer("num_layers", c.num_layers, 1, max_layers);
    c.norm_elementwise_affine = config.boolean("norm_elementwise_affine", c.norm_elementwise_affine);
    c.norm_eps = config.number("norm_eps", c.norm_eps, 0.0, 1.0);
    c.caption_channels = config.integer("caption_channels", c.caption_channels, 1, max_channels);
    c.attention_bias = config.boolean("attention_bias", c.attention_bias);
    c.attention_out_bias = config.boolean("attention_out_bias", c.attention_out_bias);
    require_text(config, "activation_fn", "gelu-approximate");
    require_text(config, "qk_norm", "rms_norm_across_heads");
    if (c.inner_dim() > max_channels || c.inner_dim() % 2 != 0) {
        config.fail("num_attention_heads", Sentence::of("times attention_head_dim must be even and at most %1", max_channels));
    }
    if (c.cross_attention_dim != c.inner_dim()) {
        // The text is projected to the inner width, so the reference cannot run another value either.
        config.fail("cross_attention_dim", Sentence::of("must equal num_attention_heads times attention_head_dim"));
    }
    return c;
}

std::size_t AutoencoderConfig::num_down_blocks() const {
    // With the newer blocks the last entry of block_out_channels is only the width after the last block.
    const bool is_v095 = down_block_types.back() == DownBlock::v095;
    return block_out_channels.size() - (is_v095 ? 1 : 0);
}

Stride AutoencoderConfig::downsample_stride(std::size_t block) const {
    if (down_block_types[block] == DownBlock::v090) {
        return {2, 2, 2};
    }
    switch (downsample_type[block]) {
        case Downsample::spatial:
            return {1, 2, 2};
        case Downsample::temporal:
            return {2, 1, 1};
        default:
            return {2, 2, 2};
    }
}

AutoencoderConfig AutoencoderConfig::read(const ConfigReader& config) {
    AutoencoderConfig c;
    c.in_channels = config.integer("in_channels", c.in_channels, 1, 64);
    c.out_channels = config.integer("out_channels", c.out_channels, 1, 64);
    c.latent_channels = config.integer("latent_channels", c.latent_channels, 1, max_channels);
    c.block_out_channels = config.integers("block_out_channels", c.block_out_channels, 1, max_channels);
    if (config.has("down_block_types")) {
        c.down_block_types.clear();
        for (const std::string& name : config.texts("down_block_types", {})) {
            c.down_block_types.push_back(down_block(config, name));
        }
    }
    c.decoder_block_out_channels = config.integers("decoder_block_out_channels", c.decoder_block_out_channels, 1, max_channels);
    c.layers_per_block = config.integers("layers_per_block", c.layers_per_block, 0, max_layers);
    c.decoder_layers_per_block = config.integers("decoder_layers_per_block", c.decoder_layers_per_block, 0, max_layers);
    c.spatio_temporal_scaling = config.booleans("spatio_temporal_scaling", c.spatio_temporal_scaling);
    c.decoder_spatio_temporal_scaling =
        config.booleans("decoder_spatio_temporal_scaling", c.decoder_spatio_temporal_scaling);
    c.decoder_inject_noise = config.booleans("decoder_inject_noise", c.decoder_inject_noise);
    if (config.has("downsample_type")) {
        c.downsample_type.clear();
        for (const std::string& name : config.texts("downsample_type", {})) {
            c.downsample_type.push_back(downsample(config, name));
        }
    }
    c.upsample_residual = config.booleans("upsample_residual", c.upsample_residual);
    c.upsample_factor = config.integers("upsample_factor", c.upsample_factor, 1, 8);
    c.timestep_conditioning = config.boolean("timestep_conditioning", c.timestep_conditioning);
    c.patch_size = config.integer("patch_size", c.patch_size, 1, 64);
    c.patch_size_t = config.integer("patch_size_t", c.patch_size_t, 1, 1);
    c.resnet_norm_eps = config.number("resnet_norm_eps", c.resnet_norm_eps, 0.0, 1.0);
    c.scaling_factor = config.number("scaling_factor", c.scaling_factor, 1e-6, 1e6);
    c.encoder_causal = config.boolean("encoder_causal", c.encoder_causal);
    c.decoder_causal = config.boolean("decoder_causal", c.decoder_causal);
    check_encoder(config, c);
    check_decoder(config, c);
    check_scalings(config, c);

    const Stride encoder = c.encoder_stride();
    c.spatial_compression_ratio = config.integer("spatial_compression_ratio", encoder.height, 1, max_ratio);
    c.temporal_compression_ratio = config.integer("temporal_compression_ratio", encoder.frames, 1, max_ratio);
    return c;
}

Stride AutoencoderConfig::encoder_stride() const {
    Stride encoder = {patch_size_t, patch_size, patch_size};
    for (std::size_t i = 0; i < num_down_blocks(); ++i) {
        if (spatio_temporal_scaling[i]) {
            const Stride stride = downsample_stride(i);
            encoder = {encoder.frames * stride.frames, encoder.height * stride.height, encoder.width * stride.width};
        }
    }
    return encoder;
}

Stride AutoencoderConfig::decoder_stride() const {
    Stride decoder = {patch_size_t, patch_size, patch_size};
    for (std::size_t i = 0; i < decoder_block_out_channels.size(); ++i) {
        if (decoder_spatio_temporal_scaling[i]) {
            decoder = {decoder.frames * 2, decoder.height * 2, decoder.width * 2};
        }
    }
    return decoder;
}

void AutoencoderConfig::require_one_ratio(const ConfigReader& config) const {
    const Stride encoder = encoder_stride();
    const Stride decoder = decoder_stride();
    if (spatial_compression_ratio != encoder.height || decoder.height != encoder.height) {
        config.fail("spatial_compression_ratio", Sentence::of("does not fit the encoder's and the decoder's blocks"));
    }
    if (temporal_compression_ratio != encoder.frames || decoder.frames != encoder.frames) {
        config.fail("temporal_compression_ratio", Sentence::of("does not fit the encoder's and the decoder's blocks"));
    }
}

}  // namespace kinora::ltx_video
