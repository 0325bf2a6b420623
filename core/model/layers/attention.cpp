#include "core/model/layers/attention.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/native/CPUBlas.h>
#include <ATen/ops/_softmax.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/scaled_dot_product_attention.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

#include "core/model/layers/cpu_rows.h"

namespace kinora {

namespace {

constexpr std::int64_t query_block = 64;
constexpr std::int64_t key_block = 512;

// oneDNN's small matrix products, with float32 results, are there for these types from AVX-512 and AVX2 on.
bool has_block_products(at::ScalarType type) {
#if defined(__x86_64__) && defined(CPUBLAS_BRGEMM_BF16BF16F32) && defined(CPUBLAS_BRGEMM_F32F32F32)
    static const bool has_avx512 = __builtin_cpu_supports("avx512bw") != 0;
    return has_avx512 && (type == at::kFloat || (type == at::kBFloat16 && __builtin_cpu_supports("avx512bf16") != 0));
#else
    return false;
#endif
}

std::int64_t round_up(std::int64_t value, std::int64_t multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

// What the products want of their right-hand side: bfloat16 in pairs of rows, float32 as it is.
template <typename T>
constexpr bool is_paired = std::is_same_v<T, at::BFloat16>;

// Heads of one sequence: rows of features with a distance of `stride` values.
template <typename T>
struct HeadRows {
    const T* data = nullptr;
    std::int64_t stride = 0;
    std::int64_t count = 0;
};

// kᵀ: (d, keys), padded with zeros to a whole block of keys.
template <typename T>
void pack_keys(const HeadRows<T>& keys, std::int64_t d, std::int64_t padded, std::vector<T>& packed) {
    packed.assign(static_cast<std::size_t>(d * padded), T(0));
    for (std::int64_t j = 0; j < keys.count; ++j) {
        const T* row = keys.data + j * keys.stride;
        const std::int64_t block = j / key_block;
        const std::int64_t width = std::min(key_block, padded - block * key_block);
        T* target = packed.data() + block * key_block * d;
        const std::int64_t column = j % key_block;
        for (std::int64_t i = 0; i < d; ++i) {
            target[is_paired<T> ? (i / 2 * width + column) * 2 + i % 2 : i * width + column] = row[i];
        }
    }
}

// v: (keys, d), padded likewise.
template <typename T>
void pack_values(const HeadRows<T>& values, std::int64_t d, std::int64_t padded, std::vector<T>& packed) {
    packed.assign(static_cast<std::size_t>(d * padded), T(0));
    for (std::int64_t j = 0; j < values.count; ++j) {
        const T* row = values.data + j * values.stride;
        for (std::int64_t i = 0; i < d; ++i) {
            packed[static_cast<std::size_t>(is_paired<T> ? (j / 2 * d + i) * 2 + j % 2 : j * d + i)] = row[i];
        }
    }
}

auto* as_row(float* x) {
    return x;
}
auto* as_row(at::BFloat16* x) {
    return reinterpret_cast<cpu::Bf16*>(x);
}

// One head of one sequence, with its keys and values packed once for all blocks of queries.
template <typename T>
class Head {
 public:
    Head(const HeadRows<T>& keys, const HeadRows<T>& values, const float* bias, std::int64_t d)
        : d_(d), num_keys_(keys.count), padded_(round_up(keys.count, 2)), bias_(bias), scale_(1.0f / std::sqrt(static_cast<float>(d))) {
        pack_keys(keys, d, padded_, keys_);
        pack_values(values, d, padded_, values_);
        scores_.resize(static_cast<std::size_t>(query_block * key_block));
        weights_.resize(static_cast<std::size_t>(query_block * key_block));
        sums_.resize(static_cast<std::size_t>(query_block * d));
    }

    // Up to query_block queries → rows of `out`.
    void attend(const HeadRows<T>& queries, T* out, std::int64_t out_stride) {
        std::fill(maxima_, maxima_ + queries.count, -INFINITY);
        std::fill(totals_, totals_ + queries.count, 0.0f);
        for (std::int64_t first = 0; first < num_keys_; first += key_block) {
            const std::int64_t padded = std::min(key_block, padded_ - first);
            const std::int64_t count = std::min(key_block, num_keys_ - first);
            at::native::cpublas::brgemm(queries.count, padded, d_, queries.stride, padded, padded, false, queries.data,
                                        keys_.data() + first * d_, scores_.data(), is_paired<T>);
            for (std::int64_t i = 0; i < queries.count; ++i) {
                weigh(i, first, count, padded);
            }
            at::native::cpublas::brgemm(queries.count, d_, padded, padded, d_, d_, first > 0, weights_.data(),
                                        values_.data() + first * d_, sums_.data(), is_paired<T>);
        }
        for (std::int64_t i = 0; i < queries.count; ++i) {
            cpu::scale(sums_.data() + i * d_, 1.0f / totals_[i], as_row(out + i * out_stride), static_cast<std::size_t>(d_));
        }
    }

 private:
    // Turns a row of scores into weights relative to the largest score so far, and brings what was summed before to it.
    void weigh(std::int64_t i, std::int64_t first, std::int64_t count, std::int64_t padded) {
        const auto n = static_cast<std::size_t>(count);
        const float* scores = scores_.data() + i * padded;
        const float* bias = bias_ == nullptr ? nullptr : bias_ + first;
        T* weights = weights_.data() + i * padded;
        const float maximum = std::max(maxima_[i], cpu::largest(scores, bias, scale_, n));
        const float earlier = std::exp(maxima_[i] - maximum);
        totals_[i] = totals_[i] * earlier + cpu::exponentials(scores, bias, scale_, maximum, as_row(weights), n);
        maxima_[i] = maximum;
        std::fill(weights + count, weights + padded, T(0));
        if (first > 0 && earlier != 1.0f) {
            float* sums = sums_.data() + i * d_;
            cpu::scale(sums, earlier, sums, static_cast<std::size_t>(d_));
        }
    }

    const std::int64_t d_;
    const std::int64_t num_keys_;
    const std::int64_t padded_;
    const float* bias_;
    const float scale_;
    std::vector<T> keys_, values_, weights_;
    std::vector<float> scores_, sums_;
    float maxima_[query_block] = {};
    float totals_[query_block] = {};
};

template <typename T>
at::Tensor attention_in_blocks(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias,
                               std::int64_t num_heads) {
    const std::int64_t batch = q.size(0);
    const std::int64_t num_queries = q.size(1);
    const std::int64_t width = q.size(2);
    const std::int64_t d = width / num_heads;
    at::Tensor out = at::empty(q.sizes(), q.options());

    // A task is a head and a share of its queries; more than one share only where there are more threads than heads.
    const std::int64_t heads = batch * num_heads;
    const std::int64_t blocks = (num_queries + query_block - 1) / query_block;
    const std::int64_t shares = std::clamp<std::int64_t>((2 * at::get_num_threads() + heads - 1) / heads, 1, std::max<std::int64_t>(blocks, 1));
    const std::int64_t blocks_per_share = (blocks + shares - 1) / shares;
    const auto rows_of = [&](const at::Tensor& x, std::int64_t b, std::int64_t n) {
        return HeadRows<T>{x.const_data_ptr<T>() + b * x.stride(0) + n * d, x.stride(1), x.size(1)};
    };
    const at::Tensor bias32 = bias.defined() ? bias.to(at::kFloat).contiguous() : at::Tensor();
    at::parallel_for(0, heads * shares, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t task = begin; task < end; ++task) {
            const std::int64_t b = task / shares / num_heads;
            const std::int64_t n = task / shares % num_heads;
            const float* head_bias =
                bias32.defined() ? bias32.const_data_ptr<float>() + (bias32.size(0) > 1 ? b : 0) * k.size(1) : nullptr;
            Head<T> head(rows_of(k, b, n), rows_of(v, b, n), head_bias, d);
            const HeadRows<T> queries = rows_of(q, b, n);
            const std::int64_t last = std::min((task % shares + 1) * blocks_per_share * query_block, num_queries);
            for (std::int64_t i = task % shares * blocks_per_share * query_block; i < last; i += query_block) {
                const HeadRows<T> block = {queries.data + i * queries.stride, queries.stride, std::min(query_block, last - i)};
                head.attend(block, out.mutable_data_ptr<T>() + (b * num_queries + i) * width + n * d, width);
            }
        }
        at::native::cpublas::brgemm_release(is_paired<T>);
    });
    return out;
}

// With gradients: libtorch's attention in blocks is several times slower in its backward pass than these products on the
// CPU (measured: 48 sequences of 120 tokens in 36 instead of 87 ms), as long as the scores are small.
constexpr std::int64_t most_scores_of_a_head = std::int64_t{1} << 20;

at::Tensor attention_by_products(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias,
                                 std::int64_t num_heads) {
    const std::int64_t batch = q.size(0);
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(2) / num_heads));
    const auto heads = [&](const at::Tensor& x) { return split_heads(x, num_heads).flatten(0, 1); };  // (B * N, L, d)
    at::Tensor scores = at::bmm(heads(q) * scale, heads(k).transpose(1, 2));
    if (bias.defined()) {
        scores = (scores.unflatten(0, {batch, num_heads}) + bias.to(scores.scalar_type())).flatten(0, 1);
    }
    const at::Tensor weights = at::_softmax(scores, -1, false);
    return at::bmm(weights, heads(v)).unflatten(0, {batch, num_heads}).transpose(1, 2).flatten(2);
}

bool is_dense_in_features(const at::Tensor& x) {
    return x.stride(2) == 1;
}

}  // namespace

at::Tensor split_heads(const at::Tensor& x, std::int64_t num_heads) {
    return x.unflatten(2, {num_heads, -1}).transpose(1, 2);
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias,
                     std::int64_t num_heads) {
    const std::int64_t d = q.size(2) / num_heads;
    const bool fits = q.device().is_cpu() && !at::GradMode::is_enabled() && has_block_products(q.scalar_type()) && d % 2 == 0 &&
                      is_dense_in_features(q) && is_dense_in_features(k) && is_dense_in_features(v) && k.size(1) > 0;
    if (fits && q.scalar_type() == at::kBFloat16) {
        return attention_in_blocks<at::BFloat16>(q, k, v, bias, num_heads);
    }
    if (fits && q.scalar_type() == at::kFloat) {
        return attention_in_blocks<float>(q, k, v, bias, num_heads);
    }
    if (q.device().is_cpu() && at::GradMode::is_enabled() && q.size(1) * k.size(1) <= most_scores_of_a_head) {
        return attention_by_products(q, k, v, bias, num_heads);
    }
    const std::optional<at::Tensor> mask = bias.defined() ? std::optional(bias.to(q.scalar_type())) : std::nullopt;
    return at::scaled_dot_product_attention(split_heads(q, num_heads), split_heads(k, num_heads), split_heads(v, num_heads), mask)
        .transpose(1, 2)
        .flatten(2);
}

}  // namespace kinora
