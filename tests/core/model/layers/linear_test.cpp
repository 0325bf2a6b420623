#include "core/model/layers/linear.h"

#include <ATen/CPUGeneratorImpl.h>

#include "tests/support/module_weights.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;

class LinearTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void packing_keeps_the_result_data();
    void packing_keeps_the_result();
    void has_the_names_of_the_reference();
};

void LinearTest::packing_keeps_the_result_data() {
    QTest::addColumn<bool>("is_bf16");
    QTest::addColumn<bool>("has_bias");
    QTest::addColumn<int>("epilogue");
    for (const bool is_bf16 : {false, true}) {
        for (const bool has_bias : {false, true}) {
            for (const Epilogue epilogue : {Epilogue::none, Epilogue::gelu_tanh, Epilogue::silu}) {
                QTest::addRow("%s %s %d", is_bf16 ? "bf16" : "fp32", has_bias ? "bias" : "no bias", static_cast<int>(epilogue))
                    << is_bf16 << has_bias << static_cast<int>(epilogue);
            }
        }
    }
}

void LinearTest::packing_keeps_the_result() {
    QFETCH(bool, is_bf16);
    QFETCH(bool, has_bias);
    QFETCH(int, epilogue);
    const at::NoGradGuard no_grad;
    Linear linear(40, 24, has_bias);
    test::fill_randomly(*linear, 1);
    at::Tensor x = at::randn({2, 7, 40});
    const at::Tensor exact = linear->forward(x, static_cast<Epilogue>(epilogue));
    if (is_bf16) {
        linear->to(at::kBFloat16);
        x = x.to(at::kBFloat16);
    }
    const at::Tensor before = linear->forward(x, static_cast<Epilogue>(epilogue));
    linear->pack_weights();
    const at::Tensor after = linear->forward(x, static_cast<Epilogue>(epilogue));
    QCOMPARE(after.scalar_type(), before.scalar_type());
    KINORA_COMPARE_TENSORS(after, before, is_bf16 ? 0.05 : 1e-5);
    KINORA_COMPARE_TENSORS(after, exact, is_bf16 ? 0.1 : 1e-5);
}

void LinearTest::has_the_names_of_the_reference() {
    const Linear linear(3, 2);
    QCOMPARE(linear->named_parameters().keys(), (std::vector<std::string>{"weight", "bias"}));
    QCOMPARE(linear->weight.sizes(), (at::IntArrayRef{2, 3}));
}

KINORA_TEST(LinearTest)
#include "linear_test.moc"
