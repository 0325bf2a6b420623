#include <ATen/CPUGeneratorImpl.h>

#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/families/ltx_video/conditioning.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/training/transformer_stage.h"
#include "core/model/layers/patchify.h"
#include "core/model/pipeline/frames.h"
#include "tests/support/reference_cases.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ltx_video;

// What training shows the transformer must be what generation shows it.
class FlowBatchTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase() { at::GradMode::set_enabled(false); }
    void free_clips_lie_on_the_line_between_data_and_noise();
    void given_frames_enter_as_in_generation_data();
    void given_frames_enter_as_in_generation();
    void weakly_given_frames_start_later();
    void a_single_frame_keeps_its_place_in_time();
    void coarse_clips_are_the_same_clips_at_half_the_size_data();
    void coarse_clips_are_the_same_clips_at_half_the_size();
    void shifted_times_are_noise_levels_of_the_schedule();
};

static constexpr std::int64_t batch = 2;
static const LatentGrid grid = {.frames = 5, .height = 2, .width = 3, .temporal_ratio = 4, .spatial_ratio = 8};
static constexpr double frame_rate = 8.0;

static FlowInput make_input(std::int64_t channels, std::int64_t height = 2, std::int64_t width = 3) {
    FlowInput input;
    input.latents = at::randn({batch, channels, 5, height, width});
    input.keyframe = at::randn({batch, channels, 1, height, width});
    input.keyframe_index = 16;
    input.suffix = at::randn({batch, channels, 3, height, width});
    input.suffix_start = 8;
    input.prefix_latents = at::tensor({1, 2}, at::kLong);
    input.times = at::tensor({0.3f, 0.8f});
    input.strengths = at::ones({batch});
    input.noise = at::randn({batch, channels, 5, height, width});
    input.extra_noise = at::randn({batch, channels, 2, height, width});
    return input;
}

void FlowBatchTest::free_clips_lie_on_the_line_between_data_and_noise() {
    const FlowInput input = make_input(4);
    const FlowBatch flow = make_flow_batch(input, GivenFrames::none, grid, frame_rate);
    QCOMPARE(flow.tokens.sizes(), (at::IntArrayRef{batch, 30, 4}));
    KINORA_COMPARE_TENSORS(flow.timesteps, (input.times * 1000.0).unsqueeze(1).expand({batch, 5}), 1e-3);
    QVERIFY(flow.loss_weight.eq(1.0).all().item<bool>());
    // From a token, going back along the velocity for its time leads to the data.
    const at::Tensor data = flow.tokens - input.times.view({batch, 1, 1}) * flow.velocity;
    KINORA_COMPARE_TENSORS(data, patchify(input.latents, {1, 1}), 1e-5);
}

void FlowBatchTest::given_frames_enter_as_in_generation_data() {
    QTest::addColumn<int>("given");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("frames");
    QTest::newRow("first frame") << static_cast<int>(GivenFrames::prefix) << 0 << 1;
    QTest::newRow("last frame") << static_cast<int>(GivenFrames::last) << 16 << 1;
    QTest::newRow("keyframe") << static_cast<int>(GivenFrames::keyframe) << 8 << 1;
    QTest::newRow("suffix") << static_cast<int>(GivenFrames::suffix) << 8 << 9;
    QTest::newRow("short suffix") << static_cast<int>(GivenFrames::suffix) << 12 << 5;
}

void FlowBatchTest::given_frames_enter_as_in_generation() {
    QFETCH(int, given);
    QFETCH(int, start);
    QFETCH(int, frames);
    const ModelFolder folder(std::filesystem::path(KINORA_SOURCE_DIR) / "resources/models/kinora-tiny");
    Autoencoder autoencoder = load_autoencoder(folder, read_autoencoder_config(folder), {}, {});
    const std::int64_t channels = autoencoder->config().latent_channels;

    ConditioningFrames condition;
    condition.start_frame = start;
    condition.strength = 1.0;
    for (int i = 0; i < frames; ++i) {
        std::vector<std::uint8_t> rgb(24 * 16 * 3, static_cast<std::uint8_t>(40 + 20 * i));
        condition.images.emplace_back(24, 16, std::move(rgb));
    }
    ConditioningContext context = {.autoencoder = autoencoder, .grid = grid, .convention = TimeConvention::latent_index,
                                   .frame_rate = frame_rate, .num_frames = 17};
    context.plan.frames_per_piece = 100;
    context.draw = [](at::IntArrayRef shape) { return at::zeros(shape); };
    FlowInput input = make_input(channels);
    const InitialTokens generation = place_conditions(input.noise.narrow(0, 0, 1), {condition}, context, {});

    const at::Tensor latents = autoencoder->normalize(autoencoder->encode(pixels_from_images(condition.images), 100, {}).mean);
    input.latents.narrow(2, 0, latents.size(2)).copy_(latents.expand({batch, -1, -1, -1, -1}));
    input.keyframe = latents.narrow(2, 0, 1).expand({batch, -1, -1, -1, -1});
    input.keyframe_index = start;
    input.suffix = latents.expand({batch, -1, -1, -1, -1});
    input.suffix_start = start;
    input.prefix_latents = at::ones({batch}, at::kLong);
    input.times = at::ones({batch});  // where generation begins
    const FlowBatch flow = make_flow_batch(input, static_cast<GivenFrames>(given), grid, frame_rate);

    KINORA_COMPARE_TENSORS(flow.tokens.narrow(0, 0, 1), generation.tokens, 1e-5);
    KINORA_COMPARE_TENSORS(flow.positions, generation.positions, 1e-6);
    const std::int64_t per_frame = grid.height * grid.width;
    const at::Tensor timesteps = flow.timesteps.narrow(0, 0, 1).repeat_interleave(per_frame, 1);
    KINORA_COMPARE_TENSORS(timesteps, (1.0 - generation.strengths) * 1000.0, 1e-3);
    const at::Tensor own = generation.strengths.narrow(1, generation.num_extra, 5 * per_frame);
    KINORA_COMPARE_TENSORS(flow.loss_weight.narrow(0, 0, 1).repeat_interleave(per_frame, 1), (own < 1.0).to(at::kFloat), 0.0);
}

void FlowBatchTest::weakly_given_frames_start_later() {
    FlowInput input = make_input(4);
    input.strengths = at::full({batch}, 0.6);
    const FlowBatch flow = make_flow_batch(input, GivenFrames::prefix, grid, frame_rate);
    // The first clip's time, 0.3, is before the 0.4 that its first frame starts from; the second's is behind it.
    const at::Tensor expected = at::tensor({300.0f, 300.0f, 300.0f, 300.0f, 300.0f, 400.0f, 400.0f, 800.0f, 800.0f, 800.0f}).view({batch, 5});
    KINORA_COMPARE_TENSORS(flow.timesteps, expected, 1e-3);
    QVERIFY(flow.loss_weight.eq(1.0).all().item<bool>());
}

void FlowBatchTest::a_single_frame_keeps_its_place_in_time() {
    const FlowInput input = make_input(4);
    const FlowBatch whole = make_flow_batch(input, GivenFrames::none, grid, frame_rate);
    FlowInput one;
    one.latents = input.latents.narrow(2, 3, 1);
    one.noise = input.noise.narrow(2, 3, 1);
    one.times = input.times;
    const FlowBatch single = make_single_frame_batch(one, 3, grid, frame_rate);
    const auto of_frame = [](const at::Tensor& values, std::int64_t axis) { return values.narrow(axis, 3 * 6, 6); };
    KINORA_COMPARE_TENSORS(single.tokens, of_frame(whole.tokens, 1), 1e-6);
    KINORA_COMPARE_TENSORS(single.velocity, of_frame(whole.velocity, 1), 1e-6);
    KINORA_COMPARE_TENSORS(single.timesteps, whole.timesteps.narrow(1, 3, 1), 1e-3);
    KINORA_COMPARE_TENSORS(single.positions, of_frame(whole.positions, 1), 1e-6);
    QCOMPARE(flow_loss(single.velocity, single).item<double>(), 0.0);
    QVERIFY(flow_loss(at::zeros_like(single.velocity), single).item<double>() > 1.0);
}

void FlowBatchTest::coarse_clips_are_the_same_clips_at_half_the_size_data() {
    QTest::addColumn<int>("given");
    QTest::newRow("none") << static_cast<int>(GivenFrames::none);
    QTest::newRow("both ends, later frames as extra tokens") << static_cast<int>(GivenFrames::prefix_and_suffix);
    QTest::newRow("keyframe") << static_cast<int>(GivenFrames::keyframe);
}

// Every coarse token is the mean of the four tokens about it, at the time and, up to where a token is counted from, the place of these.
void FlowBatchTest::coarse_clips_are_the_same_clips_at_half_the_size() {
    QFETCH(int, given);
    const auto frames = static_cast<GivenFrames>(given);
    LatentGrid fine = grid;
    fine.height = 4;
    fine.width = 6;
    const FlowInput input = make_input(4, fine.height, fine.width);
    const FlowBatch whole = make_flow_batch(input, frames, fine, frame_rate);
    const FlowBatch coarse = make_flow_batch(coarser(input), frames, coarser(fine), frame_rate);
    const auto blocks = [&](const at::Tensor& tokens) { return tokens.unflatten(1, {-1, 2, 2, 3, 2}).permute({0, 1, 2, 4, 3, 5, 6}).flatten(4, 5); };
    const auto means = [&](const at::Tensor& tokens) { return blocks(tokens).mean(4).flatten(1, 3); };
    KINORA_COMPARE_TENSORS(coarse.tokens, means(whole.tokens), 1e-5);
    KINORA_COMPARE_TENSORS(coarse.velocity, means(whole.velocity), 1e-5);
    KINORA_COMPARE_TENSORS(coarse.timesteps, whole.timesteps, 1e-3);
    KINORA_COMPARE_TENSORS(coarse.loss_weight, whole.loss_weight, 1e-6);
    const at::Tensor firsts = blocks(whole.positions.t().unsqueeze(0)).select(4, 0).flatten(1, 3)[0].t();
    KINORA_COMPARE_TENSORS(coarse.positions, firsts, 1e-6);
}

void FlowBatchTest::shifted_times_are_noise_levels_of_the_schedule() {
    const ScheduleRequest request = {.num_inference_steps = 12};
    FlowMatchEuler even(FlowMatchEulerConfig{});
    even.set_timesteps(request);
    FlowMatchEuler shifted(FlowMatchEulerConfig{.shift = 2.0});
    shifted.set_timesteps(request);
    const at::Tensor expected = at::tensor(shifted.sigmas());
    QVERIFY((expected - at::tensor(even.sigmas())).abs().max().item<float>() > 0.1f);
    // Inner levels agree only nearly: a schedule with a shift lays its steps down to the shifted last of the thousand timesteps.
    KINORA_COMPARE_TENSORS(shifted_times(at::tensor(even.sigmas()), 2.0), at::tensor(shifted.sigmas()), 3e-3);
}

KINORA_TEST(FlowBatchTest)
#include "flow_batch_test.moc"
