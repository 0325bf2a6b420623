#include "core/model/layers/token_gradients.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/model/layers/cpu_row_gradients.h"

namespace kinora {

namespace {

using cpu::Bf16;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t rows_of_a_part = 64;       // whose sums are added up apart, whatever the number of threads
constexpr std::int64_t values_of_a_task = 32768;  // what makes another thread worth its start

template <typename Work>
void with_value_type(at::ScalarType type, const Work& work) {
    if (type == at::kFloat) {
        work(float());
    } else {
        work(Bf16());
    }
}

template <typename T>
const T* values(const at::Tensor& x) {
    return static_cast<const T*>(x.const_data_ptr());
}

template <typename T>
T* mutable_values(at::Tensor& x) {
    return static_cast<T*>(x.mutable_data_ptr());
}

// Calls `work(part, first row, end)` for `count` parts of `rows` rows each, of a matrix of `width` columns, in parallel.
template <typename Work>
void for_each_part(std::int64_t total, std::int64_t rows, std::int64_t width, const Work& work) {
    const std::int64_t count = (total + rows - 1) / rows;
    at::parallel_for(0, count, std::max<std::int64_t>(values_of_a_task / std::max<std::int64_t>(rows * width, 1), 1),
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t part = begin; part < end; ++part) {
                             work(part, part * rows, std::min((part + 1) * rows, total));
                         }
                     });
}

std::int64_t num_rows(const at::Tensor& x) {
    return x.numel() / std::max<std::int64_t>(x.size(-1), 1);
}

// Tokens that share a row of (B, N, D).
std::int64_t run_length(const at::Tensor& x, const at::Tensor& rows) {
    return x.size(1) / rows.size(1);
}

struct Modulation : Function<Modulation> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift,
                              double eps, at::ScalarType type) {
        context->save_for_backward({x, scale});
        context->saved_data["eps"] = eps;
        at::Tensor out = at::empty(x.sizes(), x.options().dtype(type));
        const std::int64_t width = x.size(2);
        const auto n = static_cast<std::size_t>(width);
        with_value_type(type, [&](auto tag) {
            using T = decltype(tag);
            T* target = mutable_values<T>(out);
            for_each_part(num_rows(x), run_length(x, scale), width, [&](std::int64_t run, std::int64_t row, std::int64_t end) {
                for (; row < end; ++row) {
                    const float* source = values<float>(x) + row * width;
                    cpu::modulate(source, cpu::inverse_rms(source, n, static_cast<float>(eps)), values<float>(scale) + run * width,
                                  values<float>(shift) + run * width, target + row * width, n);
                }
            });
        });
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& scale = saved[1];
        const auto eps = static_cast<float>(context->saved_data["eps"].toDouble());
        const at::Tensor gradient = gradients.front().contiguous();
        at::Tensor x_gradient = at::empty_like(x);
        at::Tensor scale_gradient = at::zeros_like(scale);
        at::Tensor shift_gradient = at::zeros_like(scale);
        const std::int64_t width = x.size(2);
        const auto n = static_cast<std::size_t>(width);
        with_value_type(gradient.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            auto* target = mutable_values<float>(x_gradient);
            auto* scales = mutable_values<float>(scale_gradient);
            auto* shifts = mutable_values<float>(shift_gradient);
            for_each_part(num_rows(x), run_length(x, scale), width, [&](std::int64_t run, std::int64_t row, std::int64_t end) {
                for (; row < end; ++row) {
                    const float* source = values<float>(x) + row * width;
                    cpu::gradient_of_modulation(source, cpu::inverse_rms(source, n, eps), values<float>(scale) + run * width,
                                                values<T>(gradient) + row * width, target + row * width, scales + run * width,
                                                shifts + run * width, n);
                }
            });
        });
        return {x_gradient, scale_gradient, shift_gradient, at::Tensor(), at::Tensor()};
    }
};

struct GatedSum : Function<GatedSum> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& y, const at::Tensor& gate) {
        context->save_for_backward({y, gate});
        at::Tensor out = x.clone();
        const std::int64_t width = x.size(2);
        with_value_type(y.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            auto* target = mutable_values<float>(out);
            for_each_part(num_rows(x), run_length(x, gate), width, [&](std::int64_t run, std::int64_t row, std::int64_t end) {
                for (; row < end; ++row) {
                    cpu::add_gated(target + row * width, values<T>(y) + row * width, values<float>(gate) + run * width,
                                   static_cast<std::size_t>(width));
                }
            });
        });
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& y = saved[0];
        const at::Tensor& gate = saved[1];
        const at::Tensor gradient = gradients.front().to(at::kFloat).contiguous();
        at::Tensor y_gradient = at::empty_like(y);
        at::Tensor gate_gradient = at::zeros_like(gate);
        const std::int64_t width = y.size(2);
        with_value_type(y.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            T* target = mutable_values<T>(y_gradient);
            auto* gates = mutable_values<float>(gate_gradient);
            for_each_part(num_rows(y), run_length(y, gate), width, [&](std::int64_t run, std::int64_t row, std::int64_t end) {
                for (; row < end; ++row) {
                    cpu::gradient_of_gate(values<T>(y) + row * width, values<float>(gate) + run * width,
                                          values<float>(gradient) + row * width, target + row * width, gates + run * width,
                                          static_cast<std::size_t>(width));
                }
            });
        });
        return {gradient, y_gradient, gate_gradient};
    }
};

// Cosine and sine of a row, or null.
struct Angles {
    const float* cos = nullptr;
    const float* sin = nullptr;
};

Angles angles_of(const RotaryTables& rope, std::int64_t row) {
    if (!rope.cos.defined()) {
        return {};
    }
    const std::int64_t at = row % (rope.cos.size(0) * rope.cos.size(1)) * rope.cos.size(2);
    return {values<float>(rope.cos) + at, values<float>(rope.sin) + at};
}

struct Rotation : Function<Rotation> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, const RotaryTables& rope,
                              double eps) {
        context->save_for_backward({x, weight});
        context->saved_data["eps"] = eps;
        if (rope.cos.defined()) {
            context->saved_data["cos"] = rope.cos;
            context->saved_data["sin"] = rope.sin;
        }
        at::Tensor out = x.clone();
        const std::int64_t width = x.size(2);
        const auto n = static_cast<std::size_t>(width);
        with_value_type(x.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            T* target = mutable_values<T>(out);
            for_each_part(num_rows(x), rows_of_a_part, width, [&](std::int64_t, std::int64_t row, std::int64_t end) {
                for (; row < end; ++row) {
                    const Angles angles = angles_of(rope, row);
                    T* values_of_row = target + row * width;
                    cpu::scale_and_rotate(values_of_row, cpu::inverse_rms(values_of_row, n, static_cast<float>(eps)),
                                          values<float>(weight), angles.cos, angles.sin, n);
                }
            });
        });
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& weight = saved[1];
        RotaryTables rope;
        if (context->saved_data.count("cos") > 0) {
            rope = {context->saved_data["cos"].toTensor(), context->saved_data["sin"].toTensor()};
        }
        const auto eps = static_cast<float>(context->saved_data["eps"].toDouble());
        const at::Tensor gradient = gradients.front().to(x.scalar_type()).contiguous();
        at::Tensor x_gradient = at::empty_like(x);
        const std::int64_t width = x.size(2);
        const auto n = static_cast<std::size_t>(width);
        at::Tensor sums = at::zeros({(num_rows(x) + rows_of_a_part - 1) / rows_of_a_part, width}, weight.options());
        with_value_type(x.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            T* target = mutable_values<T>(x_gradient);
            auto* weights = mutable_values<float>(sums);
            for_each_part(num_rows(x), rows_of_a_part, width, [&](std::int64_t part, std::int64_t row, std::int64_t end) {
                std::vector<float> scratch(n);
                for (; row < end; ++row) {
                    const Angles angles = angles_of(rope, row);
                    const T* source = values<T>(x) + row * width;
                    cpu::gradient_of_rotation(source, cpu::inverse_rms(source, n, eps), values<float>(weight), angles.cos, angles.sin,
                                              values<T>(gradient) + row * width, target + row * width, weights + part * width,
                                              scratch.data(), n);
                }
            });
        });
        return {x_gradient, sums.sum(0), at::Tensor(), at::Tensor()};
    }
};

struct Gelu : Function<Gelu> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x) {
        context->save_for_backward({x});
        at::Tensor out = at::empty_like(x);
        with_value_type(x.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            T* target = mutable_values<T>(out);
            for_each_part(x.numel(), values_of_a_task, 1, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                cpu::gelu(values<T>(x) + begin, target + begin, static_cast<std::size_t>(end - begin));
            });
        });
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const at::Tensor x = context->get_saved_variables().front();
        const at::Tensor gradient = gradients.front().to(x.scalar_type()).contiguous();
        at::Tensor out = at::empty_like(x);
        with_value_type(x.scalar_type(), [&](auto tag) {
            using T = decltype(tag);
            T* target = mutable_values<T>(out);
            for_each_part(x.numel(), values_of_a_task, 1, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                cpu::gradient_of_gelu(values<T>(x) + begin, values<T>(gradient) + begin, target + begin,
                                      static_cast<std::size_t>(end - begin));
            });
        });
        return {out};
    }
};

}  // namespace

bool records_gradients_on_cpu(const at::Tensor& x) {
    return at::GradMode::is_enabled() && x.requires_grad() && x.device().is_cpu() && x.numel() > 0 &&
           (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

at::Tensor modulate_with_gradients(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift,
                                   at::ScalarType type) {
    return Modulation::apply(x.contiguous(), scale.contiguous(), shift.contiguous(), eps, type);
}

at::Tensor add_gated_with_gradients(const at::Tensor& x, const at::Tensor& y, const at::Tensor& gate) {
    return GatedSum::apply(x.contiguous(), y.contiguous(), gate.contiguous());
}

at::Tensor rotate_with_gradients(const at::Tensor& x, const at::Tensor& weight, double eps, const RotaryTables& rope) {
    return Rotation::apply(x.contiguous(), weight.contiguous(), rope, eps);
}

at::Tensor gelu_with_gradients(const at::Tensor& x) {
    return Gelu::apply(x.contiguous());
}

}  // namespace kinora
