#include "core/model/families/ltx_video/autoencoder.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/exp.h>

#include <algorithm>

#include "core/model/layers/feature_map_ops.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"

namespace kinora::ltx_video {

namespace {

constexpr double norm_eps = 1e-8;

at::Tensor unpatchify_pixels(const at::Tensor& x, std::int64_t patch) {
    const auto size = x.sizes();
    return x.reshape({size[0], size[1] / (patch * patch), patch, patch, size[2], size[3], size[4]})
        .permute({0, 1, 4, 5, 3, 6, 2})
        .flatten(5, 6)
        .flatten(3, 4);
}

ResnetOptions encoder_resnet(const AutoencoderConfig& config, std::int64_t in_channels, std::int64_t out_channels) {
    return {.in_channels = in_channels,
            .out_channels = out_channels,
            .eps = config.resnet_norm_eps,
            .is_causal = config.encoder_causal};
}

ResnetOptions decoder_resnet(const AutoencoderConfig& config, std::int64_t in_channels, std::int64_t out_channels,
                             bool inject_noise) {
    return {.in_channels = in_channels,
            .out_channels = out_channels,
            .eps = config.resnet_norm_eps,
            .is_causal = config.decoder_causal,
            .inject_noise = inject_noise,
            .timestep_conditioning = config.timestep_conditioning};
}

// The decoder uses its configuration lists from the end.
template <typename Values>
auto from_end(const Values& values, std::size_t index) {
    return values[values.size() - 1 - index];
}

at::Tensor run_resnets(torch::nn::ModuleList& resnets, at::Tensor x, const at::Tensor& time_embedding, TimeStream& stream) {
    for (const auto& resnet : *resnets) {
        x = resnet->as<ResnetBlock>()->forward(x, time_embedding, stream);
    }
    return x;
}

}  // namespace

at::Tensor patchify_pixels(const at::Tensor& pixels, std::int64_t patch) {
    const auto size = pixels.sizes();
    return pixels.reshape({size[0], size[1], size[2], size[3] / patch, patch, size[4] / patch, patch})
        .permute({0, 2, 3, 5, 1, 6, 4})
        .flatten(4, 6)
        .movedim(4, 1);
}

MidBlockImpl::MidBlockImpl(const ResnetOptions& options, std::int64_t num_layers) {
    if (options.timestep_conditioning) {
        time_embedder_ = register_module("time_embedder", TimeEmbedder(4 * options.in_channels));
    }
    resnets_ = register_module("resnets", torch::nn::ModuleList());
    for (std::int64_t i = 0; i < num_layers; ++i) {
        resnets_->push_back(ResnetBlock(options));
    }
}

at::Tensor MidBlockImpl::forward(at::Tensor x, const at::Tensor& timestep, TimeStream& stream) {
    const at::Tensor time_embedding = time_embedder_ ? time_embedder_->forward(timestep) : at::Tensor();
    return run_resnets(resnets_, x, time_embedding, stream);
}

DownBlockImpl::DownBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels,
                             std::int64_t out_channels) {
    resnets_ = register_module("resnets", torch::nn::ModuleList());
    for (std::int64_t i = 0; i < config.layers_per_block[index]; ++i) {
        resnets_->push_back(ResnetBlock(encoder_resnet(config, in_channels, in_channels)));
    }
    const bool is_v095 = config.down_block_types[index] == AutoencoderConfig::DownBlock::v095;
    if (config.spatio_temporal_scaling[index]) {
        const Stride stride = config.downsample_stride(index);
        if (is_v095 && config.downsample_type[index] != AutoencoderConfig::Downsample::conv) {
            downsampler_ = register_nested(*this, "downsamplers.0",
                                           Downsampler(in_channels, out_channels, stride, config.encoder_causal));
        } else {
            strided_conv_ = register_nested(*this, "downsamplers.0",
                                            TimeConv(in_channels, in_channels, 3, stride, config.encoder_causal));
        }
    }
    if (!is_v095 && in_channels != out_channels) {
        conv_out_ = register_module("conv_out", ResnetBlock(encoder_resnet(config, in_channels, out_channels)));
    }
}

at::Tensor DownBlockImpl::forward(at::Tensor x, TimeStream& stream) {
    x = run_resnets(resnets_, x, {}, stream);
    if (downsampler_) {
        x = downsampler_->forward(x, stream);
    }
    if (strided_conv_) {
        x = strided_conv_->forward(x, stream);
    }
    return conv_out_ ? conv_out_->forward(x, {}, stream) : x;
}

UpBlockImpl::UpBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels,
                         std::int64_t out_channels) {
    const bool inject_noise = from_end(config.decoder_inject_noise, index + 1);
    if (config.timestep_conditioning) {
        time_embedder_ = register_module("time_embedder", TimeEmbedder(4 * in_channels));
    }
    if (in_channels != out_channels) {
        conv_in_ = register_module("conv_in", ResnetBlock(decoder_resnet(config, in_channels, out_channels, inject_noise)));
    }
    if (from_end(config.decoder_spatio_temporal_scaling, index)) {
        const std::int64_t factor = from_end(config.upsample_factor, index);
        upsampler_ = register_nested(*this, "upsamplers.0",
                                     Upsampler(out_channels * factor, factor, from_end(config.upsample_residual, index),
                                               config.decoder_causal));
    }
    resnets_ = register_module("resnets", torch::nn::ModuleList());
    for (std::int64_t i = 0; i < from_end(config.decoder_layers_per_block, index + 1); ++i) {
        resnets_->push_back(ResnetBlock(decoder_resnet(config, out_channels, out_channels, inject_noise)));
    }
}

at::Tensor UpBlockImpl::forward(at::Tensor x, const at::Tensor& timestep, TimeStream& stream) {
    if (conv_in_) {
        // The reference hands the raw timestep to this block; it only fits where there is no timestep conditioning.
        x = conv_in_->forward(x, timestep, stream);
    }
    const at::Tensor time_embedding = time_embedder_ ? time_embedder_->forward(timestep) : at::Tensor();
    if (upsampler_) {
        x = upsampler_->forward(x, stream);
    }
    return run_resnets(resnets_, x, time_embedding, stream);
}

EncoderImpl::EncoderImpl(const AutoencoderConfig& config)
    : patch_size_(config.patch_size),
      conv_in_(register_module("conv_in", TimeConv(config.in_channels * config.patch_size * config.patch_size,
                                                   config.block_out_channels[0], 3, Stride(), config.encoder_causal))),
      conv_out_(nullptr),
      down_blocks_(register_module("down_blocks", torch::nn::ModuleList())) {
    std::int64_t channels = config.block_out_channels[0];
    for (std::size_t i = 0; i < config.num_down_blocks(); ++i) {
        const std::int64_t out = config.block_out_channels[std::min(i + 1, config.block_out_channels.size() - 1)];
        down_blocks_->push_back(DownBlock(config, i, channels, out));
        channels = out;
    }
    mid_block_ =
        register_module("mid_block", MidBlock(encoder_resnet(config, channels, channels), config.layers_per_block.back()));
    conv_out_ = register_module("conv_out",
                                TimeConv(channels, config.latent_channels + 1, 3, Stride(), config.encoder_causal));
}

at::Tensor EncoderImpl::forward(const at::Tensor& pixels, TimeStream& stream) {
    at::Tensor x = conv_in_->forward(patchify_pixels(pixels, patch_size_), stream);
    for (const auto& block : *down_blocks_) {
        x = block->as<DownBlock>()->forward(x, stream);
    }
    x = mid_block_->forward(x, {}, stream);
    return conv_out_->forward(normalise_and_activate(x, norm_eps, {}, {}), stream);
}

DecoderImpl::DecoderImpl(const AutoencoderConfig& config)
    : patch_size_(config.patch_size),
      conv_in_(register_module("conv_in", TimeConv(config.latent_channels, config.decoder_block_out_channels.back(), 3,
                                                   Stride(), config.decoder_causal))),
      mid_block_(register_module(
          "mid_block", MidBlock(decoder_resnet(config, config.decoder_block_out_channels.back(),
                                               config.decoder_block_out_channels.back(), config.decoder_inject_noise.back()),
                                config.decoder_layers_per_block.back()))),
      up_blocks_(register_module("up_blocks", torch::nn::ModuleList())) {
    std::int64_t channels = config.decoder_block_out_channels.back();
    for (std::size_t i = 0; i < config.decoder_block_out_channels.size(); ++i) {
        const std::int64_t factor = from_end(config.upsample_factor, i);
        const std::int64_t in = channels / factor;
        channels = from_end(config.decoder_block_out_channels, i) / factor;
        up_blocks_->push_back(UpBlock(config, i, in, channels));
    }
    conv_out_ = register_module("conv_out", TimeConv(channels, config.out_channels * config.patch_size * config.patch_size, 3,
                                                     Stride(), config.decoder_causal));
    if (config.timestep_conditioning) {
        timestep_scale_multiplier_ = declare_parameter(*this, "timestep_scale_multiplier", {});
        time_embedder_ = register_module("time_embedder", TimeEmbedder(2 * channels));
        scale_shift_table_ = declare_parameter(*this, "scale_shift_table", {2, channels});
    }
}

at::Tensor DecoderImpl::forward(const at::Tensor& latents, const at::Tensor& timestep, TimeStream& stream) {
    const at::Tensor scaled = time_embedder_ ? timestep * timestep_scale_multiplier_ : at::Tensor();
    at::Tensor x = mid_block_->forward(conv_in_->forward(latents, stream), scaled, stream);
    for (const auto& block : *up_blocks_) {
        x = block->as<UpBlock>()->forward(x, scaled, stream);
    }
    std::vector<at::Tensor> modulation(2);  // shift, scale: (B, width) each
    if (time_embedder_) {
        modulation = (time_embedder_->forward(scaled).unflatten(1, {2, -1}) + scale_shift_table_).unbind(1);
    }
    x = normalise_and_activate(x, norm_eps, modulation[1], modulation[0]);
    return unpatchify_pixels(conv_out_->forward(x, stream), patch_size_);
}

at::Tensor Posterior::sample(const NoiseSource& noise) const {
    return mean + at::exp(0.5 * logvar) * noise(mean.sizes()).to(mean.options());
}

AutoencoderImpl::AutoencoderImpl(const AutoencoderConfig& config)
    : config_(config),
      encoder_(register_module("encoder", Encoder(config))),
      decoder_(register_module("decoder", Decoder(config))),
      latents_mean_(declare_buffer(*this, "latents_mean", {config.latent_channels})),
      latents_std_(declare_buffer(*this, "latents_std", {config.latent_channels})) {}

Posterior AutoencoderImpl::encode(const at::Tensor& pixels, std::int64_t latents_per_piece, const std::stop_token& stop) {
    TimeStream stream({}, stop);
    std::vector<at::Tensor> pieces;
    const std::int64_t frames_per_piece = latents_per_piece * config_.encoder_stride().frames;
    for (std::int64_t begin = 0; begin < pixels.size(2); begin += frames_per_piece) {
        const std::int64_t count = std::min(frames_per_piece, pixels.size(2) - begin);
        stream.is_last = begin + count == pixels.size(2);
        pieces.push_back(encoder_->forward(pixels.narrow(2, begin, count), stream));
    }
    const at::Tensor moments = at::cat(pieces, 2);
    // One log variance serves all channels.
    const at::Tensor mean = moments.narrow(1, 0, config_.latent_channels);
    const at::Tensor logvar = moments.narrow(1, config_.latent_channels, 1).clamp(-30.0, 20.0).expand_as(mean);
    return {mean, logvar};
}

at::Tensor AutoencoderImpl::decode(const at::Tensor& latents, const at::Tensor& timestep, const NoiseSource& noise,
                                   const std::stop_token& stop) {
    TimeStream stream(noise, stop);
    return decoder_->forward(latents, timestep, stream);
}

at::Tensor AutoencoderImpl::normalize(const at::Tensor& latents) const {
    const auto per_channel = [&](const at::Tensor& values) { return values.view({1, -1, 1, 1, 1}).to(latents.options()); };
    return (latents - per_channel(latents_mean_)) / per_channel(latents_std_);
}

at::Tensor AutoencoderImpl::denormalize(const at::Tensor& latents) const {
    const auto per_channel = [&](const at::Tensor& values) { return values.view({1, -1, 1, 1, 1}).to(latents.options()); };
    return latents * per_channel(latents_std_) / config_.scaling_factor + per_channel(latents_mean_);
}

}  // namespace kinora::ltx_video
