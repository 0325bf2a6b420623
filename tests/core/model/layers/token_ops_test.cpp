#include "core/model/layers/token_ops.h"

#include "core/model/layers/rms_norm.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;

// The row loops against libtorch's operators, which run where gradients are recorded.
class TokenOpsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void normalises_and_modulates();
    void standardises_and_modulates();
    void adds_gated();
    void normalises_and_rotates();
    void turns_every_head_alike();
    void rotation_keeps_norms();
    void rounds_like_libtorch();
};

static TokenRows rows(std::int64_t count, std::int64_t width, const at::Tensor& index = {}) {
    return {at::randn({count, width}), index};
}

template <typename Op>
static std::pair<at::Tensor, at::Tensor> both_ways(const Op& op) {
    at::Tensor plain;
    {
        const at::AutoGradMode grad(true);
        plain = op().detach();
    }
    const at::NoGradGuard no_grad;
    return {op(), plain};
}

void TokenOpsTest::normalises_and_modulates() {
    const at::Tensor x = at::randn({2, 5, 37});
    const at::Tensor index = at::randint(3, {2, 5}, at::kLong);
    const at::Tensor shared_index = at::randint(3, {1, 5}, at::kLong);
    for (const at::Tensor& used : {at::Tensor(), index, shared_index}) {
        const std::int64_t count = used.defined() ? 3 : 1;
        const TokenRows scale = rows(count, 37, used);
        const TokenRows shift = rows(count, 37, used);
        const auto [fast, plain] = both_ways([&] { return normalise_and_modulate(x, {}, 1e-6, scale, shift, at::kFloat); });
        KINORA_COMPARE_TENSORS(fast, plain, 1e-5);
    }
}

void TokenOpsTest::standardises_and_modulates() {
    const at::Tensor x = at::randn({2, 5, 37}) + 3.0;
    for (const at::Tensor& used : {at::Tensor(), at::randint(3, {1, 5}, at::kLong)}) {
        const std::int64_t count = used.defined() ? 3 : 1;
        const TokenRows scale = rows(count, 37, used);
        const TokenRows shift = rows(count, 37, used);
        const auto [fast, plain] = both_ways([&] { return standardise_and_modulate(x, 1e-6, scale, shift, at::kFloat); });
        KINORA_COMPARE_TENSORS(fast, plain, 1e-5);
    }
}

void TokenOpsTest::turns_every_head_alike() {
    const at::Tensor x = at::randn({2, 5, 24});
    const at::Tensor weight = at::randn({24});
    const RotaryTables of_head = {at::randn({1, 5, 4}), at::randn({1, 5, 4})};
    const RotaryTables of_all = {of_head.cos.repeat({1, 1, 3}), of_head.sin.repeat({1, 1, 3})};
    const at::NoGradGuard no_grad;
    const at::Tensor expected = normalise_and_rotate(x.clone(), weight, 1e-6, &of_all);
    KINORA_COMPARE_TENSORS(normalise_and_rotate(x.clone(), weight, 1e-6, &of_head), expected, 1e-6);
    KINORA_COMPARE_TENSORS(apply_rope(x, of_head), apply_rope(x, of_all), 1e-6);
}

void TokenOpsTest::adds_gated() {
    const at::Tensor x = at::randn({2, 5, 37});
    const at::Tensor y = at::randn({2, 5, 37});
    const TokenRows gate = rows(4, 37, at::randint(4, {1, 5}, at::kLong));
    for (const TokenRows& used : {gate, TokenRows()}) {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const auto [fast, plain] = both_ways([&] { return add_gated(x.clone(), y.to(type), used); });
            KINORA_COMPARE_TENSORS(fast, plain, type == at::kFloat ? 1e-6 : 1e-5);
        }
    }
}

void TokenOpsTest::normalises_and_rotates() {
    const at::Tensor x = at::randn({2, 5, 36});
    const at::Tensor weight = at::randn({36});
    const at::Tensor angles = at::randn({1, 5, 18}) * 10;
    const RotaryTables rope = {angles.cos(), angles.sin()};
    for (const RotaryTables* used : {&rope, static_cast<const RotaryTables*>(nullptr)}) {
        const auto [fast, plain] = both_ways([&] { return normalise_and_rotate(x.clone(), weight, 1e-5, used); });
        KINORA_COMPARE_TENSORS(fast, plain, 1e-5);
        const auto [fast16, plain16] =
            both_ways([&] { return normalise_and_rotate(x.to(at::kBFloat16), weight, 1e-5, used).to(at::kFloat); });
        KINORA_COMPARE_TENSORS(fast16, plain16, 0.1);
        KINORA_COMPARE_TENSORS(fast16, fast, 0.05);
    }
}

void TokenOpsTest::rotation_keeps_norms() {
    const at::Tensor x = at::randn({1, 7, 24});
    const at::Tensor angles = at::randn({1, 7, 12}) * 100;
    const at::Tensor turned = apply_rope(x, {angles.cos(), angles.sin()});
    KINORA_COMPARE_TENSORS(turned.norm(2, {-1}), x.norm(2, {-1}), 1e-5);
    QVERIFY(test::max_difference(turned, x) > 0.1);
}

void TokenOpsTest::rounds_like_libtorch() {
    const at::NoGradGuard no_grad;
    const at::Tensor x = at::randn({4, 8, 64}) * at::pow(10.0, at::randint(-30, 30, {4, 8, 64}).to(at::kFloat));
    const TokenRows one = {at::ones({1, 64}), {}};
    const TokenRows zero = {at::zeros({1, 64}), {}};
    const at::Tensor fine = normalise_and_modulate(x, {}, 1e-6, one, zero, at::kFloat);
    const at::Tensor coarse = normalise_and_modulate(x, {}, 1e-6, one, zero, at::kBFloat16);
    QVERIFY(at::equal(coarse, fine.to(at::kBFloat16)));
}

KINORA_TEST(TokenOpsTest)
#include "token_ops_test.moc"
