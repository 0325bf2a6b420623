#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/training/initial_weights.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ltx_video;

// The modules that generate also train: the same numbers with and without gradients, and gradients that are slopes.
class AutoencoderGradientTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void training_and_generation_give_the_same_numbers();
    void gradients_are_slopes_data();
    void gradients_are_slopes();

 private:
    static Autoencoder make(std::uint64_t seed) {
        AutoencoderConfig config;
        config.latent_channels = 8;
        config.block_out_channels = {8, 16, 16};
        config.down_block_types = std::vector(2, AutoencoderConfig::DownBlock::v095);
        config.decoder_block_out_channels = {8, 16};
        config.layers_per_block = {1, 1, 1};
        config.decoder_layers_per_block = {1, 1, 1};
        config.spatio_temporal_scaling = {true, true};
        config.decoder_spatio_temporal_scaling = {true, true};
        config.decoder_inject_noise = {false, false, false};
        config.downsample_type = std::vector(2, AutoencoderConfig::Downsample::spatiotemporal);
        config.upsample_residual = {true, true};
        config.upsample_factor = {1, 2};
        config.spatial_compression_ratio = 16;
        config.temporal_compression_ratio = 4;
        Autoencoder autoencoder(config);
        at::Generator generator = make_generator(seed);
        training::initialise_weights(*autoencoder, 1.0, generator);
        return autoencoder;
    }

    static at::Tensor loss(Autoencoder& autoencoder, const at::Tensor& pixels) {
        // Squares alone: the absolute differences of the loss that is trained with have corners, which differences of finite
        // steps fall over.
        const Posterior posterior = autoencoder->encode(pixels, 100, {});
        const at::Tensor error = autoencoder->decode(posterior.mean, {}, {}, {}) - pixels;
        return error.square().mean() + 0.1 * posterior.mean.square().mean() + 0.1 * posterior.logvar.square().mean();
    }
};

void AutoencoderGradientTest::training_and_generation_give_the_same_numbers() {
    Autoencoder autoencoder = make(1);
    const at::Tensor pixels = at::randn({2, 3, 9, 32, 48});
    at::GradMode::set_enabled(true);
    const at::Tensor latents = autoencoder->encode(pixels, 100, {}).mean.detach();
    const at::Tensor decoded = autoencoder->decode(latents, {}, {}, {}).detach();
    at::GradMode::set_enabled(false);
    prepare_autoencoder(*autoencoder);
    KINORA_COMPARE_TENSORS(autoencoder->encode(pixels, 100, {}).mean, latents, 1e-4);
    KINORA_COMPARE_TENSORS(autoencoder->decode(latents, {}, {}, {}), decoded, 1e-4);
}

void AutoencoderGradientTest::gradients_are_slopes_data() {
    QTest::addColumn<QString>("parameter");
    for (const char* name : {"encoder.conv_in.conv.weight", "encoder.down_blocks.0.resnets.0.conv1.conv.weight",
                             "encoder.down_blocks.1.downsamplers.0.conv.conv.weight", "encoder.conv_out.conv.bias",
                             "decoder.conv_in.conv.weight", "decoder.up_blocks.0.upsamplers.0.conv.conv.weight",
                             "decoder.up_blocks.1.resnets.0.conv2.conv.weight", "decoder.conv_out.conv.weight"}) {
        QTest::newRow(name) << name;
    }
}

void AutoencoderGradientTest::gradients_are_slopes() {
    QFETCH(QString, parameter);
    Autoencoder autoencoder = make(2);
    at::Generator generator = make_generator(3);
    const at::Tensor pixels = draw_noise({1, 3, 5, 32, 32}, generator) * 0.5;
    at::GradMode::set_enabled(true);
    loss(autoencoder, pixels).backward();
    at::GradMode::set_enabled(false);
    const at::Tensor tensor = autoencoder->named_parameters()[parameter.toStdString()];
    const at::Tensor gradient = tensor.grad();
    QVERIFY(gradient.defined());
    const double slope = gradient.norm().item<double>();
    QVERIFY(slope > 1e-4);

    // Going against the gradient by a little must lower the loss by its length times the way.
    const at::Tensor direction = gradient / slope;
    const double way = 2e-3;
    tensor.add_(direction, way);
    const double higher = loss(autoencoder, pixels).item<double>();
    tensor.add_(direction, -2.0 * way);
    const double lower = loss(autoencoder, pixels).item<double>();
    const double measured = (higher - lower) / (2.0 * way);
    QVERIFY2(std::abs(measured / slope - 1.0) < 0.03, qPrintable(QString("%1 for %2").arg(measured).arg(slope)));
}

KINORA_TEST(AutoencoderGradientTest)
#include "autoencoder_gradient_test.moc"
