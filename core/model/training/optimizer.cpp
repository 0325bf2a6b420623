#include "core/model/training/optimizer.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cmath>

namespace kinora::training {

namespace {

constexpr double adam_eps = 1e-8;
constexpr double smallest_norm = 1e-30;  // only zero stays zero; gradients are often far below 1e-7

}  // namespace

namespace {

// A quintic whose slope at 0 is steep and which maps 0 … 1 to about 0.7 … 1.2.
constexpr double quintic_a = 3.4445;
constexpr double quintic_b = -4.7750;
constexpr double quintic_c = 2.0315;
constexpr int iterations = 5;

// x: (m, n), m <= n, of norm 1
at::Tensor iterate_whole(at::Tensor x) {
    for (int i = 0; i < iterations; ++i) {
        const at::Tensor square = at::matmul(x, x.t());
        x = at::addmm(x, at::addmm(square, square, square, quintic_b, quintic_c), x, quintic_a);
    }
    return x;
}

// The same for m much less than n: the iterations are polynomials of g = x xᵀ, so they are made of m x m matrices only, and
// the product of all of them meets x once. That wants float32, because nothing computes g anew from a rounded x.
at::Tensor iterate_gram(const at::Tensor& x) {
    at::Tensor gram = at::matmul(x, x.t());
    at::Tensor all;
    for (int i = 0; i < iterations; ++i) {
        at::Tensor factor = at::addmm(gram, gram, gram, quintic_b, quintic_c);
        factor.diagonal().add_(quintic_a);
        all = all.defined() ? at::matmul(factor, all) : factor;
        if (i + 1 < iterations) {
            gram = at::matmul(at::matmul(factor, gram), factor);
        }
    }
    return at::matmul(all.to(at::kBFloat16), x.to(at::kBFloat16));
}

}  // namespace

at::Tensor orthogonalised(const at::Tensor& matrix) {
    constexpr std::int64_t much = 6;
    const bool is_tall = matrix.size(0) > matrix.size(1);
    at::Tensor x = (is_tall ? matrix.t() : matrix).to(at::kFloat);
    x = x / x.norm().clamp_min(smallest_norm);
    x = x.size(1) >= much * x.size(0) ? iterate_gram(x) : iterate_whole(x.to(at::kBFloat16).contiguous());
    x = x.to(at::kFloat);
    return is_tall ? x.t() : x;
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
    double squares = 0.0;
    for (const Other& other : others_) {
        if (other.parameter.grad().defined()) {
            squares += std::pow(other.parameter.grad().norm().item<double>(), 2.0);
        }
    }
    const double norm = std::sqrt(squares);
    for (const Matrix& matrix : matrices_) {
        if (matrix.parameter.grad().defined() && !std::isfinite(matrix.parameter.grad().sum().item<double>())) {
            return NAN;
        }
    }
    if (norm > highest) {
        for (const Other& other : others_) {
            if (other.parameter.grad().defined()) {
                other.parameter.grad().mul_(highest / (norm + 1e-6));
            }
        }
    }
    return norm;
}

void Optimizer::step(std::int64_t step, double factor) {
    const at::NoGradGuard no_grad;
    const double muon_rate = options_.muon_learning_rate * factor;
    for (Matrix& matrix : matrices_) {
        at::Tensor& gradient = matrix.parameter.mutable_grad();
        if (!gradient.defined()) {
            continue;
        }
        matrix.momentum.lerp_(gradient, 1.0 - options_.muon_momentum);
        const at::Tensor ahead = at::lerp(gradient, matrix.momentum, options_.muon_momentum).flatten(1);
        const double shape_factor = std::sqrt(std::max(1.0, static_cast<double>(ahead.size(0)) / static_cast<double>(ahead.size(1))));
        matrix.parameter.mul_(1.0 - muon_rate * options_.weight_decay);
        matrix.parameter.add_(orthogonalised(ahead).reshape(matrix.parameter.sizes()), -muon_rate * shape_factor);
        gradient.reset();
    }
    const double adam_rate = options_.adam_learning_rate * factor;
    const double mean_bias = 1.0 - std::pow(options_.adam_beta1, static_cast<double>(step + 1));
    const double square_bias = 1.0 - std::pow(options_.adam_beta2, static_cast<double>(step + 1));
    for (Other& other : others_) {
        at::Tensor& gradient = other.parameter.mutable_grad();
        if (!gradient.defined()) {
            continue;
        }
        other.mean.lerp_(gradient, 1.0 - options_.adam_beta1);
        other.square.mul_(options_.adam_beta2).addcmul_(gradient, gradient, 1.0 - options_.adam_beta2);
        const at::Tensor spread = other.square.sqrt().div_(std::sqrt(square_bias)).add_(adam_eps);
        other.parameter.mul_(1.0 - adam_rate * options_.weight_decay);
        other.parameter.addcdiv_(other.mean, spread, -adam_rate / mean_bias);
        gradient.reset();
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
