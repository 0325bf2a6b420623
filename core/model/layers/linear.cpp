#include "core/model/layers/linear.h"

#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros.h>

#include <cmath>

#include "core/model/layers/parameter.h"
#include "core/model/layers/token_gradients.h"

namespace kinora {

namespace {

// oneDNN's linear layer with a fused activation, as torch's own compiler calls it. These operators have no C++ header.
using ReorderWeight = at::Tensor(const at::Tensor&, std::optional<std::int64_t>);
using LinearPointwise = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, c10::string_view,
                                   c10::List<std::optional<at::Scalar>>, std::optional<c10::string_view>);

template <typename Signature>
c10::TypedOperatorHandle<Signature> find_operator(const char* name) {
    return c10::Dispatcher::singleton().findSchemaOrThrow(name, "").typed<Signature>();
}

at::Tensor reorder(const at::Tensor& weight) {
    static const auto reorder_weight = find_operator<ReorderWeight>("mkldnn::_reorder_linear_weight");
    return reorder_weight.call(weight, std::nullopt);
}

at::Tensor packed_linear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias, Epilogue epilogue) {
    static const auto linear_pointwise = find_operator<LinearPointwise>("mkldnn::_linear_pointwise");
    const c10::string_view name = epilogue == Epilogue::gelu_tanh ? "gelu" : epilogue == Epilogue::silu ? "swish" : "none";
    const std::optional<c10::string_view> algorithm =
        epilogue == Epilogue::gelu_tanh ? std::optional<c10::string_view>("tanh") : std::nullopt;
    return linear_pointwise.call(x, packed, bias.defined() ? std::optional(bias) : std::nullopt, name,
                                 c10::List<std::optional<at::Scalar>>(), algorithm);
}

}  // namespace

LinearImpl::LinearImpl(std::int64_t in_features, std::int64_t out_features, bool has_bias) {
    weight = declare_parameter(*this, "weight", {out_features, in_features});
    if (has_bias) {
        bias = declare_parameter(*this, "bias", {out_features});
    }
}

at::Tensor LinearImpl::forward(const at::Tensor& x, Epilogue epilogue) {
    const at::Tensor input = appended_.defined() ? at::cat({x, at::linear(x, appended_)}, -1) : x;
    if (packed_weight_.defined()) {
        return packed_linear(input, packed_weight_, bias, epilogue);
    }
    at::Tensor y = at::linear(input, weight, bias.defined() ? std::optional(bias) : std::nullopt);
    if (lora_A_) {
        y = y + low_rank_scale_ * lora_B_->forward(lora_A_->forward(x));
    }
    switch (epilogue) {
        case Epilogue::gelu_tanh:
            return records_gradients_on_cpu(y) ? gelu_with_gradients(y) : at::gelu(y, "tanh");
        case Epilogue::silu:
            return at::silu(y);
        case Epilogue::none:
            break;
    }
    return y;
}

void LinearImpl::add_low_rank(std::int64_t rank, double alpha, at::Generator& generator) {
    const at::NoGradGuard no_grad;
    lora_A_ = register_module("lora_A", std::make_shared<LinearImpl>(weight.size(1), rank, false));
    lora_B_ = register_module("lora_B", std::make_shared<LinearImpl>(rank, weight.size(0), false));
    const double bound = 1.0 / std::sqrt(static_cast<double>(weight.size(1)));
    const at::Tensor random = at::rand({rank, weight.size(1)}, generator, at::kFloat) * (2.0 * bound) - bound;
    lora_A_->weight.set_data(random.to(weight.device()));
    lora_B_->weight.set_data(at::zeros({weight.size(0), rank}, at::device(weight.device()).dtype(at::kFloat)));
    low_rank_scale_ = alpha / static_cast<double>(rank);
}

void LinearImpl::append_low_rank(const at::Tensor& a, const at::Tensor& b) {
    const at::NoGradGuard no_grad;
    appended_ = a;
    weight.set_data(at::cat({weight, b}, 1));
}

void LinearImpl::pack_weights() {
    const bool is_supported = !lora_A_ && weight.device().is_cpu() && at::globalContext().userEnabledMkldnn() &&
                              (weight.scalar_type() == at::kFloat || weight.scalar_type() == at::kBFloat16);
    if (!is_supported || packed_weight_.defined()) {
        return;
    }
    const at::NoGradGuard no_grad;
    packed_weight_ = reorder(weight.detach());
    release_elements(weight);
}

void pack_linear_weights(torch::nn::Module& module) {
    for (const auto& child : module.modules()) {
        if (auto* linear = child->as<LinearImpl>()) {
            linear->pack_weights();
        }
    }
}

}  // namespace kinora
