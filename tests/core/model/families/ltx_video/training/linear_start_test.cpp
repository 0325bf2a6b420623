#include "core/model/families/ltx_video/training/linear_start.h"

#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/stack.h>

#include <cmath>

#include "core/base/cancelled.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/training_loop.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/tiny_recipe.h"

using namespace kinora;
using namespace kinora::ltx_video;

// The autoencoder's training begins as a linear code.
class LinearStartTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void begins_near_the_best_linear_code();
    void latent_channels_vary_alike();
    void says_which_layers_are_set();
    void a_run_that_goes_on_does_not_begin_anew();
    void stops();
    void other_architectures_begin_at_random();

 private:
    training::TrainerContext context(const std::filesystem::path& folder) const {
        return {training::TrainingRecipe::read(run_ / "recipe.json"), folder, {}, {at::kCPU, at::kFloat}, {}, {}};
    }
    at::Tensor clips() const;

    test::TempFolder run_;
};

void LinearStartTest::initTestCase() {
    nlohmann::json recipe = test::tiny_recipe();
    recipe["world"]["num_frames"] = 9;
    recipe["vae"]["config"].update({{"latent_channels", 32}, {"block_out_channels", {24, 48, 96}}, {"patch_size", 2},
                                    {"decoder_block_out_channels", {48, 96}}, {"upsample_factor", {2, 2}}});
    recipe["vae"]["rendered_clips"] = 4;
    recipe["vae"]["crop_frames"] = 9;
    test::write_recipe(run_ / "recipe.json", recipe);
}

// (16, 3, 9, 32, 32) that no batch of the training has
at::Tensor LinearStartTest::clips() const {
    const training::TrainingRecipe recipe = training::TrainingRecipe::read(run_ / "recipe.json");
    std::vector<at::Tensor> clips;
    for (std::uint64_t i = 0; i < 16; ++i) {
        clips.push_back(training::rendered_clip(training::sample_scene(5'000'000'000 + i, recipe.world), recipe.sizes[0], 9, recipe.frame_rate));
    }
    return at::stack(clips);
}

static double psnr_of_square(double square) {
    return 10.0 * std::log10(4.0 / square);
}

// Of the principal components of blocks of 8 x 8 pixels and 4 frames of these very clips.
static double best_linear_psnr(const at::Tensor& pixels, std::int64_t count) {
    const at::Tensor blocks = fold_into_channels(pixels.narrow(2, 1, 8), {4, 8, 8}).movedim(1, -1).flatten(0, 3).to(at::kDouble);
    const at::Tensor centred = blocks - blocks.mean(0, true);
    const at::Tensor variances = std::get<0>(at::linalg_eigh(at::matmul(centred.t(), centred) / static_cast<double>(centred.size(0))));
    return psnr_of_square(variances.narrow(0, 0, variances.size(0) - count).sum().item<double>() / static_cast<double>(variances.size(0)));
}

void LinearStartTest::begins_near_the_best_linear_code() {
    const at::NoGradGuard no_grad;
    const test::TempFolder folder;
    AutoencoderStage stage(context(folder / "run"), {}, {});
    auto& autoencoder = *stage.module().as<AutoencoderImpl>();
    const at::Tensor pixels = clips();
    const at::Tensor decoded = autoencoder.decode(autoencoder.encode(pixels, 9, {}).mean, {}, {}, {});
    QCOMPARE(decoded.sizes(), pixels.sizes());
    const double psnr = psnr_of_square((decoded - pixels).square().mean().item<double>());
    const double best = best_linear_psnr(pixels, 32);
    QVERIFY2(psnr > best - 3.0, qPrintable(QString("%1 dB, the best linear code %2 dB").arg(psnr).arg(best)));
}

void LinearStartTest::latent_channels_vary_alike() {
    const at::NoGradGuard no_grad;
    const test::TempFolder folder;
    AutoencoderStage stage(context(folder / "run"), {}, {});
    const at::Tensor latents = stage.module().as<AutoencoderImpl>()->encode(clips(), 9, {}).mean;
    const at::Tensor spread = latents.movedim(1, 0).flatten(1).std(1);
    QVERIFY2(spread.min().item<double>() > 0.4 && spread.max().item<double>() < 2.5,
             qPrintable(QString("from %1 to %2").arg(spread.min().item<double>()).arg(spread.max().item<double>())));
}

void LinearStartTest::says_which_layers_are_set() {
    const test::TempFolder folder;
    std::vector<std::int64_t> layers;
    const AutoencoderStage stage(context(folder / "run"), [&](const TrainingProgress& event) {
        if (event.stage == "vae start" && event.steps == 6) {
            layers.push_back(event.step);
        }
    }, {});
    QCOMPARE(layers, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
}

void LinearStartTest::a_run_that_goes_on_does_not_begin_anew() {
    const test::TempFolder folder;
    {
        AutoencoderStage stage(context(folder / "run"), {}, {});
        training::TrainingLoop loop(stage, {.folder = folder / "run/vae"});
        QVERIFY(loop.run({}, {}));
    }
    bool has_begun = false;
    const AutoencoderStage stage(context(folder / "run"), [&](const TrainingProgress&) { has_begun = true; }, {});
    QVERIFY(!has_begun);
}

void LinearStartTest::stops() {
    const test::TempFolder folder;
    std::stop_source stop;
    const auto observer = [&](const TrainingProgress& event) {
        QVERIFY2(event.step < 3, "went on after the stop");
        if (event.step == 2) {
            stop.request_stop();
        }
    };
    QVERIFY_THROWS_EXCEPTION(Cancelled, AutoencoderStage(context(folder / "run"), observer, stop.get_token()));
}

void LinearStartTest::other_architectures_begin_at_random() {
    AutoencoderConfig config = autoencoder_config(training::TrainingRecipe::read(run_ / "recipe.json"));
    QVERIFY(has_straight_path(config));
    AutoencoderConfig strided = config;
    strided.downsample_type[1] = AutoencoderConfig::Downsample::conv;
    QVERIFY(!has_straight_path(strided));
    AutoencoderConfig narrowing = config;
    narrowing.upsample_factor = {1, 1};
    QVERIFY(!has_straight_path(narrowing));
    AutoencoderConfig without_unfolding = config;
    without_unfolding.decoder_spatio_temporal_scaling[0] = false;
    QVERIFY(!has_straight_path(without_unfolding));
}

KINORA_TEST(LinearStartTest)
#include "linear_start_test.moc"
