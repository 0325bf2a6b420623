#include "core/model/weights/streamed_weights.h"

#include <ATen/ops/ones.h>

#include <stdexcept>

#include "core/model/layers/linear.h"
#include "tests/support/test_main.h"

using namespace kinora;

class StreamedWeightsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void blocks_are_told_by_their_names();
    void weights_are_there_as_long_as_the_visit();
    void what_fails_on_the_way_is_put_back();
};

void StreamedWeightsTest::blocks_are_told_by_their_names() {
    QCOMPARE(block_of("transformer_blocks.3.attn1.to_q.weight"), std::string_view("transformer_blocks.3."));
    QCOMPARE(block_of("encoder.block.12.layer.0.layer_norm.weight"), std::string_view("encoder.block.12."));
    for (const char* other : {"proj_in.weight", "encoder.final_layer_norm.weight", "transformer_blocks.3", "decoder.block.1.x"}) {
        QCOMPARE(block_of(other), std::string_view());
    }
}

void StreamedWeightsTest::weights_are_there_as_long_as_the_visit() {
    Linear linear(3, 2);
    linear->weight.set_data(at::ones({2, 3}));
    linear->bias.set_data(at::ones({2}));
    const void* home = linear->weight.const_data_ptr();
    const auto is_bias = [](std::string_view name) { return name == "bias"; };
    {
        const WeightsOnDevice here(*linear, {at::kCPU, at::kBFloat16}, is_bias);
        QCOMPARE(linear->weight.scalar_type(), at::kBFloat16);
        QCOMPARE(linear->bias.scalar_type(), at::kFloat);
        QCOMPARE(linear->weight.sum().item<double>(), 6.0);
    }
    QCOMPARE(linear->weight.scalar_type(), at::kFloat);
    QCOMPARE(linear->weight.const_data_ptr(), home);
    QVERIFY(!BlockStream::visit({}, *linear));
    QVERIFY(BlockStream::visit(BlockStream{{at::kCPU, at::kBFloat16}, {}}, *linear).has_value());
}

void StreamedWeightsTest::what_fails_on_the_way_is_put_back() {
    Linear linear(3, 2);
    linear->weight.set_data(at::ones({2, 3}));
    linear->bias.set_data(at::ones({2}));
    const auto fails_second = [num_calls = 0](std::string_view) mutable -> bool {
        if (++num_calls == 2) {
            throw std::runtime_error("no room");
        }
        return false;
    };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, WeightsOnDevice(*linear, {at::kCPU, at::kBFloat16}, fails_second));
    QCOMPARE(linear->weight.scalar_type(), at::kFloat);
    QCOMPARE(linear->bias.scalar_type(), at::kFloat);
}

KINORA_TEST(StreamedWeightsTest)
#include "streamed_weights_test.moc"
