#include "core/model/families/ltx_video/autoencoder.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/stream_codec.h"
#include "tests/support/reference_cases.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ltx_video;
using kinora::test::case_model;

class LtxAutoencoderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void pieces_equal_the_whole_data();
    void pieces_equal_the_whole();
    void encoder_does_not_look_ahead();
    void one_frame_encodes_as_the_first_of_many();
    void normalising_is_undone();
    void tiles_cover_the_picture();
    void tiles_leave_no_visible_seam();
    void plans_within_the_budget();
    void stops();

 private:
    static Autoencoder load(const std::filesystem::path& folder) {
        const ModelFolder model(folder);
        return load_autoencoder(model, read_autoencoder_config(model), {}, {});
    }
    static std::filesystem::path embedded() { return std::filesystem::path(KINORA_SOURCE_DIR) / "resources/models/kinora-tiny"; }
};

static NoiseSource repeated_noise() {
    return [generator = at::detail::createCPUGenerator(5)](at::IntArrayRef shape) mutable { return at::randn(shape, generator, at::kFloat); };
}

void LtxAutoencoderTest::initTestCase() {
    at::GradMode::set_enabled(false);
}

void LtxAutoencoderTest::pieces_equal_the_whole_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<int>>("pieces");
    for (const char* name : {"ltx_t2v", "ltx_vae_091", "ltx_conditions"}) {
        QTest::addRow("%s one by one", name) << name << QList<int>{1, 1, 1, 1, 1, 1};
        QTest::addRow("%s uneven", name) << name << QList<int>{1, 3, 2};
        QTest::addRow("%s two", name) << name << QList<int>{5, 1};
    }
}

void LtxAutoencoderTest::pieces_equal_the_whole() {
    QFETCH(QString, name);
    QFETCH(QList<int>, pieces);
    Autoencoder vae = load(case_model(name.toStdString()));
    const AutoencoderConfig& config = vae->config();
    const at::Tensor latents = at::randn({1, config.latent_channels, 6, 2, 3});
    const at::Tensor timestep = config.timestep_conditioning ? at::full({1}, 0.05) : at::Tensor();
    const at::Tensor whole = vae->decode(latents, timestep, repeated_noise(), {});
    QCOMPARE(whole.sizes(), (at::IntArrayRef{1, 3, 41, 64, 96}));

    StreamDecoder decoder(vae, timestep, 2, 3, {}, repeated_noise(), {});
    std::vector<at::Tensor> parts;
    std::int64_t done = 0;
    for (const int count : pieces) {
        parts.push_back(decoder.push(latents.narrow(2, done, count), done + count == 6));
        done += count;
    }
    KINORA_COMPARE_TENSORS(at::cat(parts, 2), whole, 1e-5);

    const Posterior at_once = vae->encode(whole, 100, {});
    const Posterior in_pieces = vae->encode(whole, 1, {});
    KINORA_COMPARE_TENSORS(in_pieces.mean, at_once.mean, 1e-5);
    KINORA_COMPARE_TENSORS(in_pieces.logvar, at_once.logvar, 1e-5);
    QCOMPARE(at_once.mean.sizes(), latents.sizes());
}

void LtxAutoencoderTest::encoder_does_not_look_ahead() {
    Autoencoder vae = load(case_model("ltx_conditions"));
    const at::Tensor clip = at::randn({1, 3, 25, 32, 32});
    at::Tensor other = clip.clone();
    other.narrow(2, 17, 8).normal_();
    const at::Tensor a = vae->encode(clip, 100, {}).mean;
    const at::Tensor b = vae->encode(other, 100, {}).mean;
    KINORA_COMPARE_TENSORS(a.narrow(2, 0, 3), b.narrow(2, 0, 3), 1e-6);
    QVERIFY(test::max_difference(a.narrow(2, 3, 1), b.narrow(2, 3, 1)) > 1e-2);
}

void LtxAutoencoderTest::one_frame_encodes_as_the_first_of_many() {
    Autoencoder vae = load(case_model("ltx_conditions"));
    const at::Tensor clip = at::randn({1, 3, 9, 32, 64});
    KINORA_COMPARE_TENSORS(vae->encode(clip.narrow(2, 0, 1), 1, {}).mean, vae->encode(clip, 9, {}).mean.narrow(2, 0, 1), 1e-5);
}

void LtxAutoencoderTest::normalising_is_undone() {
    Autoencoder vae = load(case_model("ltx_conditions"));
    const at::Tensor latents = at::randn({1, 8, 2, 1, 1});
    KINORA_COMPARE_TENSORS(vae->denormalize(vae->normalize(latents)), latents, 1e-5);
}

void LtxAutoencoderTest::tiles_cover_the_picture() {
    for (std::int64_t size = 1; size < 60; ++size) {
        for (const Tiling tiling : {Tiling{0, 0}, Tiling{8, 2}, Tiling{5, 4}, Tiling{16, 2}, Tiling{2, 1}}) {
            const auto spans = tile_spans(size, tiling);
            QCOMPARE(spans.front().begin, 0);
            QCOMPARE(spans.back().end, size);
            for (std::size_t i = 0; i < spans.size(); ++i) {
                QVERIFY(spans[i].end - spans[i].begin <= std::max<std::int64_t>(tiling.tile, tiling.tile == 0 ? size : 0));
                QVERIFY(i == 0 || spans[i - 1].end - spans[i].begin >= tiling.overlap);
                QVERIFY(i == 0 || spans[i].begin > spans[i - 1].begin);
            }
        }
    }
}

void LtxAutoencoderTest::tiles_leave_no_visible_seam() {
    // A smooth picture through the embedded autoencoder, whole and in tiles.
    Autoencoder vae = load(embedded());
    const at::Tensor y = at::linspace(-1, 1, 128).view({1, 1, 1, 128, 1});
    const at::Tensor x = at::linspace(-1, 1, 192).view({1, 1, 1, 1, 192});
    const at::Tensor pixels = at::cat({(x * 2).sin() * y, (x + y) * 0.4, (y * 3).cos() * 0.6 + x * 0}, 1).expand({1, 3, 9, 128, 192}).contiguous();
    const CodecPlan tiled = {{6, 3}, 2};
    const Posterior whole_latents = vae->encode(pixels, 10, {});
    const Posterior tiled_latents = encode_in_tiles(vae, pixels, tiled, {});
    QVERIFY(test::max_relative_difference(tiled_latents.mean, whole_latents.mean) < 0.5);

    const at::Tensor whole = vae->decode(whole_latents.mean, {}, {}, {});
    StreamDecoder decoder(vae, {}, whole_latents.mean.size(3), whole_latents.mean.size(4), tiled.tiling, {}, {});
    const at::Tensor in_tiles = at::cat({decoder.push(whole_latents.mean.narrow(2, 0, 1), false), decoder.push(whole_latents.mean.narrow(2, 1, 2), true)}, 2);
    QCOMPARE(in_tiles.sizes(), whole.sizes());
    const double mean_square = (in_tiles - whole).square().mean().item<double>();
    const double psnr = 10.0 * std::log10(4.0 / mean_square);
    QVERIFY2(psnr > 30.0, qPrintable(QString::number(psnr)));
    // No column stands out from its neighbours more than in the whole decode by much.
    const auto steepest = [](const at::Tensor& clip) { return (clip.slice(4, 1) - clip.slice(4, 0, -1)).abs().mean({0, 1, 2, 3}).max().item<double>(); };
    QVERIFY2(steepest(in_tiles) < 1.5 * steepest(whole), qPrintable(QString("%1 %2").arg(steepest(in_tiles)).arg(steepest(whole))));
}

void LtxAutoencoderTest::plans_within_the_budget() {
    const AutoencoderConfig config;
    const CodecPlan roomy = plan_codec(config, 16, 24, 2, std::size_t{64} << 30);
    QCOMPARE(roomy.tiling.tile, 0);
    QCOMPARE(roomy.frames_per_piece, 4);  // frames leave as they are made, however much room there is
    const CodecPlan tight = plan_codec(config, 16, 24, 2, std::size_t{150} << 20);
    QVERIFY(tight.tiling.tile > 0 && tight.tiling.tile < 16);
    QCOMPARE(tight.frames_per_piece, 1);
    QCOMPARE(plan_codec(config, 16, 24, 2, 0).tiling.tile, 8);
}

void LtxAutoencoderTest::stops() {
    Autoencoder vae = load(case_model("ltx_t2v"));
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(vae->decode(at::randn({1, 8, 2, 1, 1}), {}, {}, source.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(vae->encode(at::randn({1, 3, 9, 32, 32}), 1, source.get_token()), Cancelled);
}

KINORA_TEST(LtxAutoencoderTest)
#include "autoencoder_test.moc"
