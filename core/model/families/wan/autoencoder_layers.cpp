#include "core/model/families/wan/autoencoder_layers.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv3d.h>
#include <ATen/ops/empty.h>

#include <vector>

#include "core/base/cancelled.h"
#include "core/model/layers/attention.h"
#include "core/model/layers/feature_map_ops.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/layers/rms_norm.h"

namespace kinora::wan {

namespace {

constexpr std::int64_t time_axis = 2;

// A copy, so that the few frames that are kept do not hold the whole chunk in memory.
at::Tensor last_frames(const at::Tensor& x, std::int64_t count) {
    return x.narrow(time_axis, x.size(time_axis) - count, count).clone();
}

at::Tensor zeros_in_front(const at::Tensor& x, std::int64_t count) {
    return count == 0 ? x : at::constant_pad_nd(x, {0, 0, 0, 0, count, 0});
}

// The reference divides by the length of the channels' vector, at least 1e-12; this is the mean square of such a vector.
double smallest_mean_square(std::int64_t channels) {
    return 1e-24 / static_cast<double>(channels);
}

Convolution picture_convolution(std::int64_t in_channels, std::int64_t out_channels, std::int64_t side, std::int64_t stride) {
    const std::int64_t padding = stride == 1 ? side / 2 : 0;
    return Convolution(ConvolutionShape{.in_channels = in_channels,
                                        .out_channels = out_channels,
                                        .kernel = {1, side, side},
                                        .stride = {1, stride, stride},
                                        .padding = {0, padding, padding},
                                        .is_per_frame = true});
}

// (B, 2 C, F, H, W), the channels of each frame's first half before those of its second → (B, C, 2 F, H, W), channels last in memory
at::Tensor interleave_halves(const at::Tensor& x) {
    return x.unflatten(1, {2, -1}).permute({0, 3, 1, 4, 5, 2}).flatten(1, 2).movedim(4, 1);
}

// (B, C, F, H, W) → (B, C, F, 2 H, 2 W), every pixel four times, with channels last in memory
at::Tensor double_pixels(const at::Tensor& x) {
    const auto size = x.sizes();
    return x.permute({0, 2, 3, 4, 1})
        .unsqueeze(4)
        .unsqueeze(3)
        .expand({size[0], size[2], size[3], 2, size[4], 2, size[1]})
        .flatten(4, 5)
        .flatten(2, 3)
        .movedim(4, 1);
}

}  // namespace

ConvolutionImpl::ConvolutionImpl(const ConvolutionShape& shape) : shape_(shape) {
    std::vector<std::int64_t> sizes = {shape.out_channels, shape.in_channels};
    sizes.insert(sizes.end(), shape.kernel.begin() + (shape.is_per_frame ? 1 : 0), shape.kernel.end());
    weight_ = declare_parameter(*this, "weight", sizes);
    bias_ = declare_parameter(*this, "bias", {shape.out_channels});
}

at::Tensor ConvolutionImpl::volume_weight() const {
    return shape_.is_per_frame ? weight_.unsqueeze(2) : weight_;
}

at::Tensor ConvolutionImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    throw_if_stop_requested(cache.stop());
    return packed_weight_.defined() ? packed_conv3d(x, packed_weight_, bias_, shape_.stride, shape_.padding)
                                    : at::conv3d(x, volume_weight(), bias_, shape_.stride, shape_.padding);
}

void ConvolutionImpl::pack_weights() {
    packed_weight_ = pack_conv3d_weight(volume_weight(), shape_.stride, shape_.padding);
    if (packed_weight_.defined()) {
        release_elements(weight_);
    }
}

CausalConvolutionImpl::CausalConvolutionImpl(std::int64_t in_channels, std::int64_t out_channels, Extent kernel)
    : ConvolutionImpl({.in_channels = in_channels,
                       .out_channels = out_channels,
                       .kernel = kernel,
                       .padding = {0, kernel[1] / 2, kernel[2] / 2}}),
      reach_(kernel[0] - 1) {}

at::Tensor CausalConvolutionImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    if (reach_ == 0) {
        return ConvolutionImpl::forward(x, cache);
    }
    at::Tensor& past = cache.past_of(*this);
    const at::Tensor input = past.defined() ? at::cat({past, x}, time_axis) : zeros_in_front(x, reach_);
    past = last_frames(input, reach_);
    return ConvolutionImpl::forward(input, cache);
}

ChannelNormImpl::ChannelNormImpl(std::int64_t channels, bool is_per_frame) : eps_(smallest_mean_square(channels)) {
    gamma_ = is_per_frame ? declare_parameter(*this, "gamma", {channels, 1, 1}) : declare_parameter(*this, "gamma", {channels, 1, 1, 1});
}

at::Tensor ChannelNormImpl::forward(const at::Tensor& x) const {
    return (rms_norm_channels(x, eps_) * gamma_.view({-1, 1, 1, 1})).to(x.scalar_type());
}

at::Tensor ChannelNormImpl::activated(const at::Tensor& x) const {
    return normalise_weigh_and_activate(x, eps_, gamma_.flatten());
}

ResidualBlockImpl::ResidualBlockImpl(std::int64_t in_channels, std::int64_t out_channels)
    : norm1_(register_module("norm1", ChannelNorm(in_channels, false))),
      norm2_(register_module("norm2", ChannelNorm(out_channels, false))),
      conv1_(register_module("conv1", CausalConvolution(in_channels, out_channels, Extent{3, 3, 3}))),
      conv2_(register_module("conv2", CausalConvolution(out_channels, out_channels, Extent{3, 3, 3}))) {
    if (in_channels != out_channels) {
        conv_shortcut_ = register_module("conv_shortcut", CausalConvolution(in_channels, out_channels, Extent{1, 1, 1}));
    }
}

at::Tensor ResidualBlockImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    const at::Tensor h = conv1_->forward(norm1_->activated(x), cache);
    return conv2_->forward(norm2_->activated(h), cache).add_(conv_shortcut_ ? conv_shortcut_->forward(x, cache) : x);
}

AttentionBlockImpl::AttentionBlockImpl(std::int64_t channels)
    : norm_(register_module("norm", ChannelNorm(channels, true))),
      to_qkv_(register_module("to_qkv", picture_convolution(channels, 3 * channels, 1, 1))),
      proj_(register_module("proj", picture_convolution(channels, channels, 1, 1))) {}

at::Tensor AttentionBlockImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    const at::Tensor rows = to_qkv_->forward(norm_->forward(x), cache).movedim(1, -1);  // (B, F, H, W, 3 C)
    const auto parts = rows.flatten(2, 3).flatten(0, 1).chunk(3, -1);
    const at::Tensor attended = attention(parts[0], parts[1], parts[2], {}, 1);
    return x + proj_->forward(attended.view({x.size(0), x.size(2), x.size(3), x.size(4), x.size(1)}).movedim(-1, 1), cache);
}

DownsamplerImpl::DownsamplerImpl(std::int64_t channels, bool scales_time)
    : resample_(register_nested(*this, "resample.1", picture_convolution(channels, channels, 3, 2))) {
    if (scales_time) {
        time_conv_ = register_module(
            "time_conv", Convolution(ConvolutionShape{
                             .in_channels = channels, .out_channels = channels, .kernel = {3, 1, 1}, .stride = {2, 1, 1}}));
    }
}

at::Tensor DownsamplerImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    // One row and one column of zeros, below and to the right.
    const at::Tensor smaller = resample_->forward(at::constant_pad_nd(x, {0, 1, 0, 1}), cache);
    if (!time_conv_) {
        return smaller;
    }
    at::Tensor& past = cache.past_of(*this);
    const at::Tensor before = std::exchange(past, last_frames(smaller, 1));
    return cache.is_first_chunk ? smaller : time_conv_->forward(at::cat({before, smaller}, time_axis), cache);
}

UpsamplerImpl::UpsamplerImpl(std::int64_t in_channels, std::int64_t out_channels, bool scales_time)
    : resample_(register_nested(*this, "resample.1", picture_convolution(in_channels, out_channels, 3, 1))) {
    if (scales_time) {
        time_conv_ = register_module("time_conv", CausalConvolution(in_channels, 2 * in_channels, Extent{3, 1, 1}));
    }
}

at::Tensor UpsamplerImpl::forward(const at::Tensor& x, FeatureCache& cache) {
    // The first frame stays one, and the convolution over time does not see it later either.
    const bool scales_time = time_conv_ && !cache.is_first_chunk;
    return resample_->forward(double_pixels(scales_time ? interleave_halves(time_conv_->forward(x, cache)) : x), cache);
}

at::Tensor average_folded(const at::Tensor& x, std::int64_t out_channels, Extent factor) {
    const std::int64_t missing = (factor[0] - x.size(time_axis) % factor[0]) % factor[0];
    const at::Tensor whole = zeros_in_front(x, missing);
    const at::Tensor folded = whole.unflatten(4, {-1, factor[2]})
                                  .unflatten(3, {-1, factor[1]})
                                  .unflatten(2, {-1, factor[0]})
                                  .permute({0, 2, 4, 6, 1, 3, 5, 7})
                                  .flatten(4, 7);  // (B, F, H, W, C * factors)
    return folded.unflatten(4, {out_channels, -1}).mean(5).movedim(4, 1);
}

at::Tensor unfold_repeated(const at::Tensor& x, std::int64_t out_channels, Extent factor) {
    const std::int64_t repeats = out_channels * factor[0] * factor[1] * factor[2] / x.size(1);
    const at::Tensor rows = x.movedim(1, -1).unsqueeze(-1);
    return rows.expand({-1, -1, -1, -1, -1, repeats})
        .flatten(4, 5)
        .unflatten(4, {out_channels, factor[0], factor[1], factor[2]})
        .permute({0, 1, 5, 2, 6, 3, 7, 4})  // (B, F, frames, H, rows, W, columns, C)
        .flatten(5, 6)
        .flatten(3, 4)
        .flatten(1, 2)
        .movedim(4, 1);
}

}  // namespace kinora::wan
