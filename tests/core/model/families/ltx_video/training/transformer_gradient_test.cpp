#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/families/ltx_video/transformer.h"
#include "core/model/layers/linear.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/mixed_precision.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ltx_video;

// The transformer as it is trained: the same numbers as in generation, and gradients that are slopes.
class TransformerGradientTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void training_and_generation_give_the_same_numbers();
    void gradients_are_slopes_data();
    void gradients_are_slopes();
    void mixed_precision_keeps_the_direction();

 private:
    static constexpr std::int64_t batch = 2;
    static constexpr std::int64_t frames = 3;
    static constexpr std::int64_t tokens_of_a_frame = 4;

    // What a training step gives the transformer.
    struct Step {
        at::Tensor tokens = at::randn({batch, frames * tokens_of_a_frame, 8});
        at::Tensor timesteps = at::rand({batch, frames}) * 1000.0;
        at::Tensor text = at::randn({batch, 7, 16});
        at::Tensor mask = at::arange(7).unsqueeze(0) < at::tensor({4, 6}, at::kLong).unsqueeze(1);
        RotaryTables rope = rotary_tables(at::rand({3, frames * tokens_of_a_frame}) * 20.0, 32);
        at::Tensor wanted = at::randn({batch, frames * tokens_of_a_frame, 8});
    };

    static Transformer make();
    static at::Tensor velocity(Transformer& transformer, const Step& step, const at::Tensor& timesteps);
    static at::Tensor loss(Transformer& transformer, const Step& step);
};

Transformer TransformerGradientTest::make() {
    TransformerConfig config;
    config.in_channels = 8;
    config.out_channels = 8;
    config.num_attention_heads = 2;
    config.attention_head_dim = 16;
    config.cross_attention_dim = 32;
    config.num_layers = 2;
    config.caption_channels = 16;
    Transformer transformer(config);
    at::Generator generator = make_generator(4);
    training::initialise_weights(*transformer, 1.0, generator);
    return transformer;
}

at::Tensor TransformerGradientTest::velocity(Transformer& transformer, const Step& step, const at::Tensor& timesteps) {
    return transformer->forward(step.tokens, timesteps, transformer->prepare_text(step.text, step.mask), step.rope, {}).to(at::kFloat);
}

at::Tensor TransformerGradientTest::loss(Transformer& transformer, const Step& step) {
    return (velocity(transformer, step, step.timesteps) - step.wanted).to(at::kDouble).square().mean();
}

void TransformerGradientTest::training_and_generation_give_the_same_numbers() {
    Transformer transformer = make();
    const Step step;
    at::Tensor trained;
    {
        const at::AutoGradMode gradients(true);
        trained = velocity(transformer, step, step.timesteps).detach();
    }
    const at::NoGradGuard no_grad;
    pack_linear_weights(*transformer);
    const at::Tensor of_tokens = step.timesteps.repeat_interleave(tokens_of_a_frame, 1);
    QVERIFY(trained.abs().max().item<double>() > 0.1);
    KINORA_COMPARE_TENSORS(velocity(transformer, step, of_tokens), trained, 2e-5);
}

void TransformerGradientTest::gradients_are_slopes_data() {
    QTest::addColumn<QString>("parameter");
    for (const char* name :
         {"proj_in.weight", "time_embed.emb.timestep_embedder.linear_1.weight", "time_embed.linear.weight",
          "caption_projection.linear_1.weight", "caption_projection.linear_2.bias", "transformer_blocks.0.scale_shift_table",
          "transformer_blocks.0.attn1.to_q.weight", "transformer_blocks.0.attn1.norm_k.weight", "transformer_blocks.1.attn1.to_v.bias",
          "transformer_blocks.0.attn2.to_k.weight", "transformer_blocks.1.attn2.norm_q.weight", "transformer_blocks.0.attn2.to_out.0.weight",
          "transformer_blocks.0.ff.net.0.proj.weight", "transformer_blocks.1.ff.net.2.weight", "scale_shift_table", "proj_out.weight"}) {
        QTest::newRow(name) << name;
    }
}

void TransformerGradientTest::gradients_are_slopes() {
    QFETCH(QString, parameter);
    Transformer transformer = make();
    const Step step;
    const at::AutoGradMode gradients(true);
    loss(transformer, step).backward();
    const at::Tensor tensor = transformer->named_parameters()[parameter.toStdString()];
    const at::Tensor gradient = tensor.grad().clone();
    const double slope = gradient.norm().item<double>();
    QVERIFY(slope > 1e-3);

    // Both ways with the recording on, so that it is the trained function whose slope is measured.
    const double way = 2e-3;
    const auto at_distance = [&](double distance) {
        tensor.detach().add_(gradient, distance / slope);
        return loss(transformer, step).item<double>();
    };
    const double higher = at_distance(way);
    const double lower = at_distance(-2.0 * way);
    const double measured = (higher - lower) / (2.0 * way);
    QVERIFY2(std::abs(measured / slope - 1.0) < 0.02, qPrintable(QString("%1 for %2").arg(measured).arg(slope)));
}

void TransformerGradientTest::mixed_precision_keeps_the_direction() {
    const Step step;
    const at::AutoGradMode recording(true);
    const auto gradients = [&](at::ScalarType type) {
        Transformer transformer = make();
        at::Tensor result;
        {
            const training::MixedPrecision mixed({at::kCPU, type});
            result = velocity(transformer, step, step.timesteps);
        }
        (result - step.wanted).square().mean().backward();
        std::map<std::string, at::Tensor> all;
        for (const auto& item : transformer->named_parameters()) {
            all[item.key()] = item.value().grad();
        }
        return all;
    };
    const auto exact = gradients(at::kFloat);
    for (const auto& [name, rounded] : gradients(at::kBFloat16)) {
        const at::Tensor& reference = exact.at(name);
        if (reference.norm().item<double>() < 1e-3) {
            continue;  // a key's bias shifts all scores alike: its gradient is nothing but rounding
        }
        const double cosine = ((rounded * reference).sum() / (rounded.norm() * reference.norm())).item<double>();
        QVERIFY2(cosine > 0.99, qPrintable(QString("%1: %2").arg(QString::fromStdString(name)).arg(cosine)));
    }
}

KINORA_TEST(TransformerGradientTest)
#include "transformer_gradient_test.moc"
