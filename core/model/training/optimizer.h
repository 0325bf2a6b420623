// The optimiser of all training runs: Muon (Jordan et al. 2024: momentum whose matrices are made orthogonal by a
// Newton-Schulz iteration) for matrices and convolution kernels, AdamW (Loshchilov & Hutter 2019) for the rest.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::training {

struct OptimizerOptions {
    double muon_learning_rate = 0.01;
    double muon_momentum = 0.9;
    double adam_learning_rate = 3e-3;
    double adam_beta1 = 0.9;
    double adam_beta2 = 0.98;
    double weight_decay = 0.01;
};

class Optimizer {
 public:
    // Of the parameters that require a gradient; `uses_muon` chooses by name and tensor.
    Optimizer(torch::nn::Module& module, const OptimizerOptions& options,
              const std::function<bool(std::string_view name, const at::Tensor& parameter)>& uses_muon);

    // Scales all gradients so that the norm of those that AdamW gets is at most `highest`; returns their norm before. Muon's
    // update does not depend on the size of its gradients.
    double clip_gradients(double highest);

    // `step` counts from 0, `factor` scales both learning rates. Uses up the gradients.
    void step(std::int64_t step, double factor);

    // Name → tensor of everything that a step changes beside the parameters; the tensors are the live ones.
    std::map<std::string, at::Tensor> state() const;

 private:
    struct Matrix {
        std::string name;
        at::Tensor parameter;
        at::Tensor momentum;
    };
    struct Other {
        std::string name;
        at::Tensor parameter;
        at::Tensor mean;
        at::Tensor square;
    };

    void step_matrices(double rate);
    void step_others(std::int64_t step, double rate);

    OptimizerOptions options_;
    std::vector<Matrix> matrices_;
    std::vector<Other> others_;
};

// The nearest (semi-)orthogonal matrix to (m, n), or to each of (N, m, n), roughly: all singular values end between about 0.7
// and 1.2. In bfloat16.
at::Tensor orthogonalised(const at::Tensor& matrix);

}  // namespace kinora::training
