#include "core/model/families/wan/autoencoder.h"

#include <cmath>

#include "core/base/cancelled.h"
#include "core/model/families/wan/stream_codec.h"
#include "core/model/verification/reference_file.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/model_folder.h"
#include "tests/support/module_weights.h"
#include "tests/support/reference_cases.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::wan;
using kinora::test::case_model;

// Of Wan 2.1 with attention in the encoder's blocks, of 2.2, and of 2.1 with other widths and scalings of time.
static constexpr const char* cases[] = {"wan_t2v", "wan_residual", "wan_two_transformers", "wan_vace"};

class WanAutoencoderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void equals_the_reference_data();
    void equals_the_reference();
    void low_precision_stays_close_data();
    void low_precision_stays_close();
    void pieces_equal_the_whole_data();
    void pieces_equal_the_whole();
    void passes_do_not_mix();
    void encoder_does_not_look_ahead_data();
    void encoder_does_not_look_ahead();
    void frames_after_the_last_chunk_are_left_out();
    void encodes_whatever_scales_time();
    void normalising_uses_the_statistics();
    void tiles_are_blended_where_they_overlap_data();
    void tiles_are_blended_where_they_overlap();
    void plans_within_the_budget();
    void stops();

 private:
    static Autoencoder load(const std::string& name, at::ScalarType type = at::kFloat, bool is_packed = true) {
        const ModelFolder model(case_model(name));
        Autoencoder vae(AutoencoderConfig::read({model.config("vae"), "vae.json"}));
        LoadOptions options;
        options.compute.dtype = type;
        load_weights(*vae, model.checkpoint("vae"), options, {});
        if (is_packed) {
            vae->pack_weights();
        }
        return vae;
    }
    static Autoencoder random(const AutoencoderConfig& config) {
        Autoencoder vae(config);
        test::fill_randomly(*vae, 3);
        return vae;
    }
    static void all_cases() {
        QTest::addColumn<QString>("name");
        for (const char* name : cases) {
            QTest::newRow(name) << name;
        }
    }
};

static at::Tensor random_latents(const Autoencoder& vae, std::int64_t frames, std::int64_t height, std::int64_t width) {
    return at::randn({1, vae->config().z_dim, frames, height, width});
}

static at::Tensor random_pixels(const Autoencoder& vae, std::int64_t frames, std::int64_t height, std::int64_t width) {
    const std::int64_t side = vae->config().spatial_ratio();
    return at::rand({1, 3, frames, height * side, width * side}) * 2.0 - 1.0;
}

#define KINORA_COMPARE_TO_PEAK(actual, expected, tolerance)                                                        \
    do {                                                                                                           \
        const double difference_ = kinora::test::max_relative_difference((actual), (expected));                    \
        QVERIFY2(difference_ <= (tolerance), qPrintable(QString("difference %1 > %2 of the peak").arg(difference_).arg(tolerance))); \
    } while (false)

void WanAutoencoderTest::initTestCase() {
    at::GradMode::set_enabled(false);
}

void WanAutoencoderTest::equals_the_reference_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("is_packed");
    for (const char* name : cases) {
        QTest::addRow("%s", name) << name << false;
        QTest::addRow("%s with packed weights", name) << name << true;
    }
}

void WanAutoencoderTest::equals_the_reference() {
    QFETCH(QString, name);
    QFETCH(bool, is_packed);
    Autoencoder vae = load(name.toStdString(), at::kFloat, is_packed);
    const ReferenceFile reference(test::case_reference(name.toStdString()));
    const at::Tensor pixels = reference.tensor("vae.encode.input");
    const Posterior posterior = vae->encode(pixels, {});
    KINORA_COMPARE_TO_PEAK(posterior.mean, reference.tensor("vae.encode.mean"), 3e-5);
    KINORA_COMPARE_TO_PEAK(posterior.logvar, reference.tensor("vae.encode.logvar"), 3e-5);
    KINORA_COMPARE_TO_PEAK(vae->encode(pixels.narrow(2, 0, 1), {}).mean, reference.tensor("vae.encode_single.mean"), 3e-5);

    const at::Tensor latents = reference.tensor("vae.decode.input");
    KINORA_COMPARE_TENSORS(vae->decode(latents, {}), reference.tensor("vae.decode.output"), 3e-5);
    KINORA_COMPARE_TENSORS(vae->decode(latents.narrow(2, 0, 1), {}), reference.tensor("vae.decode_single.output"), 3e-5);
}

void WanAutoencoderTest::low_precision_stays_close_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("tolerance");  // eight roundings; the reference is off by up to five
    for (const char* name : cases) {
        QTest::addRow("%s in bfloat16", name) << name << static_cast<int>(at::kBFloat16) << 8 * std::pow(2.0, -8);
        QTest::addRow("%s in float16", name) << name << static_cast<int>(at::kHalf) << 8 * std::pow(2.0, -11);
    }
}

void WanAutoencoderTest::low_precision_stays_close() {
    QFETCH(QString, name);
    QFETCH(int, type);
    QFETCH(double, tolerance);
    const auto low = static_cast<at::ScalarType>(type);
    Autoencoder vae = load(name.toStdString(), low);
    const ReferenceFile reference(test::case_reference(name.toStdString()));
    const Posterior posterior = vae->encode(reference.tensor("vae.encode.input").to(low), {});
    QCOMPARE(posterior.mean.scalar_type(), low);
    const at::Tensor mean = reference.tensor("vae.encode.mean");
    const double part = ((posterior.mean.to(at::kFloat) - mean).norm() / mean.norm()).item<double>();
    QVERIFY2(part < tolerance, qPrintable(QString::number(part)));
    const at::Tensor pixels = vae->decode(reference.tensor("vae.decode.input").to(low), {});
    QCOMPARE(pixels.scalar_type(), low);
    const double off = (pixels.to(at::kFloat) - reference.tensor("vae.decode.output")).abs().mean().item<double>();
    QVERIFY2(off < tolerance, qPrintable(QString::number(off)));
}

void WanAutoencoderTest::pieces_equal_the_whole_data() {
    all_cases();
}

void WanAutoencoderTest::pieces_equal_the_whole() {
    QFETCH(QString, name);
    Autoencoder vae = load(name.toStdString());
    const at::Tensor latents = random_latents(vae, 6, 2, 3);
    const at::Tensor whole = vae->decode(latents, {});
    const std::int64_t side = vae->config().spatial_ratio();
    QCOMPARE(whole.sizes(), (at::IntArrayRef{1, 3, 1 + 5 * vae->config().temporal_ratio(), 2 * side, 3 * side}));
    QVERIFY(whole.abs().max().item<double>() <= 1.0);

    for (const std::vector<std::int64_t>& pieces : {std::vector<std::int64_t>{1, 1, 1, 1, 1, 1}, {2, 4}, {1, 3, 2}}) {
        StreamDecoder decoder(vae, 2, 3, {}, {});
        std::vector<at::Tensor> parts;
        std::int64_t done = 0;
        for (const std::int64_t count : pieces) {
            parts.push_back(decoder.push(latents.narrow(2, done, count)));
            done += count;
        }
        KINORA_COMPARE_TENSORS(at::cat(parts, 2), whole, 1e-5);
    }
}

void WanAutoencoderTest::passes_do_not_mix() {
    Autoencoder vae = load("wan_residual");
    const at::Tensor one = random_latents(vae, 3, 2, 2);
    const at::Tensor other = random_latents(vae, 3, 3, 1);
    StreamDecoder first(vae, 2, 2, {}, {});
    StreamDecoder second(vae, 3, 1, {}, {});
    std::vector<at::Tensor> of_one, of_other;
    for (std::int64_t frame = 0; frame < 3; ++frame) {
        of_one.push_back(first.push(one.narrow(2, frame, 1)));
        of_other.push_back(second.push(other.narrow(2, frame, 1)));
    }
    KINORA_COMPARE_TENSORS(at::cat(of_one, 2), vae->decode(one, {}), 1e-5);
    KINORA_COMPARE_TENSORS(at::cat(of_other, 2), vae->decode(other, {}), 1e-5);
}

void WanAutoencoderTest::encoder_does_not_look_ahead_data() {
    all_cases();
}

void WanAutoencoderTest::encoder_does_not_look_ahead() {
    QFETCH(QString, name);
    Autoencoder vae = load(name.toStdString());
    const at::Tensor clip = random_pixels(vae, 13, 2, 2);
    at::Tensor other = clip.clone();
    other.narrow(2, 5, 8).uniform_(-1.0, 1.0);
    const at::Tensor a = vae->encode(clip, {}).mean;
    const at::Tensor b = vae->encode(other, {}).mean;
    const std::int64_t ratio = vae->config().encoder_temporal_ratio();
    QCOMPARE(a.size(2), 1 + 12 / ratio);
    const std::int64_t same = 1 + 4 / ratio;
    KINORA_COMPARE_TENSORS(a.narrow(2, 0, same), b.narrow(2, 0, same), 1e-6);
    QVERIFY(test::max_difference(a.narrow(2, same, 1), b.narrow(2, same, 1)) > 1e-2);
}

void WanAutoencoderTest::frames_after_the_last_chunk_are_left_out() {
    Autoencoder vae = load("wan_t2v");
    const at::Tensor clip = random_pixels(vae, 8, 2, 2);
    KINORA_COMPARE_TENSORS(vae->encode(clip, {}).mean, vae->encode(clip.narrow(2, 0, 5), {}).mean, 1e-6);
}

// The reference's encoder fails where time is scaled thrice, as nothing of four frames is left for the third convolution over time.
void WanAutoencoderTest::encodes_whatever_scales_time() {
    AutoencoderConfig config;
    config.base_dim = config.decoder_base_dim = 4;
    config.dim_mult = {1, 2, 2, 2};
    for (const bool is_residual : {false, true}) {
        config.is_residual = is_residual;
        const std::vector<std::pair<std::vector<bool>, std::int64_t>> patterns = {
            {{false, false, false}, 9}, {{true, false, false}, 5}, {{false, true, true}, 3}, {{true, true, true}, 2}};
        for (const auto& [scales, frames] : patterns) {
            config.temperal_downsample = scales;
            Autoencoder vae = random(config);
            const at::Tensor clip = random_pixels(vae, 9, 2, 2);
            const at::Tensor mean = vae->encode(clip, {}).mean;
            QCOMPARE(mean.sizes(), (at::IntArrayRef{1, 16, frames, 2, 2}));
            KINORA_COMPARE_TENSORS(vae->encode(clip.narrow(2, 0, 1), {}).mean, mean.narrow(2, 0, 1), 1e-5);
            QCOMPARE(vae->decode(mean, {}).sizes(), clip.sizes());
        }
    }
}

void WanAutoencoderTest::normalising_uses_the_statistics() {
    AutoencoderConfig config;
    config.z_dim = 2;
    config.latents_mean = {0.1, -0.2};
    config.latents_std = {1.5, 0.7};
    const Autoencoder vae(config);
    const at::Tensor latents = random_latents(vae, 2, 2, 1);
    const at::Tensor mean = at::tensor({0.1, -0.2}).view({1, 2, 1, 1, 1});
    const at::Tensor deviation = at::tensor({1.5, 0.7}).view({1, 2, 1, 1, 1});
    KINORA_COMPARE_TENSORS(vae->normalize(latents), (latents - mean) / deviation, 1e-5);
    KINORA_COMPARE_TENSORS(vae->denormalize(latents), latents * deviation + mean, 1e-5);
}

void WanAutoencoderTest::tiles_are_blended_where_they_overlap_data() {
    all_cases();
}

void WanAutoencoderTest::tiles_are_blended_where_they_overlap() {
    QFETCH(QString, name);
    Autoencoder vae = load(name.toStdString());
    const std::int64_t side = vae->config().spatial_ratio();
    const Tiling tiling = {.tile = 4, .overlap = 2};  // two tiles of 6 latents, 0 … 4 and 2 … 6
    const auto is_mixture = [](const at::Tensor& whole, const at::Tensor& left, const at::Tensor& right, std::int64_t scale) {
        KINORA_COMPARE_TENSORS(whole.narrow(4, 0, 2 * scale), left.narrow(4, 0, 2 * scale), 1e-5);
        KINORA_COMPARE_TENSORS(whole.narrow(4, 4 * scale, 2 * scale), right.narrow(4, 2 * scale, 2 * scale), 1e-5);
        const at::Tensor a = left.narrow(4, 2 * scale, 2 * scale);
        const at::Tensor b = right.narrow(4, 0, 2 * scale);
        const at::Tensor mixed = whole.narrow(4, 2 * scale, 2 * scale);
        KINORA_COMPARE_TENSORS(mixed, at::maximum(at::minimum(mixed, at::maximum(a, b)), at::minimum(a, b)), 1e-5);
        // The tile counts more the farther its edge is.
        QVERIFY(test::max_difference(mixed.narrow(4, 0, 1), a.narrow(4, 0, 1)) <= test::max_difference(mixed.narrow(4, 0, 1), b.narrow(4, 0, 1)));
    };

    const at::Tensor latents = random_latents(vae, 3, 3, 6);
    StreamDecoder decoder(vae, 3, 6, tiling, {});
    const at::Tensor in_tiles = at::cat({decoder.push(latents.narrow(2, 0, 1)), decoder.push(latents.narrow(2, 1, 2))}, 2);
    is_mixture(in_tiles, vae->decode(latents.narrow(4, 0, 4), {}), vae->decode(latents.narrow(4, 2, 4), {}), side);

    const at::Tensor pixels = random_pixels(vae, 5, 3, 6);
    const Posterior left = vae->encode(pixels.narrow(4, 0, 4 * side), {});
    const Posterior right = vae->encode(pixels.narrow(4, 2 * side, 4 * side), {});
    const Posterior tiled = encode_in_tiles(vae, pixels, tiling, {});
    is_mixture(tiled.mean, left.mean, right.mean, 1);
    is_mixture(tiled.logvar, left.logvar, right.logvar, 1);
    KINORA_COMPARE_TENSORS(encode_in_tiles(vae, pixels, {}, {}).mean, vae->encode(pixels, {}).mean, 1e-6);
}

void WanAutoencoderTest::plans_within_the_budget() {
    const AutoencoderConfig config;  // 480 x 832 pixels
    QCOMPARE(plan_codec(config, 60, 104, 2, std::size_t{64} << 30).tile, 0);
    const std::size_t budget = std::size_t{4} << 30;
    const Tiling tight = plan_codec(config, 60, 104, 2, budget);
    QVERIFY(tight.tile > 32 && tight.tile < 104);
    QCOMPARE(tight.overlap, 8);
    const auto bytes = static_cast<std::size_t>(2 * values_per_latent(config) * tight.tile * tight.tile);
    QVERIFY(bytes <= budget && bytes > budget / 2);
    QCOMPARE(plan_codec(config, 60, 104, 2, 0).tile, 32);
    QCOMPARE(plan_codec(config, 60, 104, 2, 0).tile, smallest_tile(config));

    AutoencoderConfig folded;
    folded.patch_size = 2;
    QCOMPARE(plan_codec(folded, 44, 80, 2, 0).tile, 16);
    QCOMPARE(plan_codec(folded, 44, 80, 2, 0).overlap, 4);
}

void WanAutoencoderTest::stops() {
    Autoencoder vae = load("wan_t2v");
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(vae->decode(random_latents(vae, 2, 1, 1), source.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(vae->encode(random_pixels(vae, 5, 1, 1), source.get_token()), Cancelled);
    StreamDecoder decoder(vae, 4, 4, {.tile = 2, .overlap = 1}, source.get_token());
    QVERIFY_EXCEPTION_THROWN(decoder.push(random_latents(vae, 1, 4, 4)), Cancelled);
}

KINORA_TEST(WanAutoencoderTest)
#include "wan_autoencoder_test.moc"
