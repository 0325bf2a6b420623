#include "core/model/layers/feature_map_ops.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mkldnn_reorder_conv3d_weight.h>
#include <ATen/ops/silu.h>

#include "core/model/layers/cpu_rows.h"
#include "core/model/layers/rms_norm.h"

namespace kinora {

namespace {

using cpu::Bf16;

bool has_rows_of_channels(const at::Tensor& x) {
    return x.device().is_cpu() && !at::GradMode::is_enabled() && x.is_contiguous(at::MemoryFormat::ChannelsLast3d) &&
           (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

template <typename T>
void activate_rows(const at::Tensor& x, float eps, const at::Tensor& scale, const at::Tensor& shift, at::Tensor& out) {
    const std::int64_t channels = x.size(1);
    const std::int64_t rows_per_clip = x.size(2) * x.size(3) * x.size(4);
    const auto* source = static_cast<const T*>(x.const_data_ptr());
    auto* target = static_cast<T*>(out.mutable_data_ptr());
    const float* scales = scale.defined() ? scale.const_data_ptr<float>() : nullptr;
    const float* shifts = shift.defined() ? shift.const_data_ptr<float>() : nullptr;
    const auto width = static_cast<std::size_t>(channels);
    at::parallel_for(0, x.size(0) * rows_per_clip, std::max<std::int64_t>(32768 / channels, 1), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            const std::int64_t clip = row / rows_per_clip * channels;
            const T* values = source + row * channels;
            const float factor = cpu::inverse_rms(values, width, eps);
            cpu::modulate_and_activate(values, factor, scales == nullptr ? nullptr : scales + clip,
                                       shifts == nullptr ? nullptr : shifts + clip, target + row * channels, width);
        }
    });
}

at::Tensor per_channel(const at::Tensor& values) {
    return values.unsqueeze(-1).unsqueeze(-1).unsqueeze(-1);
}

using ConvolutionPointwise = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef,
                                        at::IntArrayRef, at::IntArrayRef, std::int64_t, c10::string_view,
                                        c10::List<std::optional<at::Scalar>>, std::optional<c10::string_view>);

}  // namespace

at::Tensor normalise_and_activate(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    if (!has_rows_of_channels(x)) {
        at::Tensor h = rms_norm_channels(x, eps);
        if (scale.defined()) {
            h = (h * (1 + per_channel(scale)) + per_channel(shift)).to(x.scalar_type());
        }
        return at::silu(h);
    }
    at::Tensor out = at::empty_like(x);
    const at::Tensor scale32 = scale.defined() ? (scale.to(at::kFloat) + 1).contiguous() : scale;
    const at::Tensor shift32 = shift.defined() ? shift.to(at::kFloat).contiguous() : shift;
    if (x.scalar_type() == at::kFloat) {
        activate_rows<float>(x, static_cast<float>(eps), scale32, shift32, out);
    } else {
        activate_rows<Bf16>(x, static_cast<float>(eps), scale32, shift32, out);
    }
    return out;
}

at::Tensor pack_conv3d_weight(const at::Tensor& weight, at::IntArrayRef stride, at::IntArrayRef padding) {
    const bool is_supported = weight.device().is_cpu() && at::globalContext().userEnabledMkldnn() &&
                              (weight.scalar_type() == at::kFloat || weight.scalar_type() == at::kBFloat16);
    if (!is_supported) {
        return {};
    }
    const at::NoGradGuard no_grad;
    return at::mkldnn_reorder_conv3d_weight(weight.detach().to_mkldnn(), padding, stride, {1, 1, 1}, 1);
}

at::Tensor packed_conv3d(const at::Tensor& x, const at::Tensor& packed_weight, const at::Tensor& bias, at::IntArrayRef stride,
                         at::IntArrayRef padding) {
    // As torch's own compiler calls it; the operator has no C++ header.
    static const auto convolution =
        c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_convolution_pointwise", "").typed<ConvolutionPointwise>();
    return convolution.call(x.contiguous(at::MemoryFormat::ChannelsLast3d), packed_weight, bias, padding, stride, {1, 1, 1}, 1,
                            "none", c10::List<std::optional<at::Scalar>>(), std::nullopt);
}

}  // namespace kinora
