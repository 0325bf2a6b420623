#include "core/model/training/optimizer.h"

#include "core/model/layers/linear.h"
#include "core/model/training/learning_rate.h"
#include "core/model/training/weight_average.h"
#include "tests/support/module_weights.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::training;

class OptimizerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void matrices_become_orthogonal_data();
    void matrices_become_orthogonal();
    void stacked_matrices_are_like_each_alone();
    void adam_makes_the_published_step();
    void muon_moves_along_the_orthogonal_gradient();
    void clips_to_the_norm();
    void gradients_are_used_up();
    void rate_warms_up_and_falls();
    void average_follows();

 private:
    static bool all(std::string_view, const at::Tensor& parameter) { return parameter.dim() == 2; }
    static bool none(std::string_view, const at::Tensor&) { return false; }
};

static Linear make_linear() {
    Linear linear(4, 3);
    test::fill_randomly(*linear, 1);
    return linear;
}

static at::Tensor set_gradients(Linear& linear, double size) {
    linear->weight.mutable_grad() = at::randn({3, 4}) * size;
    linear->bias.mutable_grad() = at::randn({3}) * size;
    return linear->weight.grad().clone();
}

void OptimizerTest::matrices_become_orthogonal_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::newRow("wide") << 8 << 40;
    QTest::newRow("very wide") << 16 << 432;
    QTest::newRow("tall") << 40 << 8;
    QTest::newRow("very tall") << 432 << 16;
    QTest::newRow("square") << 24 << 24;
}

void OptimizerTest::matrices_become_orthogonal() {
    QFETCH(int, rows);
    QFETCH(int, columns);
    // Singular values of known lengths: some of a random square matrix are so near 0 that few iterations leave them short.
    const auto [left, lengths, right] = at::linalg_svd(at::randn({rows, columns}), false);
    const at::Tensor matrix = at::matmul(left * at::linspace(0.1, 1.0, std::min(rows, columns)), right) * 7.0;
    const at::Tensor result = orthogonalised(matrix);
    QCOMPARE(result.sizes(), matrix.sizes());
    const at::Tensor singular = std::get<1>(at::linalg_svd(result));
    QVERIFY2(singular.min().item<double>() > 0.3, qPrintable(QString::number(singular.min().item<double>())));
    QVERIFY2(singular.max().item<double>() < 1.3, qPrintable(QString::number(singular.max().item<double>())));
    // The directions of U V' of the singular value decomposition, nearly equally long.
    const auto [u, s, v] = at::linalg_svd(matrix, false);
    const double along = (result * at::matmul(u, v)).sum().item<double>();
    const double cosine = along / (result.norm().item<double>() * std::sqrt(static_cast<double>(std::min(rows, columns))));
    QVERIFY2(cosine > 0.95, qPrintable(QString::number(cosine)));
}

// As a GPU is asked for them.
void OptimizerTest::stacked_matrices_are_like_each_alone() {
    for (const auto& [rows, columns] : {std::pair(8, 40), std::pair(16, 432), std::pair(40, 8), std::pair(24, 24)}) {
        const auto [left, lengths, right] = at::linalg_svd(at::randn({3, rows, columns}), false);
        const at::Tensor sizes = at::tensor({1.0f, 1e-3f, 100.0f}).view({3, 1, 1});
        const at::Tensor matrices = at::matmul(left * at::linspace(0.1, 1.0, std::min(rows, columns)), right) * sizes;
        const at::Tensor together = orthogonalised(matrices);
        for (int i = 0; i < 3; ++i) {
            KINORA_COMPARE_TENSORS(together[i], orthogonalised(matrices[i]), 2e-2);
        }
    }
}

void OptimizerTest::adam_makes_the_published_step() {
    Linear linear = make_linear();
    const at::Tensor before = linear->weight.detach().clone();
    OptimizerOptions options;
    options.adam_learning_rate = 0.01;
    options.weight_decay = 0.1;
    Optimizer optimizer(*linear, options, none);
    const at::Tensor gradient = set_gradients(linear, 1.0);
    optimizer.step(0, 0.5);
    // In the first step the bias corrections leave the sign of the gradient.
    const double rate = 0.005;
    const at::Tensor expected = before * (1.0 - rate * 0.1) - rate * gradient / (gradient.abs() + 1e-8);
    KINORA_COMPARE_TENSORS(linear->weight.detach(), expected, 1e-6);
}

void OptimizerTest::muon_moves_along_the_orthogonal_gradient() {
    Linear linear = make_linear();
    const at::Tensor before = linear->weight.detach().clone();
    OptimizerOptions options;
    options.muon_learning_rate = 0.1;
    options.weight_decay = 0.0;
    Optimizer optimizer(*linear, options, all);
    const at::Tensor gradient = set_gradients(linear, 1e-4);  // its size does not matter
    optimizer.step(0, 1.0);
    KINORA_COMPARE_TENSORS(linear->weight.detach(), before - 0.1 * orthogonalised(gradient), 1e-5);
}

void OptimizerTest::clips_to_the_norm() {
    Linear linear = make_linear();
    Optimizer optimizer(*linear, {}, none);
    set_gradients(linear, 100.0);
    const double norm = optimizer.clip_gradients(1.0);
    QVERIFY(norm > 10.0);
    QVERIFY(std::abs(optimizer.clip_gradients(1.0) - 1.0) < 1e-3);
    set_gradients(linear, 1e-3);
    const at::Tensor kept = linear->weight.grad().clone();
    optimizer.clip_gradients(1.0);
    KINORA_COMPARE_TENSORS(linear->weight.grad(), kept, 0.0);
}

void OptimizerTest::gradients_are_used_up() {
    Linear linear = make_linear();
    Optimizer optimizer(*linear, {}, all);
    set_gradients(linear, 1.0);
    optimizer.step(0, 1.0);
    QVERIFY(!linear->weight.grad().defined());
    QVERIFY(!linear->bias.grad().defined());
}

void OptimizerTest::rate_warms_up_and_falls() {
    const LearningRateSchedule schedule = {.steps = 1000, .warmup_steps = 10, .decay_from = 0.5, .lowest = 0.1};
    QCOMPARE(schedule.factor(0), 0.1);
    QCOMPARE(schedule.factor(9), 1.0);
    QCOMPARE(schedule.factor(500), 1.0);
    QVERIFY(std::abs(schedule.factor(750) - 0.55) < 1e-9);
    QVERIFY(std::abs(schedule.factor(1000) - 0.1) < 1e-9);
    QVERIFY(std::abs(schedule.factor(5000) - 0.1) < 1e-9);
}

void OptimizerTest::average_follows() {
    Linear linear = make_linear();
    WeightAverage average(*linear, 0.9);
    const at::Tensor first = linear->weight.detach().clone();
    const at::Tensor second = at::randn_like(first);
    linear->weight.detach().copy_(second);
    average.update(1'000'000);
    const at::Tensor expected = 0.9 * first + 0.1 * second;
    KINORA_COMPARE_TENSORS(average.state().at("weight"), expected, 1e-6);
}

KINORA_TEST(OptimizerTest)
#include "optimizer_test.moc"
