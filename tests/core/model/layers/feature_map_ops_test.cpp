#include "core/model/layers/feature_map_ops.h"

#include "core/model/layers/rms_norm.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;

class FeatureMapOpsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void row_loops_equal_the_operators_data();
    void row_loops_equal_the_operators();
    void weights_multiply_before_the_activation_data();
    void weights_multiply_before_the_activation();
    void gradients_equal_those_of_the_operators();
};

static constexpr double eps = 1e-8;

static at::Tensor channels_last(const at::Tensor& x) {
    return x.contiguous(at::MemoryFormat::ChannelsLast3d);
}

void FeatureMapOpsTest::row_loops_equal_the_operators_data() {
    QTest::addColumn<bool>("has_gradients");
    QTest::newRow("inference") << false;
    QTest::newRow("training") << true;
}

void FeatureMapOpsTest::row_loops_equal_the_operators() {
    QFETCH(bool, has_gradients);
    const at::AutoGradMode mode(has_gradients);
    const at::Tensor x = at::randn({2, 13, 3, 4, 5});
    const at::Tensor plain = at::silu(rms_norm_channels(x, eps));
    KINORA_COMPARE_TENSORS(normalise_and_activate(channels_last(x), eps, {}, {}), plain, 1e-5);
    KINORA_COMPARE_TENSORS(normalise_and_activate(x.contiguous(), eps, {}, {}), plain, 1e-6);
}

void FeatureMapOpsTest::weights_multiply_before_the_activation_data() {
    row_loops_equal_the_operators_data();
}

void FeatureMapOpsTest::weights_multiply_before_the_activation() {
    QFETCH(bool, has_gradients);
    const at::AutoGradMode mode(has_gradients);
    const at::Tensor x = at::randn({2, 13, 3, 4, 5});
    const at::Tensor weight = at::linspace(1e-3, 30.0, 13);  // small ones keep their digits
    const at::Tensor plain = at::silu(rms_norm_channels(x, eps) * weight.view({1, 13, 1, 1, 1}));
    for (const at::Tensor& map : {channels_last(x), x.contiguous()}) {
        const at::Tensor relative = (normalise_weigh_and_activate(map, eps, weight) - plain) / weight.view({1, 13, 1, 1, 1});
        KINORA_COMPARE_TENSORS(relative, at::zeros_like(relative), 1e-5);
    }
}

void FeatureMapOpsTest::gradients_equal_those_of_the_operators() {
    const at::AutoGradMode mode(true);
    const at::Tensor values = at::randn({2, 13, 3, 4, 5}) * 2.0;
    const at::Tensor weights = at::randn({2, 13, 3, 4, 5});
    const auto gradient = [&](const at::Tensor& x) {
        const at::Tensor leaf = x.detach().requires_grad_(true);
        const at::Tensor y = leaf.is_contiguous() ? at::silu(rms_norm_channels(leaf, eps)) : normalise_and_activate(leaf, eps, {}, {});
        (y * weights).sum().backward();
        return leaf.grad();
    };
    const at::Tensor plain = gradient(values.contiguous());
    QVERIFY(plain.abs().max().item<double>() > 0.1);
    KINORA_COMPARE_TENSORS(gradient(channels_last(values)), plain, 1e-5);
    const double rounded = test::max_relative_difference(gradient(channels_last(values).to(at::kBFloat16)).to(at::kFloat), plain);
    QVERIFY2(rounded < 0.03, qPrintable(QString::number(rounded)));
}

KINORA_TEST(FeatureMapOpsTest)
#include "feature_map_ops_test.moc"
