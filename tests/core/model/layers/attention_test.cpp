#include "core/model/layers/attention.h"

#include <ATen/Parallel.h>

#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;

class AttentionTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void equals_its_definition_data();
    void equals_its_definition();
    void padding_counts_nothing();
};

// The definition, in float64.
static at::Tensor exact(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias, std::int64_t heads) {
    const auto split = [&](const at::Tensor& x) { return x.to(at::kDouble).unflatten(2, {heads, -1}).transpose(1, 2); };
    at::Tensor scores = split(q).matmul(split(k).transpose(2, 3)) / std::sqrt(static_cast<double>(q.size(2) / heads));
    if (bias.defined()) {
        scores = scores + bias.to(at::kDouble);
    }
    return scores.softmax(-1).matmul(split(v)).transpose(1, 2).flatten(2);
}

void AttentionTest::equals_its_definition_data() {
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("heads");
    QTest::addColumn<bool>("has_bias");
    QTest::newRow("one block") << 60 << 60 << 64 << 2 << false;
    QTest::newRow("odd number of keys") << 7 << 13 << 32 << 2 << false;
    QTest::newRow("one key") << 5 << 1 << 16 << 1 << false;
    QTest::newRow("several key blocks") << 130 << 1300 << 64 << 2 << false;
    QTest::newRow("a last block of one key") << 65 << 513 << 32 << 1 << false;
    QTest::newRow("odd head width") << 9 << 9 << 21 << 3 << false;
    QTest::newRow("wide head") << 40 << 40 << 256 << 2 << false;
    QTest::newRow("bias") << 33 << 700 << 64 << 4 << true;
}

void AttentionTest::equals_its_definition() {
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(int, width);
    QFETCH(int, heads);
    QFETCH(bool, has_bias);
    const at::NoGradGuard no_grad;
    const at::Tensor q = at::randn({2, queries, width}) * 3;
    const at::Tensor k = at::randn({2, keys, width}) * 3;
    const at::Tensor v = at::randn({2, keys, width});
    const at::Tensor bias = has_bias ? at::randn({2, 1, 1, keys}) * 4 : at::Tensor();
    KINORA_COMPARE_TENSORS(attention(q, k, v, bias, heads), exact(q, k, v, bias, heads), 2e-5);

    const auto bf16 = [](const at::Tensor& x) { return x.to(at::kBFloat16); };
    const at::Tensor rounded = exact(bf16(q), bf16(k), bf16(v), bias, heads);
    KINORA_COMPARE_TENSORS(attention(bf16(q), bf16(k), bf16(v), bias, heads), rounded, 0.03);

    // More threads than heads share the queries of a head.
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const at::Tensor alone = attention(q, k, v, bias, heads);
    at::set_num_threads(threads);
    KINORA_COMPARE_TENSORS(attention(q, k, v, bias, heads), alone, 1e-6);
}

void AttentionTest::padding_counts_nothing() {
    const at::NoGradGuard no_grad;
    const at::Tensor q = at::randn({1, 10, 32});
    const at::Tensor k = at::randn({1, 20, 32});
    const at::Tensor v = at::randn({1, 20, 32});
    at::Tensor bias = at::zeros({1, 1, 1, 20});
    bias.narrow(3, 12, 8).fill_(-10000.0);
    const at::Tensor padded = attention(q, k, v, bias, 2);
    const at::Tensor cut = attention(q, k.narrow(1, 0, 12), v.narrow(1, 0, 12), {}, 2);
    KINORA_COMPARE_TENSORS(padded, cut, 1e-6);
}

KINORA_TEST(AttentionTest)
#include "attention_test.moc"
