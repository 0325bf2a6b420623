#include "core/model/layers/feature_map_ops.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mkldnn_reorder_conv3d_weight.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/model/layers/cpu_row_gradients.h"
#include "core/model/layers/cpu_rows.h"
#include "core/model/layers/rms_norm.h"

namespace kinora {

namespace {

using cpu::Bf16;

bool has_rows_of_channels(const at::Tensor& x) {
    return x.device().is_cpu() && x.is_contiguous(at::MemoryFormat::ChannelsLast3d) &&
           (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

// Calls `work(first value's index)` for the channels of each place of a feature map, in parallel.
template <typename Work>
void for_each_place(const at::Tensor& x, const Work& work) {
    const std::int64_t channels = x.size(1);
    at::parallel_for(0, x.numel() / channels, std::max<std::int64_t>(32768 / channels, 1), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t place = begin; place < end; ++place) {
            work(place * channels);
        }
    });
}

template <typename T>
void activate_rows(const at::Tensor& x, float eps, const at::Tensor& scale, const at::Tensor& shift, at::Tensor& out) {
    const std::int64_t values_per_clip = x.numel() / x.size(0);
    const auto* source = static_cast<const T*>(x.const_data_ptr());
    auto* target = static_cast<T*>(out.mutable_data_ptr());
    const float* scales = scale.defined() ? scale.const_data_ptr<float>() : nullptr;
    const float* shifts = shift.defined() ? shift.const_data_ptr<float>() : nullptr;
    const auto width = static_cast<std::size_t>(x.size(1));
    for_each_place(x, [&](std::int64_t at) {
        const std::int64_t clip = at / values_per_clip * x.size(1);
        const float factor = cpu::inverse_rms(source + at, width, eps);
        cpu::modulate_and_activate(source + at, factor, scales == nullptr ? nullptr : scales + clip,
                                   shifts == nullptr ? nullptr : shifts + clip, target + at, width);
    });
}

template <typename T>
void activation_gradient_rows(const at::Tensor& x, float eps, const at::Tensor& gradient, at::Tensor& out) {
    const auto* source = static_cast<const T*>(x.const_data_ptr());
    const auto* gradients = static_cast<const T*>(gradient.const_data_ptr());
    auto* target = static_cast<T*>(out.mutable_data_ptr());
    const auto width = static_cast<std::size_t>(x.size(1));
    for_each_place(x, [&](std::int64_t at) {
        cpu::gradient_of_activation(source + at, cpu::inverse_rms(source + at, width, eps), gradients + at, target + at, width);
    });
}

at::Tensor activate(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    at::Tensor out = at::empty_like(x);
    if (x.scalar_type() == at::kFloat) {
        activate_rows<float>(x, static_cast<float>(eps), scale, shift, out);
    } else {
        activate_rows<Bf16>(x, static_cast<float>(eps), scale, shift, out);
    }
    return out;
}

// The rows without scale and shift, for training. Only the input is kept.
struct DifferentiableActivation : torch::autograd::Function<DifferentiableActivation> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, double eps) {
        context->save_for_backward({x});
        context->saved_data["eps"] = eps;
        return activate(x, eps, {}, {});
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const at::Tensor x = context->get_saved_variables().front();
        const auto eps = static_cast<float>(context->saved_data["eps"].toDouble());
        const at::Tensor gradient = gradients.front().to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast3d);
        at::Tensor out = at::empty_like(x);
        if (x.scalar_type() == at::kFloat) {
            activation_gradient_rows<float>(x, eps, gradient, out);
        } else {
            activation_gradient_rows<Bf16>(x, eps, gradient, out);
        }
        return {out, at::Tensor()};
    }
};

at::Tensor per_channel(const at::Tensor& values) {
    return values.unsqueeze(-1).unsqueeze(-1).unsqueeze(-1);
}

using ConvolutionPointwise = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef,
                                        at::IntArrayRef, at::IntArrayRef, std::int64_t, c10::string_view,
                                        c10::List<std::optional<at::Scalar>>, std::optional<c10::string_view>);

}  // namespace

at::Tensor normalise_and_activate(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift) {
    if (has_rows_of_channels(x) && !at::GradMode::is_enabled()) {
        return activate(x, eps, scale.defined() ? (scale.to(at::kFloat) + 1).contiguous() : scale,
                        shift.defined() ? shift.to(at::kFloat).contiguous() : shift);
    }
    if (has_rows_of_channels(x) && !scale.defined()) {
        return DifferentiableActivation::apply(x, eps);
    }
    at::Tensor h = rms_norm_channels(x, eps);
    if (scale.defined()) {
        h = (h * (1 + per_channel(scale)) + per_channel(shift)).to(x.scalar_type());
    }
    return at::silu(h);
}

at::Tensor normalise_weigh_and_activate(const at::Tensor& x, double eps, const at::Tensor& weight) {
    if (has_rows_of_channels(x) && !at::GradMode::is_enabled()) {
        const at::Tensor scale = weight.to(at::kFloat).expand({x.size(0), x.size(1)}).contiguous();
        return activate(x, eps, scale, at::zeros_like(scale));
    }
    return at::silu((rms_norm_channels(x, eps) * per_channel(weight)).to(x.scalar_type()));
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
