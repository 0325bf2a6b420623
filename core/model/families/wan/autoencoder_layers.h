// The layers of Wan's autoencoder (diffusers, models/autoencoders/autoencoder_kl_wan.py).
//
// A clip arrives in chunks, of which the first is one frame. What a layer needs of earlier frames it keeps in the FeatureCache of the
// pass, so that several clips or tiles can go through one module side by side; before the clip there are zeros. The frames are those
// that the whole clip would give at once: no seams in time, and memory does not grow with the clip's length.
//
// Letters: B batch, C channels, F frames, H height, W width; feature maps are (B, C, F, H, W).
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <array>
#include <cstdint>
#include <stop_token>
#include <unordered_map>
#include <utility>

namespace kinora::wan {

// One pass of a clip through the encoder or the decoder.
class FeatureCache {
 public:
    explicit FeatureCache(std::stop_token stop) : stop_(std::move(stop)) {}

    // The latest frames that a layer saw of the chunks before; undefined until it has seen some.
    at::Tensor& past_of(const torch::nn::Module& layer) { return past_[&layer]; }
    const std::stop_token& stop() const { return stop_; }

    bool is_first_chunk = true;

 private:
    std::unordered_map<const torch::nn::Module*, at::Tensor> past_;
    std::stop_token stop_;
};

// What stacks are made of: the next chunk in, what becomes of it out. Throws Cancelled.
class ChunkLayer : public torch::nn::Module {
 public:
    virtual at::Tensor forward(const at::Tensor& x, FeatureCache& cache) = 0;
};

using Extent = std::array<std::int64_t, 3>;  // frames, rows, columns

struct ConvolutionShape {
    std::int64_t in_channels = 1, out_channels = 1;
    Extent kernel = {1, 1, 1}, stride = {1, 1, 1}, padding = {0, 0, 0};
    bool is_per_frame = false;  // stored as a convolution of pictures, without an axis for frames
};

// A convolution of the frames that it is given. Keys: weight, bias.
class ConvolutionImpl : public ChunkLayer {
 public:
    explicit ConvolutionImpl(const ConvolutionShape& shape);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

    // Arranges the weights for inference on a CPU; the plain ones give back their memory.
    void pack_weights();

 private:
    at::Tensor volume_weight() const;  // (O, C, kernel)

    ConvolutionShape shape_;
    at::Tensor weight_, bias_, packed_weight_;
};
TORCH_MODULE(Convolution);

// A convolution that sees each frame and those before it, as many as went in come out. Outside the picture there are zeros.
class CausalConvolutionImpl : public ConvolutionImpl {
 public:
    CausalConvolutionImpl(std::int64_t in_channels, std::int64_t out_channels, Extent kernel);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    std::int64_t reach_;  // frames before
};
TORCH_MODULE(CausalConvolution);

// x / |x| * sqrt(C) * gamma over the channels of each place. Keys: gamma.
class ChannelNormImpl : public torch::nn::Module {
 public:
    ChannelNormImpl(std::int64_t channels, bool is_per_frame);
    at::Tensor forward(const at::Tensor& x) const;
    at::Tensor activated(const at::Tensor& x) const;  // silu of that

 private:
    double eps_;
    at::Tensor gamma_;  // (C, 1, 1, 1), or (C, 1, 1) where it is stored as a norm of pictures
};
TORCH_MODULE(ChannelNorm);

// norm, SiLU, convolution, twice, beside a shortcut.
class ResidualBlockImpl : public ChunkLayer {
 public:
    ResidualBlockImpl(std::int64_t in_channels, std::int64_t out_channels);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    ChannelNorm norm1_, norm2_;
    CausalConvolution conv1_, conv2_;
    CausalConvolution conv_shortcut_ = nullptr;
};
TORCH_MODULE(ResidualBlock);

// Attention with one head among the places of each frame, beside a shortcut.
class AttentionBlockImpl : public ChunkLayer {
 public:
    explicit AttentionBlockImpl(std::int64_t channels);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    ChannelNorm norm_;
    Convolution to_qkv_, proj_;
};
TORCH_MODULE(AttentionBlock);

// Half as many rows and columns, and with `scales_time` half as many frames; the clip's first frame is one by itself.
class DownsamplerImpl : public ChunkLayer {
 public:
    DownsamplerImpl(std::int64_t channels, bool scales_time);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    Convolution resample_;
    Convolution time_conv_ = nullptr;
};
TORCH_MODULE(Downsampler);

// Twice as many rows and columns, and with `scales_time` twice as many frames; the clip's first frame stays one.
class UpsamplerImpl : public ChunkLayer {
 public:
    UpsamplerImpl(std::int64_t in_channels, std::int64_t out_channels, bool scales_time);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    Convolution resample_;
    CausalConvolution time_conv_ = nullptr;
};
TORCH_MODULE(Upsampler);

// Folds frames and pixels into channels, (c, frame, row, column) with the column fastest, and averages neighbours among these until
// `out_channels` are left. Frames that are no multiple of the factor get zeros in front.
at::Tensor average_folded(const at::Tensor& x, std::int64_t out_channels, Extent factor);

// The opposite: repeats channels until they are out_channels * factor's product, and unfolds them into frames and pixels.
at::Tensor unfold_repeated(const at::Tensor& x, std::int64_t out_channels, Extent factor);

}  // namespace kinora::wan
