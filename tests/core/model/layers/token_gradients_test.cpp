#include "core/model/layers/token_gradients.h"

#include <ATen/Parallel.h>

#include "core/model/layers/rms_norm.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;

// The fused operations against the same formulas in libtorch's operators in float64.
class TokenGradientsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void operations_equal_their_formulas_data();
    void operations_equal_their_formulas();
    void threads_do_not_change_the_bits();
};

namespace {

using Tensors = std::vector<at::Tensor>;
using Operation = std::function<at::Tensor(const Tensors& inputs)>;

constexpr double eps = 1e-5;

struct Case {
    Operation fused;
    Operation formula;
    Tensors inputs;
};

at::Tensor normalised(const at::Tensor& x) {
    return x * at::rsqrt(x.square().mean(-1, true) + eps);
}

// A row for each run of tokens, brought to every token.
at::Tensor spread(const at::Tensor& rows, const at::Tensor& x) {
    return rows.repeat_interleave(x.size(1) / rows.size(1), 1);
}

at::Tensor rotated(const at::Tensor& x, const at::Tensor& angles) {
    const auto pairs = x.unflatten(-1, {-1, 2}).unbind(-1);
    const at::Tensor cos = angles.to(x.scalar_type()).cos();
    const at::Tensor sin = angles.to(x.scalar_type()).sin();
    return at::stack({pairs[0] * cos - pairs[1] * sin, pairs[1] * cos + pairs[0] * sin}, -1).flatten(-2);
}

Case make_case(const std::string& name) {
    const at::Tensor x = at::randn({2, 12, 38}) * 2.0;
    const at::Tensor y = at::randn({2, 12, 38});
    const at::Tensor rows = at::randn({2, 3, 38});
    const at::Tensor angles = at::randn({1, 12, 19}) * 3.0;
    if (name == "modulation") {
        return {[](const Tensors& in) { return modulate_with_gradients(in[0], eps, in[1], in[2], at::kFloat); },
                [](const Tensors& in) { return normalised(in[0]) * spread(in[1], in[0]) + spread(in[2], in[0]); },
                {x, rows, at::randn({2, 3, 38})}};
    }
    if (name == "gate") {
        return {[](const Tensors& in) { return add_gated_with_gradients(in[0], in[1], in[2]); },
                [](const Tensors& in) { return in[0] + in[1] * spread(in[2], in[0]); },
                {x, y, rows}};
    }
    if (name == "rotation") {
        const RotaryTables rope = {angles.cos(), angles.sin()};
        return {[=](const Tensors& in) { return rotate_with_gradients(in[0], in[1], eps, rope); },
                [=](const Tensors& in) { return rotated(normalised(in[0]) * in[1], angles); },
                {x, at::randn({38})}};
    }
    if (name == "norm") {
        return {[](const Tensors& in) { return rotate_with_gradients(in[0], in[1], eps, {}); },
                [](const Tensors& in) { return normalised(in[0]) * in[1]; },
                {x, at::randn({38})}};
    }
    return {[](const Tensors& in) { return gelu_with_gradients(in[0]); },
            [](const Tensors& in) { return at::gelu(in[0], "tanh"); },
            {x * 3.0}};
}

// The result, then the gradient of each input, where the result's is `weights`.
Tensors run(const Operation& operation, const Tensors& inputs, const at::Tensor& weights, at::ScalarType type) {
    const at::AutoGradMode gradients(true);
    Tensors leaves;
    for (const at::Tensor& input : inputs) {
        leaves.push_back(input.detach().to(type).clone().requires_grad_(true));
    }
    const at::Tensor result = operation(leaves);
    (result * weights.to(result.scalar_type())).sum().backward();
    Tensors all = {result.detach()};
    for (const at::Tensor& leaf : leaves) {
        all.push_back(leaf.grad().clone());
    }
    return all;
}

}  // namespace

void TokenGradientsTest::operations_equal_their_formulas_data() {
    QTest::addColumn<QString>("operation");
    for (const char* name : {"modulation", "gate", "rotation", "norm", "gelu"}) {
        QTest::newRow(name) << name;
    }
}

void TokenGradientsTest::operations_equal_their_formulas() {
    QFETCH(QString, operation);
    const Case tested = make_case(operation.toStdString());
    const at::Tensor weights = at::randn({2, 12, 38});
    const Tensors expected = run(tested.formula, tested.inputs, weights, at::kDouble);
    const Tensors fused = run(tested.fused, tested.inputs, weights, at::kFloat);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY(expected[i].abs().max().item<double>() > 0.1);
        KINORA_COMPARE_TENSORS(fused[i], expected[i], 2e-5);
    }
}

void TokenGradientsTest::threads_do_not_change_the_bits() {
    const at::Tensor x = at::randn({3, 200, 64});
    const at::Tensor weights = at::randn({3, 200, 64});
    const at::Tensor norm = at::randn({64});
    const Operation rotate = [](const Tensors& in) { return rotate_with_gradients(in[0], in[1], eps, {}); };
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const Tensors alone = run(rotate, {x, norm}, weights, at::kFloat);
    at::set_num_threads(3);
    const Tensors together = run(rotate, {x, norm}, weights, at::kFloat);
    at::set_num_threads(threads);
    QVERIFY(at::equal(alone[2], together[2]));
}

KINORA_TEST(TokenGradientsTest)
#include "token_gradients_test.moc"
