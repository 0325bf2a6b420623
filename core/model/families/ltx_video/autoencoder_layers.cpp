#include "core/model/families/ltx_video/autoencoder_layers.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/conv3d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/layer_norm.h>

#include <array>

#include "core/base/cancelled.h"
#include "core/model/layers/feature_map_ops.h"
#include "core/model/layers/parameter.h"

namespace kinora::ltx_video {

namespace {

constexpr double norm_eps = 1e-8;
constexpr std::int64_t time_axis = 2;

std::int64_t num_frames(const at::Tensor& x) {
    return x.defined() ? x.size(time_axis) : 0;
}

at::Tensor first_frames(const at::Tensor& x, std::int64_t count) {
    return x.narrow(time_axis, 0, count);
}

// A copy, so that the few frames that are kept do not hold the whole piece in memory.
at::Tensor frames_from(const at::Tensor& x, std::int64_t begin) {
    return x.narrow(time_axis, begin, x.size(time_axis) - begin).clone();
}

at::Tensor join(const at::Tensor& earlier, const at::Tensor& later) {
    return num_frames(earlier) == 0 ? later : at::cat({earlier, later}, time_axis);
}

at::Tensor join(const at::Tensor& earlier, const at::Tensor& middle, const at::Tensor& later) {
    std::vector<at::Tensor> parts;
    for (const at::Tensor& part : {earlier, middle, later}) {
        if (num_frames(part) > 0) {
            parts.push_back(part);
        }
    }
    return parts.size() == 1 ? parts[0] : at::cat(parts, time_axis);
}

// Copies side by side, not one frame that is looked at several times: those would lose the layout with channels last.
at::Tensor repeat_frame(const at::Tensor& x, std::int64_t frame, std::int64_t count) {
    return at::cat(std::vector(static_cast<std::size_t>(count), x.narrow(time_axis, frame, 1)), time_axis);
}

// Joins what waited with what came, hands out `count` frames, and lets the rest wait.
at::Tensor take_frames(at::Tensor& pending, const at::Tensor& arrived, std::int64_t count) {
    const at::Tensor all = join(pending, arrived);
    pending = num_frames(all) == count ? at::Tensor() : frames_from(all, count);
    return num_frames(all) == count ? all : first_frames(all, count);
}

// (B, C * 8, F, H, W) → (B, C, 2 F, 2 H, 2 W), with channels last in memory
at::Tensor unfold_from_channels(const at::Tensor& x) {
    const auto size = x.sizes();
    return x.unflatten(1, {size[1] / 8, 2, 2, 2})
        .permute({0, 5, 2, 6, 3, 7, 4, 1})
        .flatten(5, 6)
        .flatten(3, 4)
        .flatten(1, 2)
        .movedim(4, 1);
}

std::int64_t convolved(std::int64_t size, std::int64_t kernel, std::int64_t stride) {
    return (size + 2 * (kernel / 2) - kernel) / stride + 1;
}

}  // namespace

at::Tensor fold_into_channels(const at::Tensor& x, Stride stride) {
    const auto size = x.sizes();
    return x.unflatten(4, {size[4] / stride.width, stride.width})
        .unflatten(3, {size[3] / stride.height, stride.height})
        .unflatten(2, {size[2] / stride.frames, stride.frames})
        .permute({0, 2, 4, 6, 1, 3, 5, 7})
        .flatten(4, 7)
        .movedim(4, 1);
}

TimeConvImpl::TimeConvImpl(std::int64_t in_channels, std::int64_t out_channels, std::int64_t kernel_size, Stride stride,
                           bool is_causal)
    : out_channels_(out_channels), kernel_size_(kernel_size), stride_(stride), is_causal_(is_causal) {
    auto conv = register_module("conv", std::make_shared<torch::nn::Module>("conv"));
    weight_ = declare_parameter(*conv, "weight", {out_channels, in_channels, kernel_size, kernel_size, kernel_size});
    bias_ = declare_parameter(*conv, "bias", {out_channels});
}

at::Tensor TimeConvImpl::forward(const at::Tensor& x, TimeStream& stream) {
    throw_if_stop_requested(stream.stop());
    TimeStream::LayerState& state = stream.state_of(*this);
    const std::int64_t reach = kernel_size_ - 1;
    if (!state.has_started && num_frames(x) > 0) {
        state.has_started = true;
        state.past = reach == 0 ? at::Tensor() : repeat_frame(x, 0, is_causal_ ? reach : reach / 2);
    }
    at::Tensor after;
    if (stream.is_last && !is_causal_ && reach > 0) {
        const at::Tensor& newest = num_frames(x) > 0 ? x : state.past;
        after = repeat_frame(newest, num_frames(newest) - 1, reach / 2);
    }
    const at::Tensor input = num_frames(x) + num_frames(state.past) + num_frames(after) == 0 ? x : join(state.past, x, after);
    const std::int64_t count =
        num_frames(input) < kernel_size_ ? 0 : (num_frames(input) - kernel_size_) / stride_.frames + 1;
    const std::int64_t used = count * stride_.frames;
    if (!stream.is_last) {
        state.past = used == num_frames(input) ? at::Tensor() : frames_from(input, used);
    }
    if (count == 0) {
        return at::empty({x.size(0), out_channels_, 0, convolved(x.size(3), kernel_size_, stride_.height),
                          convolved(x.size(4), kernel_size_, stride_.width)},
                         x.options());
    }
    return convolve(input);
}

at::Tensor TimeConvImpl::convolve(const at::Tensor& x) const {
    const std::array<std::int64_t, 3> stride = {stride_.frames, stride_.height, stride_.width};
    const std::array<std::int64_t, 3> padding = {0, kernel_size_ / 2, kernel_size_ / 2};
    return packed_weight_.defined() ? packed_conv3d(x, packed_weight_, bias_, stride, padding)
                                    : at::conv3d(x, weight_, bias_, stride, padding);
}

void TimeConvImpl::pack_weights() {
    packed_weight_ = pack_conv3d_weight(weight_, {stride_.frames, stride_.height, stride_.width},
                                        {0, kernel_size_ / 2, kernel_size_ / 2});
    if (packed_weight_.defined()) {
        release_elements(weight_);
    }
}

ResnetBlockImpl::ResnetBlockImpl(const ResnetOptions& options)
    : options_(options),
      conv1_(register_module("conv1", TimeConv(options.in_channels, options.out_channels, 3, Stride(), options.is_causal))),
      conv2_(register_module("conv2", TimeConv(options.out_channels, options.out_channels, 3, Stride(), options.is_causal))) {
    if (options.in_channels != options.out_channels) {
        auto norm3 = register_module("norm3", std::make_shared<torch::nn::Module>("norm3"));
        norm3_weight_ = declare_parameter(*norm3, "weight", {options.in_channels});
        norm3_bias_ = declare_parameter(*norm3, "bias", {options.in_channels});
        conv_shortcut_ = register_module(
            "conv_shortcut", TimeConv(options.in_channels, options.out_channels, 1, Stride(), options.is_causal));
    }
    if (options.inject_noise) {
        per_channel_scale1_ = declare_parameter(*this, "per_channel_scale1", {options.in_channels, 1, 1});
        per_channel_scale2_ = declare_parameter(*this, "per_channel_scale2", {options.in_channels, 1, 1});
    }
    if (options.timestep_conditioning) {
        scale_shift_table_ = declare_parameter(*this, "scale_shift_table", {4, options.in_channels});
    }
}

at::Tensor ResnetBlockImpl::shortcut(const at::Tensor& x, TimeStream& stream) {
    if (!norm3_weight_.defined()) {
        return x;
    }
    const at::Tensor normalised =
        at::layer_norm(x.movedim(1, -1), {options_.in_channels}, norm3_weight_, norm3_bias_, options_.eps).movedim(-1, 1);
    return conv_shortcut_->forward(normalised, stream);
}

at::Tensor ResnetBlockImpl::add_noise(const at::Tensor& x, const at::Tensor& scale, std::size_t index, TimeStream& stream) {
    if (!scale.defined()) {
        return x;
    }
    // One map of noise for all frames of the clip.
    auto& noise = stream.state_of(*this).noise;
    if (noise.size() <= index) {
        noise.push_back(stream.noise()({x.size(3), x.size(4)}).to(x.options()));
    }
    return x + (noise[index].unsqueeze(0) * scale).unsqueeze(1);
}

at::Tensor ResnetBlockImpl::forward(const at::Tensor& x, const at::Tensor& time_embedding, TimeStream& stream) {
    std::vector<at::Tensor> modulation(4);  // shift, scale, shift, scale: (B, C) each
    if (scale_shift_table_.defined()) {
        modulation = (time_embedding.unflatten(1, {4, -1}) + scale_shift_table_).unbind(1);
    }
    at::Tensor h = normalise_and_activate(x, norm_eps, modulation[1], modulation[0]);
    h = add_noise(conv1_->forward(h, stream), per_channel_scale1_, 0, stream);
    h = normalise_and_activate(h, norm_eps, modulation[3], modulation[2]);
    h = add_noise(conv2_->forward(h, stream), per_channel_scale2_, 1, stream);
    return h + take_frames(stream.state_of(*this).pending, shortcut(x, stream), num_frames(h));
}

DownsamplerImpl::DownsamplerImpl(std::int64_t in_channels, std::int64_t out_channels, Stride stride, bool is_causal)
    : stride_(stride),
      group_size_(in_channels * stride.volume() / out_channels),
      conv_(register_module("conv", TimeConv(in_channels, out_channels / stride.volume(), 3, Stride(), is_causal))) {}

at::Tensor DownsamplerImpl::forward(const at::Tensor& x, TimeStream& stream) {
    TimeStream::LayerState& state = stream.state_of(*this);
    at::Tensor input = x;
    if (!state.has_started && num_frames(x) > 0) {
        state.has_started = true;
        input = join(first_frames(x, stride_.frames - 1), x);
    }
    // `pending` holds frames of the input, `past` frames of the convolution, that have no full group yet.
    const at::Tensor convolution = conv_->forward(input, stream);
    const std::int64_t ready = num_frames(state.past) + num_frames(convolution);
    const std::int64_t count = ready / stride_.frames * stride_.frames;
    const at::Tensor folded = fold_into_channels(take_frames(state.past, convolution, count), stride_);
    const at::Tensor mean =
        fold_into_channels(take_frames(state.pending, input, count), stride_).unflatten(1, {-1, group_size_}).mean(2);
    return folded + mean;
}

UpsamplerImpl::UpsamplerImpl(std::int64_t in_channels, std::int64_t upscale_factor, bool has_residual, bool is_causal)
    : upscale_factor_(upscale_factor),
      has_residual_(has_residual),
      conv_(register_module("conv", TimeConv(in_channels, in_channels * 8 / upscale_factor, 3, Stride(), is_causal))) {}

at::Tensor UpsamplerImpl::forward(const at::Tensor& x, TimeStream& stream) {
    TimeStream::LayerState& state = stream.state_of(*this);
    const at::Tensor convolution = conv_->forward(x, stream);
    at::Tensor result = unfold_from_channels(convolution);
    if (has_residual_) {
        const at::Tensor kept = take_frames(state.pending, x, num_frames(convolution));
        result = result + unfold_from_channels(kept).repeat({1, 8 / upscale_factor_, 1, 1, 1});
    }
    if (!state.has_started && num_frames(result) > 0) {
        state.has_started = true;
        return result.narrow(time_axis, 1, num_frames(result) - 1);
    }
    return result;
}

TimeEmbedderImpl::TimeEmbedderImpl(std::int64_t features)
    : timestep_embedder_(register_module("timestep_embedder", TimestepEmbedder(features))) {}

at::Tensor TimeEmbedderImpl::forward(const at::Tensor& timestep) {
    return timestep_embedder_->forward(timestep.flatten());
}

}  // namespace kinora::ltx_video
