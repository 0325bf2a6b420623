#include "core/model/families/wan/autoencoder.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/model/layers/register_nested.h"

namespace kinora::wan {

namespace {

constexpr Extent cube = {3, 3, 3};

// Inside a token the reference puts the column of a pixel before its row.
// (B, C, F, H, W) → (B, C * p * p, F, H / p, W / p), with channels last in memory
at::Tensor fold_pixels(const at::Tensor& pixels, std::int64_t patch) {
    if (patch == 1) {
        return pixels;
    }
    return pixels.unflatten(4, {-1, patch})
        .unflatten(3, {-1, patch})
        .permute({0, 2, 3, 5, 1, 6, 4})
        .flatten(4, 6)
        .movedim(4, 1);
}

at::Tensor unfold_pixels(const at::Tensor& x, std::int64_t patch) {
    if (patch == 1) {
        return x;
    }
    return x.unflatten(1, {-1, patch, patch}).permute({0, 1, 4, 5, 3, 6, 2}).flatten(5, 6).flatten(3, 4);
}

at::Tensor run(const torch::nn::ModuleList& layers, at::Tensor x, FeatureCache& cache) {
    for (const auto& layer : *layers) {
        x = layer->as<ChunkLayer>()->forward(x, cache);
    }
    return x;
}

torch::nn::ModuleList residual_blocks(std::int64_t count, std::int64_t in_channels, std::int64_t out_channels) {
    torch::nn::ModuleList blocks;
    for (std::int64_t i = 0; i < count; ++i) {
        blocks->push_back(ResidualBlock(i == 0 ? in_channels : out_channels, out_channels));
    }
    return blocks;
}

std::int64_t encoder_channels(const AutoencoderConfig& config) {
    return config.base_dim * config.dim_mult.back();
}

std::int64_t decoder_channels(const AutoencoderConfig& config) {
    return config.decoder_base_dim * config.dim_mult.back();
}

// (1, C, 1, 1, 1) in the type and on the device of `latents`
at::Tensor per_channel(const at::Tensor& values, const at::Tensor& latents) {
    return values.view({1, -1, 1, 1, 1}).to(latents.options());
}

}  // namespace

MidBlockImpl::MidBlockImpl(std::int64_t channels)
    : before_(register_nested(*this, "resnets.0", ResidualBlock(channels, channels))),
      after_(register_nested(*this, "resnets.1", ResidualBlock(channels, channels))),
      attention_(register_nested(*this, "attentions.0", AttentionBlock(channels))) {}

at::Tensor MidBlockImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    return after_->forward(attention_->forward(before_->forward(x, cache), cache), cache);
}

ResidualDownBlockImpl::ResidualDownBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels,
                                             std::int64_t out_channels)
    : out_channels_(out_channels),
      factor_({1, 1, 1}),
      resnets_(register_module("resnets", residual_blocks(config.num_res_blocks, in_channels, out_channels))) {
    if (index < config.num_scalings()) {
        const bool scales_time = config.encoder_scales_time(index);
        factor_ = {scales_time ? 2 : 1, 2, 2};
        downsampler_ = register_module("downsampler", Downsampler(out_channels, scales_time));
    }
}

at::Tensor ResidualDownBlockImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    const at::Tensor h = run(resnets_, x, cache);
    return (downsampler_ ? downsampler_->forward(h, cache) : h) + average_folded(x, out_channels_, factor_);
}

UpBlockImpl::UpBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels, std::int64_t out_channels)
    : out_channels_(out_channels),
      factor_({config.decoder_scales_time(index) ? 2 : 1, 2, 2}),
      has_shortcut_(config.is_residual && index < config.num_scalings()),
      resnets_(register_module("resnets", residual_blocks(config.num_res_blocks + 1, in_channels, out_channels))) {
    if (index < config.num_scalings()) {
        upsampler_ = register_nested(*this, config.is_residual ? "upsampler" : "upsamplers.0",
                                     Upsampler(out_channels, config.is_residual ? out_channels : out_channels / 2, factor_[0] == 2));
    }
}

at::Tensor UpBlockImpl::shortcut(const at::Tensor& x, const FeatureCache& cache) const {
    const at::Tensor unfolded = unfold_repeated(x, out_channels_, factor_);
    // The clip's first frame stays one.
    return cache.is_first_chunk ? unfolded.narrow(2, factor_[0] - 1, unfolded.size(2) - factor_[0] + 1) : unfolded;
}

at::Tensor UpBlockImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    at::Tensor h = run(resnets_, x, cache);
    if (upsampler_) {
        h = upsampler_->forward(h, cache);
    }
    return has_shortcut_ ? h + shortcut(x, cache) : h;
}

EncoderImpl::EncoderImpl(const AutoencoderConfig& config)
    : conv_in_(register_module("conv_in", CausalConvolution(config.in_channels, config.base_dim, cube))),
      conv_out_(register_module("conv_out", CausalConvolution(encoder_channels(config), 2 * config.z_dim, cube))),
      down_blocks_(register_module("down_blocks", torch::nn::ModuleList())),
      mid_block_(register_module("mid_block", MidBlock(encoder_channels(config)))),
      norm_out_(register_module("norm_out", ChannelNorm(encoder_channels(config), false))) {
    add_down_blocks(config);
}

void EncoderImpl::add_down_blocks(const AutoencoderConfig& config) {
    std::int64_t channels = config.base_dim;
    double scale = 1.0;
    for (std::size_t i = 0; i < config.dim_mult.size(); ++i) {
        const std::int64_t out = config.base_dim * config.dim_mult[i];
        if (config.is_residual) {
            down_blocks_->push_back(ResidualDownBlock(config, i, channels, out));
            channels = out;
            continue;
        }
        const bool has_attention = std::ranges::find(config.attn_scales, scale) != config.attn_scales.end();
        for (std::int64_t block = 0; block < config.num_res_blocks; ++block) {
            down_blocks_->push_back(ResidualBlock(channels, out));
            channels = out;
            // The reference makes these and then fails to run them, for it hands them a cache that they do not take.
            if (has_attention) {
                down_blocks_->push_back(AttentionBlock(out));
            }
        }
        if (i < config.num_scalings()) {
            down_blocks_->push_back(Downsampler(out, config.encoder_scales_time(i)));
            scale /= 2.0;
        }
    }
}

at::Tensor EncoderImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    const at::Tensor h = mid_block_->forward(run(down_blocks_, conv_in_->forward(x, cache), cache), cache);
    return conv_out_->forward(norm_out_->activated(h), cache);
}

DecoderImpl::DecoderImpl(const AutoencoderConfig& config)
    : conv_in_(register_module("conv_in", CausalConvolution(config.z_dim, decoder_channels(config), cube))),
      mid_block_(register_module("mid_block", MidBlock(decoder_channels(config)))),
      up_blocks_(register_module("up_blocks", torch::nn::ModuleList())),
      norm_out_(register_module("norm_out", ChannelNorm(config.decoder_base_dim * config.dim_mult.front(), false))),
      conv_out_(register_module(
          "conv_out", CausalConvolution(config.decoder_base_dim * config.dim_mult.front(), config.out_channels, cube))) {
    std::int64_t channels = decoder_channels(config);
    for (std::size_t i = 0; i < config.dim_mult.size(); ++i) {
        const std::int64_t out = config.decoder_base_dim * config.dim_mult[config.dim_mult.size() - 1 - i];
        up_blocks_->push_back(UpBlock(config, i, channels, out));
        channels = config.is_residual ? out : out / 2;
    }
}

at::Tensor DecoderImpl::forward(const at::Tensor& latents, FeatureCache& cache) {
    const at::Tensor h = run(up_blocks_, mid_block_->forward(conv_in_->forward(latents, cache), cache), cache);
    return conv_out_->forward(norm_out_->activated(h), cache);
}

AutoencoderImpl::AutoencoderImpl(const AutoencoderConfig& config)
    : config_(config),
      encoder_(register_module("encoder", Encoder(config))),
      quant_conv_(register_module(
          "quant_conv", Convolution(ConvolutionShape{.in_channels = 2 * config.z_dim, .out_channels = 2 * config.z_dim}))),
      post_quant_conv_(register_module(
          "post_quant_conv", Convolution(ConvolutionShape{.in_channels = config.z_dim, .out_channels = config.z_dim}))),
      decoder_(register_module("decoder", Decoder(config))) {}

std::int64_t AutoencoderImpl::frames_per_chunk() const {
    // Four, as in the reference, unless that leaves nothing of a chunk.
    return std::max<std::int64_t>(4, config_.encoder_temporal_ratio());
}

Posterior AutoencoderImpl::encode(const at::Tensor& pixels, const std::stop_token& stop) {
    FeatureCache cache(stop);
    std::vector<at::Tensor> pieces;
    for (std::int64_t begin = 0; begin == 0 || begin + frames_per_chunk() <= pixels.size(2);) {
        const std::int64_t count = begin == 0 ? 1 : frames_per_chunk();
        const at::Tensor x = fold_pixels(pixels.narrow(2, begin, count), config_.patch_size);
        pieces.push_back(quant_conv_->forward(encoder_->forward(x, cache), cache));
        cache.is_first_chunk = false;
        begin += count;
    }
    const auto moments = at::cat(pieces, 2).chunk(2, 1);
    return {moments[0], moments[1].clamp(-30.0, 20.0)};
}

at::Tensor AutoencoderImpl::decode(const at::Tensor& latents, const std::stop_token& stop) {
    FeatureCache cache(stop);
    return decode_next(latents, cache);
}

at::Tensor AutoencoderImpl::decode_next(const at::Tensor& latents, FeatureCache& cache) {
    std::vector<at::Tensor> pieces;
    const at::Tensor x = post_quant_conv_->forward(latents, cache);
    for (std::int64_t frame = 0; frame < x.size(2); ++frame) {
        pieces.push_back(decoder_->forward(x.narrow(2, frame, 1), cache));
        cache.is_first_chunk = false;
    }
    return unfold_pixels(at::cat(pieces, 2), config_.patch_size).clamp(-1.0, 1.0);
}

// The reference multiplies and divides by what one over the deviation comes to in the type of the latents.
at::Tensor AutoencoderImpl::normalize(const at::Tensor& latents) const {
    return (latents - per_channel(at::tensor(config_.latents_mean), latents)) * (1.0 / per_channel(at::tensor(config_.latents_std), latents));
}

at::Tensor AutoencoderImpl::denormalize(const at::Tensor& latents) const {
    return latents / (1.0 / per_channel(at::tensor(config_.latents_std), latents)) + per_channel(at::tensor(config_.latents_mean), latents);
}

void AutoencoderImpl::pack_weights() {
    for (const auto& module : modules()) {
        if (auto* convolution = module->as<ConvolutionImpl>()) {
            convolution->pack_weights();
        }
    }
}

}  // namespace kinora::wan
