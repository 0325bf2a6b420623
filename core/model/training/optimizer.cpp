#include "core/model/training/optimizer.h"

#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_addcdiv.h>
#include <ATen/ops/_foreach_addcmul.h>
#include <ATen/ops/_foreach_div.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_foreach_sqrt.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/baddbmm.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cmath>

namespace kinora::training {

namespace {

constexpr double adam_eps = 1e-8;
constexpr double smallest_norm = 1e-30;  // only zero stays zero; gradients are often far below 1e-7

// A quintic whose slope at 0 is steep and which maps 0 … 1 to about 0.7 … 1.2.
constexpr double quintic_a = 3.4445;
constexpr double quintic_b = -4.7750;
constexpr double quintic_c = 2.0315;
constexpr int iterations = 5;

// beta y + alpha a b of matrices or of stacks of them
at::Tensor add_product(const at::Tensor& y, const at::Tensor& a, const at::Tensor& b, double beta, double alpha = 1.0) {
    return a.dim() == 2 ? at::addmm(y, a, b, beta, alpha) : at::baddbmm(y, a, b, beta, alpha);
}

// x: (…, m, n), m <= n, of norm 1
at::Tensor iterate_whole(at::Tensor x) {
    for (int i = 0; i < iterations; ++i) {
        const at::Tensor square = at::matmul(x, x.mT());
        x = add_product(x, add_product(square, square, square, quintic_b, quintic_c), x, quintic_a);
    }
    return x;
}

// The same for m much less than n: the iterations are polynomials of g = x xᵀ, so they are made of m x m matrices only, and
// the product of all of them meets x once. That wants float32, because nothing computes g anew from a rounded x.
at::Tensor iterate_gram(const at::Tensor& x) {
    at::Tensor gram = at::matmul(x, x.mT());
    at::Tensor all;
    for (int i = 0; i < iterations; ++i) {
        at::Tensor factor = add_product(gram, gram, gram, quintic_b, quintic_c);
        factor.diagonal(0, -2, -1).add_(quintic_a);
        all = all.defined() ? at::matmul(factor, all) : factor;
        if (i + 1 < iterations) {
            gram = at::matmul(at::matmul(factor, gram), factor);
        }
    }
    return at::matmul(all.to(at::kBFloat16), x.to(at::kBFloat16));
}

// Tensors by the order in which those of their kind came first.
std::vector<std::vector<std::size_t>> same_shapes(const std::vector<at::Tensor>& matrices) {
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < matrices.size(); ++i) {
        const auto is_alike = [&](const std::vector<std::size_t>& group) { return matrices[group.front()].sizes() == matrices[i].sizes(); };
        const auto found = std::ranges::find_if(groups, is_alike);
        if (found != groups.end()) {
            found->push_back(i);
        } else {
            groups.push_back({i});
        }
    }
    return groups;
}

// A GPU is asked for those of one shape at once: it would finish each long before it is asked for the next.
std::vector<at::Tensor> all_orthogonalised(const std::vector<at::Tensor>& matrices) {
    std::vector<at::Tensor> results(matrices.size());
    if (matrices.empty() || matrices.front().is_cpu()) {
        std::ranges::transform(matrices, results.begin(), orthogonalised);
        return results;
    }
    for (const std::vector<std::size_t>& group : same_shapes(matrices)) {
        std::vector<at::Tensor> stack;
        for (const std::size_t i : group) {
            stack.push_back(matrices[i]);
        }
        const std::vector<at::Tensor> parts = orthogonalised(at::stack(stack, 0)).unbind(0);
        for (std::size_t i = 0; i < group.size(); ++i) {
            results[group[i]] = parts[i];
        }
    }
    return results;
}

// Of the tensors of the parameters with a gradient: `member` of each entry.
template <typename Entries, typename Member>
std::vector<at::Tensor> tensors_with_gradient(const Entries& entries, const Member& member) {
    std::vector<at::Tensor> tensors;
    for (const auto& entry : entries) {
        if (entry.parameter.grad().defined()) {
            tensors.push_back(member(entry));
        }
    }
    return tensors;
}

// One number from all of them, so that a GPU is waited for once.
double norm_of(const std::vector<at::Tensor>& tensors) {
    return tensors.empty() ? 0.0 : at::stack(at::_foreach_norm(tensors)).to(at::kDouble).norm().item<double>();
}

const auto gradient_of = [](const auto& entry) { return entry.parameter.grad(); };
const auto parameter_of = [](const auto& entry) { return entry.parameter; };

}  // namespace

at::Tensor orthogonalised(const at::Tensor& matrix) {
    constexpr std::int64_t much = 6;
    const bool is_tall = matrix.size(-2) > matrix.size(-1);
    at::Tensor x = (is_tall ? matrix.mT() : matrix).to(at::kFloat);
    x = x / at::linalg_vector_norm(x, 2, at::IntArrayRef({-2, -1}), true).clamp_min(smallest_norm);
    x = x.size(-1) >= much * x.size(-2) ? iterate_gram(x) : iterate_whole(x.to(at::kBFloat16).contiguous());
    x = x.to(at::kFloat);
    return is_tall ? x.mT() : x;
}

Optimizer::Optimizer(torch::nn::Module& module, const OptimizerOptions& options,
                     const std::function<bool(std::string_view, const at::Tensor&)>& uses_muon)
    : options_(options) {
    for (const auto& item : module.named_parameters()) {
        const at::Tensor& parameter = item.value();
        if (!parameter.requires_grad()) {
            continue;
        }
        if (uses_muon(item.key(), parameter)) {
            matrices_.push_back({item.key(), parameter, at::zeros_like(parameter)});
        } else {
            others_.push_back({item.key(), parameter, at::zeros_like(parameter), at::zeros_like(parameter)});
        }
    }
}

double Optimizer::clip_gradients(double highest) {
    const at::NoGradGuard no_grad;
    const std::vector<at::Tensor> gradients = tensors_with_gradient(others_, gradient_of);
    const double norm = norm_of(gradients);
    if (!std::isfinite(norm_of(tensors_with_gradient(matrices_, gradient_of)))) {
        return NAN;
    }
    if (norm > highest) {
        at::_foreach_mul_(gradients, highest / (norm + 1e-6));
    }
    return norm;
}

void Optimizer::step(std::int64_t step, double factor) {
    const at::NoGradGuard no_grad;
    step_matrices(options_.muon_learning_rate * factor);
    step_others(step, options_.adam_learning_rate * factor);
}

void Optimizer::step_matrices(double rate) {
    const std::vector<at::Tensor> gradients = tensors_with_gradient(matrices_, gradient_of);
    if (gradients.empty()) {
        return;
    }
    const std::vector<at::Tensor> parameters = tensors_with_gradient(matrices_, parameter_of);
    const std::vector<at::Tensor> momenta = tensors_with_gradient(matrices_, [](const Matrix& matrix) { return matrix.momentum; });
    at::_foreach_lerp_(momenta, gradients, 1.0 - options_.muon_momentum);
    std::vector<at::Tensor> ahead = at::_foreach_lerp(gradients, momenta, options_.muon_momentum);
    for (at::Tensor& matrix : ahead) {
        matrix = matrix.flatten(1);
    }
    const std::vector<at::Tensor> updates = all_orthogonalised(ahead);
    at::_foreach_mul_(parameters, 1.0 - rate * options_.weight_decay);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const double shape_factor = std::sqrt(std::max(1.0, static_cast<double>(ahead[i].size(0)) / static_cast<double>(ahead[i].size(1))));
        at::Tensor(parameters[i]).add_(updates[i].reshape(parameters[i].sizes()), -rate * shape_factor);
        at::Tensor(parameters[i]).mutable_grad().reset();
    }
}

void Optimizer::step_others(std::int64_t step, double rate) {
    const std::vector<at::Tensor> gradients = tensors_with_gradient(others_, gradient_of);
    if (gradients.empty()) {
        return;
    }
    const std::vector<at::Tensor> parameters = tensors_with_gradient(others_, parameter_of);
    const std::vector<at::Tensor> means = tensors_with_gradient(others_, [](const Other& other) { return other.mean; });
    const std::vector<at::Tensor> squares = tensors_with_gradient(others_, [](const Other& other) { return other.square; });
    const double mean_bias = 1.0 - std::pow(options_.adam_beta1, static_cast<double>(step + 1));
    const double square_bias = 1.0 - std::pow(options_.adam_beta2, static_cast<double>(step + 1));
    at::_foreach_lerp_(means, gradients, 1.0 - options_.adam_beta1);
    at::_foreach_mul_(squares, options_.adam_beta2);
    at::_foreach_addcmul_(squares, gradients, gradients, 1.0 - options_.adam_beta2);
    const std::vector<at::Tensor> spreads = at::_foreach_sqrt(squares);
    at::_foreach_div_(spreads, std::sqrt(square_bias));
    at::_foreach_add_(spreads, adam_eps);
    at::_foreach_mul_(parameters, 1.0 - rate * options_.weight_decay);
    at::_foreach_addcdiv_(parameters, means, spreads, -rate / mean_bias);
    for (const at::Tensor& parameter : parameters) {
        at::Tensor(parameter).mutable_grad().reset();
    }
}

std::map<std::string, at::Tensor> Optimizer::state() const {
    std::map<std::string, at::Tensor> tensors;
    for (const Matrix& matrix : matrices_) {
        tensors[matrix.name + ".momentum"] = matrix.momentum;
    }
    for (const Other& other : others_) {
        tensors[other.name + ".mean"] = other.mean;
        tensors[other.name + ".square"] = other.square;
    }
    return tensors;
}

}  // namespace kinora::training
