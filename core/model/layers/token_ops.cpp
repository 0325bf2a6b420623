#include "core/model/layers/token_ops.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/layer_norm.h>

#include "core/model/layers/cpu_rows.h"
#include "core/model/layers/rms_norm.h"
#include "core/model/layers/token_gradients.h"

namespace kinora {

namespace {

using cpu::Bf16;

// The row loops serve inference on a CPU; everything else goes through libtorch's own operators.
bool runs_on_rows(const at::Tensor& x, at::ScalarType type) {
    return x.device().is_cpu() && !at::GradMode::is_enabled() && (type == at::kFloat || type == at::kBFloat16);
}

// Rows for training, a run of tokens each.
bool is_in_runs(const TokenRows& rows, const at::Tensor& x) {
    return rows.rows.defined() && rows.rows.dim() == 3 && rows.rows.scalar_type() == at::kFloat && records_gradients_on_cpu(x);
}

// Calls `work(row, first_value_index)` for all rows of (B, L, D), in parallel.
template <typename Work>
void for_each_row(const at::Tensor& x, const Work& work) {
    const std::int64_t width = x.size(-1);
    const std::int64_t rows = x.numel() / std::max<std::int64_t>(width, 1);
    at::parallel_for(0, rows, std::max<std::int64_t>(32768 / std::max<std::int64_t>(width, 1), 1),
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t row = begin; row < end; ++row) {
                             work(row, row * width);
                         }
                     });
}

// Finds the values that a token takes from TokenRows.
class RowLookup {
 public:
    explicit RowLookup(const TokenRows& rows)
        : rows_(rows.rows.defined() ? rows.rows.contiguous() : at::Tensor()),
          index_(rows.row_of_token.defined() ? rows.row_of_token.contiguous() : at::Tensor()) {}

    // `token` counts over (B, L).
    const float* operator()(std::int64_t token) const {
        if (!rows_.defined()) {
            return nullptr;
        }
        const std::int64_t row = index_.defined() ? index_.const_data_ptr<std::int64_t>()[token % index_.numel()] : 0;
        return rows_.const_data_ptr<float>() + row * rows_.size(1);
    }

 private:
    at::Tensor rows_;
    at::Tensor index_;
};

// (R, D) by token: (1, 1, D) or (B or 1, L, D)
at::Tensor spread(const TokenRows& rows) {
    return rows.row_of_token.defined() ? rows.rows.index({rows.row_of_token}) : rows.rows.unsqueeze(0);
}

// Calls `combine` with x and rows in shapes that fit together.
template <typename Combine>
at::Tensor with_rows(const at::Tensor& x, const TokenRows& rows, const Combine& combine) {
    if (rows.rows.dim() != 3) {
        return combine(x, spread(rows));
    }
    const std::int64_t runs = rows.rows.size(1);
    return combine(x.unflatten(1, {runs, x.size(1) / runs}), rows.rows.unsqueeze(2)).flatten(1, 2);
}

template <typename Work>
void with_row_type(at::ScalarType type, const Work& work) {
    if (type == at::kFloat) {
        work(static_cast<float*>(nullptr));
    } else {
        work(static_cast<Bf16*>(nullptr));
    }
}

template <typename T>
const T* row_data(const at::Tensor& x) {
    return static_cast<const T*>(x.const_data_ptr());
}

template <typename T>
T* mutable_row_data(at::Tensor& x) {
    return static_cast<T*>(x.mutable_data_ptr());
}

// A row of `type` for each of x, (B, L, D) float32: modulate(row, D, scale, shift, result).
template <typename Modulate>
at::Tensor modulated_rows(const at::Tensor& x, const TokenRows& scale, const TokenRows& shift, at::ScalarType type, const Modulate& modulate) {
    const at::Tensor input = x.contiguous();
    at::Tensor out = at::empty(input.sizes(), input.options().dtype(type));
    const RowLookup scale_of(scale);
    const RowLookup shift_of(shift);
    const auto width = static_cast<std::size_t>(input.size(-1));
    with_row_type(type, [&](auto* tag) {
        using T = std::remove_pointer_t<decltype(tag)>;
        const float* source = input.const_data_ptr<float>();
        T* target = mutable_row_data<T>(out);
        for_each_row(input, [&](std::int64_t row, std::int64_t at) { modulate(source + at, width, scale_of(row), shift_of(row), target + at); });
    });
    return out;
}

}  // namespace

std::vector<TokenRows> modulation_parts(const at::Tensor& rows, const at::Tensor& table, const at::Tensor& row_of_token) {
    std::vector<TokenRows> parts;
    const at::Tensor sums = rows.unflatten(-1, {table.size(0), -1}) + table;
    for (const at::Tensor& part : sums.unbind(-2)) {
        parts.push_back({part.contiguous(), row_of_token});
    }
    return parts;
}

TokenRows plus_one(const TokenRows& scale) {
    return {scale.rows + 1, scale.row_of_token};
}

at::Tensor scale_and_shift(const at::Tensor& x, const TokenRows& scale, const TokenRows& shift) {
    const at::Tensor scaled = with_rows(x, scale, [](const at::Tensor& a, const at::Tensor& b) { return a * b; });
    return shift.rows.defined() ? with_rows(scaled, shift, [](const at::Tensor& a, const at::Tensor& b) { return a + b; }) : scaled;
}

at::Tensor normalise_and_modulate(const at::Tensor& x, const at::Tensor& weight, double eps, const TokenRows& scale,
                                  const TokenRows& shift, at::ScalarType type) {
    if (!weight.defined() && is_in_runs(scale, x) && is_in_runs(shift, x) && x.scalar_type() == at::kFloat) {
        return modulate_with_gradients(x, eps, scale.rows, shift.rows, type);
    }
    if (weight.defined() || !runs_on_rows(x, type)) {
        return scale_and_shift(rms_norm(x, weight, eps), scale, shift).to(type);
    }
    return modulated_rows(x, scale, shift, type, [&](const float* source, std::size_t width, const float* row_scale, const float* row_shift, auto* target) {
        const float factor = cpu::inverse_rms(source, width, static_cast<float>(eps));
        cpu::modulate(source, factor, row_scale, row_shift, target, width);
    });
}

at::Tensor standardise_and_modulate(const at::Tensor& x, double eps, const TokenRows& scale, const TokenRows& shift, at::ScalarType type) {
    if (!runs_on_rows(x, type)) {
        return scale_and_shift(at::layer_norm(x, {x.size(-1)}, {}, {}, eps), scale, shift).to(type);
    }
    return modulated_rows(x, scale, shift, type, [&](const float* source, std::size_t width, const float* row_scale, const float* row_shift, auto* target) {
        cpu::standardise_and_modulate(source, cpu::moments(source, width, static_cast<float>(eps)), row_scale, row_shift, target, width);
    });
}

at::Tensor add_gated(at::Tensor x, const at::Tensor& y, const TokenRows& gate) {
    if (is_in_runs(gate, x) && x.scalar_type() == at::kFloat) {
        return add_gated_with_gradients(x, y, gate.rows);
    }
    if (!runs_on_rows(x, y.scalar_type()) || !x.is_contiguous()) {
        return x + (gate.rows.defined() ? scale_and_shift(y, gate, {}) : y);
    }
    const at::Tensor added = y.contiguous();
    const RowLookup gate_of(gate);
    const auto width = static_cast<std::size_t>(x.size(-1));
    with_row_type(y.scalar_type(), [&](auto* tag) {
        using T = std::remove_pointer_t<decltype(tag)>;
        float* target = x.mutable_data_ptr<float>();
        const T* source = row_data<T>(added);
        for_each_row(x, [&](std::int64_t row, std::int64_t at) {
            cpu::add_gated(target + at, source + at, gate_of(row), width);
        });
    });
    return x;
}

at::Tensor normalise_and_rotate(at::Tensor x, const at::Tensor& weight, double eps, const RotaryTables* rope) {
    if (records_gradients_on_cpu(x)) {
        return rotate_with_gradients(x, weight.to(at::kFloat), eps, rope == nullptr ? RotaryTables() : *rope);
    }
    if (!runs_on_rows(x, x.scalar_type()) || !x.is_contiguous()) {
        const at::Tensor normalised = rms_norm(x, weight.to(x.scalar_type()), eps);
        return rope == nullptr ? normalised : apply_rope(normalised, *rope);
    }
    const at::Tensor weight32 = weight.to(at::kFloat).contiguous();
    const auto width = static_cast<std::size_t>(x.size(-1));
    const float* cos = rope == nullptr ? nullptr : rope->cos.const_data_ptr<float>();
    const float* sin = rope == nullptr ? nullptr : rope->sin.const_data_ptr<float>();
    const std::int64_t num_positions = rope == nullptr ? 1 : rope->cos.size(0) * rope->cos.size(1);
    // Features that turn together: all of them, or those of one head after the other.
    const std::int64_t turned = rope == nullptr ? x.size(-1) : rope->num_features();
    with_row_type(x.scalar_type(), [&](auto* tag) {
        using T = std::remove_pointer_t<decltype(tag)>;
        T* data = mutable_row_data<T>(x);
        for_each_row(x, [&](std::int64_t row, std::int64_t at) {
            const std::int64_t position = row % num_positions;
            const float factor = cpu::inverse_rms(data + at, width, static_cast<float>(eps));
            const float* const row_cos = cos == nullptr ? nullptr : cos + position * (turned / 2);
            const float* const row_sin = sin == nullptr ? nullptr : sin + position * (turned / 2);
            for (std::int64_t first = 0; first < x.size(-1); first += turned) {
                cpu::scale_and_rotate(data + at + first, factor, weight32.const_data_ptr<float>() + first, row_cos, row_sin,
                                      static_cast<std::size_t>(turned));
            }
        });
    });
    return x;
}

}  // namespace kinora
