#include "core/media/interpolation/interpolated_clip.h"

#include <fstream>
#include <optional>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/interpolation/flow_interpolator.h"
#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/interpolation/moving_pictures.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class InterpolatedClipTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void keeps_originals_and_asks_for_the_rest();
    void keeps_samples_as_they_are_stored_data();
    void keeps_samples_as_they_are_stored();
    void makes_frames_in_the_planes_of_the_file_data();
    void makes_frames_in_the_planes_of_the_file();
    void follows_rates_that_share_no_frame();
    void follows_a_variable_rate();
    void shows_what_lies_around_a_pair();
    void shows_no_repetition_around_a_pair();
    void says_how_far_the_frames_around_are();
    void does_not_blend_across_cuts();
    void merges_repeated_frames();
    void leaves_long_stills_alone();
    void skipping_changes_nothing();
    void takes_a_part_of_the_file_data();
    void takes_a_part_of_the_file();
    void takes_a_part_with_a_variable_rate();
    void refuses_frames_that_are_not_there();
    void refuses_one_frame();
    void refuses_a_broken_end();
    void counts_frames_of_another_size();
    void stops();
};

// Remembers what it is asked for; makes flat pictures whose grey value tells the time.
class Recorder : public FrameInterpolator {
 public:
    std::string_view name() const override { return "recorder"; }
    void set_pair(const Image& first, const Image& second, const std::stop_token&) override {
        pairs.emplace_back(number_in(first), number_in(second));
        width_ = first.width();
        height_ = first.height();
    }
    void set_outer(const std::optional<OuterPicture>& before, const std::optional<OuterPicture>& after, const std::stop_token&) override {
        const auto number = [](const std::optional<OuterPicture>& picture) { return picture ? number_in(picture->image) : -1; };
        const auto distance = [](const std::optional<OuterPicture>& picture) { return picture ? picture->distance : 0.0; };
        around.emplace_back(number(before), number(after));
        distances.emplace_back(distance(before), distance(after));
    }
    Image between(double time, const std::stop_token&) override {
        times.push_back(time);
        const auto gray = static_cast<std::uint8_t>(time * 200.0);
        return flat_picture(width_, height_, gray, gray, gray);
    }

    std::vector<std::pair<int, int>> pairs;
    std::vector<std::pair<int, int>> around;  // each pair; -1 where there is none
    std::vector<std::pair<double, double>> distances;
    std::vector<double> times;

 private:
    int width_ = 0;
    int height_ = 0;
};

// Numbered pictures that are alike enough to be one shot.
static Image calm(int number) {
    return numbered_picture(96, 64, number);
}

static std::filesystem::path write_clip(const std::filesystem::path& path, const std::vector<Image>& images, FrameRate rate = {24, 1}) {
    ClipSettings settings;
    settings.width = images.front().width();
    settings.height = images.front().height();
    settings.frame_rate = rate;
    ClipWriter writer(path, settings);
    for (const Image& image : images) {
        writer.write(image);
    }
    writer.finish();
    return path;
}

static std::vector<Image> all_frames(InterpolatedClip& clip) {
    std::vector<Image> frames;
    while (auto frame = clip.next({})) {
        frames.push_back(std::move(frame->image));
    }
    return frames;
}

static InterpolatedClip open(const std::filesystem::path& path, const RetimingSettings& settings, FrameInterpolator& interpolator) {
    return InterpolatedClip(path, probe_media(path), settings, interpolator, {});
}

void InterpolatedClipTest::keeps_originals_and_asks_for_the_rest() {
    const TempFolder folder;
    const std::vector<Image> originals = {calm(0), calm(1), calm(2), calm(3)};
    const auto path = write_clip(folder / "a.mkv", originals, {24000, 1001});
    Recorder recorder;
    auto clip = open(path, {{72000, 1001}}, recorder);
    QCOMPARE(clip.num_frames(), 12);
    const auto frames = all_frames(clip);
    QCOMPARE(frames.size(), std::size_t{12});
    for (std::size_t i = 0; i < originals.size(); ++i) {
        QCOMPARE(largest_difference(frames[3 * i], originals[i]), 0);
    }
    QCOMPARE(recorder.pairs, (std::vector<std::pair<int, int>>{{0, 1}, {1, 2}, {2, 3}}));
    QCOMPARE(recorder.times, (std::vector<double>{1.0 / 3, 2.0 / 3, 1.0 / 3, 2.0 / 3, 1.0 / 3, 2.0 / 3}));
    // The last frame is held until its end.
    QCOMPARE(largest_difference(frames[10], originals[3]), 0);
    QCOMPARE(largest_difference(frames[11], originals[3]), 0);
}

void InterpolatedClipTest::keeps_samples_as_they_are_stored_data() {
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("encoder");
    QTest::addColumn<QString>("pixel_format");
    const auto row = [](const char* name, const char* container, const char* encoder, const char* pixel_format) {
        QTest::newRow(name) << container << encoder << pixel_format;
    };
    row("H.264", "mp4", "libx264", "yuv420p");
    row("10 bits", "matroska", "libx264", "yuv420p10le");
    row("4:2:2 with 10 bits", "mov", "prores_ks", "yuv422p10le");
    row("4:4:4 with 16 bits", "matroska", "ffv1", "yuv444p16le");
    row("gray", "matroska", "ffv1", "gray");
    row("gray with 16 bits", "matroska", "ffv1", "gray16le");
    row("RGB", "matroska", "ffv1", "bgr0");
    row("RGB with 16 bits", "matroska", "ffv1", "gbrp16le");
    row("RGB and alpha", "matroska", "ffv1", "bgra");
    row("4:2:0 and alpha", "matroska", "ffv1", "yuva420p");
    row("4:4:4 and alpha with 10 bits", "matroska", "ffv1", "yuva444p10le");
}

void InterpolatedClipTest::keeps_samples_as_they_are_stored() {
    QFETCH(QString, container);
    QFETCH(QString, encoder);
    QFETCH(QString, pixel_format);
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.container = container.toStdString();
    recipe.encoder = encoder.toStdString();
    recipe.pixel_format = pixel_format.toStdString();
    recipe.times = steady_times(4);
    recipe.alpha = pixel_format == "bgra" ? 96 : 255;
    make_clip(folder / "in", recipe);
    Recorder recorder;
    auto clip = open(folder / "in", {{50, 1}}, recorder);
    ClipSettings settings;
    settings.width = clip.width();
    settings.height = clip.height();
    settings.frame_rate = {50, 1};
    settings.samples = copyable_samples(folder / "in");
    QVERIFY(settings.samples.has_value());
    ClipWriter writer(folder / "out.mkv", settings);
    while (const auto frame = clip.next({})) {
        writer.write(*frame);
    }
    writer.finish();
    const auto before = decoded_samples(folder / "in");
    const auto after = decoded_samples(folder / "out.mkv");
    QCOMPARE(before.size(), std::size_t{4});
    QCOMPARE(after.size(), std::size_t{8});
    for (std::size_t i = 0; i < before.size(); ++i) {
        QVERIFY2(after[2 * i] == before[i], qPrintable(QString("frame %1").arg(i)));
    }
    QVERIFY(after[1] != before[0] && after[1] != before[1]);
    if (pixel_format == "bgra") {
        QCOMPARE(int{after[1][3]}, 96);
    }
}

// Samples of two bytes as numbers, the lower byte first.
static std::vector<int> numbers_in(const std::vector<std::uint8_t>& samples, int bytes) {
    std::vector<int> numbers;
    for (std::size_t i = 0; i < samples.size(); i += static_cast<std::size_t>(bytes)) {
        numbers.push_back(bytes == 1 ? samples[i] : samples[i] + 256 * samples[i + 1]);
    }
    return numbers;
}

void InterpolatedClipTest::makes_frames_in_the_planes_of_the_file_data() {
    QTest::addColumn<QString>("pixel_format");
    QTest::addColumn<int>("bytes");
    QTest::newRow("8 bits") << "yuv420p" << 1;
    QTest::newRow("10 bits") << "yuv422p10le" << 2;
}

void InterpolatedClipTest::makes_frames_in_the_planes_of_the_file() {
    QFETCH(QString, pixel_format);
    QFETCH(int, bytes);
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.pixel_format = pixel_format.toStdString();
    recipe.container = "matroska";
    recipe.encoder = "ffv1";
    recipe.times = steady_times(3);
    make_clip(folder / "in.mkv", recipe, [](int number) {
        return flat_picture(96, 64, static_cast<std::uint8_t>(200 - 3 * number), 40, static_cast<std::uint8_t>(90 + 5 * number));
    });
    const auto before = decoded_samples(folder / "in.mkv");
    QVERIFY(before[0] != before[1]);
    const auto flow = make_flow_interpolator();
    auto clip = open(folder / "in.mkv", {{50, 1}}, *flow);
    QVERIFY(clip.next({}));
    const auto made = clip.next({});
    const auto original = clip.next({});
    QVERIFY(made->stored && made->stored->format() == original->stored->format());
    // What a lossless file keeps of it: no sample went through RGB.
    ClipSettings settings;
    settings.width = clip.width();
    settings.height = clip.height();
    settings.frame_rate = {50, 1};
    settings.samples = copyable_samples(folder / "in.mkv");
    ClipWriter writer(folder / "out.mkv", settings);
    writer.write(*made);
    writer.finish();
    const std::vector<int> after = numbers_in(decoded_samples(folder / "out.mkv")[0], bytes);
    const std::vector<int> first = numbers_in(before[0], bytes);
    const std::vector<int> second = numbers_in(before[1], bytes);
    QCOMPARE(after.size(), first.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        QCOMPARE(after[i], (first[i] + second[i] + 1) / 2);
    }
    QVERIFY(made->image == VideoReader(folder / "out.mkv").read_next()->image);
}

void InterpolatedClipTest::follows_rates_that_share_no_frame() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1), calm(2), calm(3), calm(4)}, {24, 1});
    Recorder recorder;
    auto clip = open(path, {{60, 1}}, recorder);
    QCOMPARE(all_frames(clip).size(), std::size_t{13});  // 5/24 s hold the moments 0/60 … 12/60
    QCOMPARE(recorder.times, (std::vector<double>{0.4, 0.8, 0.2, 0.6, 0.4, 0.8, 0.2, 0.6}));
    // To fewer frames than there are.
    Recorder slower;
    auto down = open(path, {{16, 1}}, slower);
    const auto frames = all_frames(down);
    QCOMPARE(frames.size(), std::size_t{4});
    QCOMPARE(slower.times, (std::vector<double>{0.5}));
    QCOMPARE(number_in(frames[0]), 0);
    QCOMPARE(number_in(frames[2]), 3);
}

void InterpolatedClipTest::follows_a_variable_rate() {
    const TempFolder folder;
    const auto path = folder / "a.mkv";
    make_clip(path, {.container = "matroska", .encoder = "ffv1", .pixel_format = "bgr0", .time_base = {1, 1000}, .times = {0, 100, 400, 500}});
    Recorder recorder;
    auto clip = open(path, {{10, 1}}, recorder);
    const auto frames = all_frames(clip);
    QCOMPARE(number_in(frames[0]), 0);
    QCOMPARE(number_in(frames[1]), 1);
    QCOMPARE(number_in(frames[4]), 2);
    QCOMPARE(number_in(frames[5]), 3);
    QCOMPARE(recorder.times.size(), std::size_t{2});
    QVERIFY(std::abs(recorder.times[0] - 1.0 / 3) < 1e-9);
    QVERIFY(std::abs(recorder.times[1] - 2.0 / 3) < 1e-9);
}

void InterpolatedClipTest::shows_what_lies_around_a_pair() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1), calm(2), calm(3)});
    Recorder recorder;
    auto clip = open(path, {{48, 1}}, recorder);
    all_frames(clip);
    QCOMPARE(recorder.around, (std::vector<std::pair<int, int>>{{-1, 2}, {0, 3}, {1, -1}}));
    QCOMPARE(recorder.distances[1], std::pair(1.0, 1.0));
    Recorder later;
    auto skipped = open(path, {{48, 1}}, later);
    skipped.skip(3, {});
    all_frames(skipped);
    QCOMPARE(later.around, (std::vector<std::pair<int, int>>{{0, 3}, {1, -1}}));
}

void InterpolatedClipTest::shows_no_repetition_around_a_pair() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1), calm(1), calm(2), calm(3)});
    Recorder recorder;
    auto clip = open(path, {{48, 1}}, recorder);
    all_frames(clip);
    QCOMPARE(recorder.pairs, (std::vector<std::pair<int, int>>{{0, 1}, {1, 2}, {2, 3}}));
    QCOMPARE(recorder.around, (std::vector<std::pair<int, int>>{{-1, -1}, {-1, 3}, {1, -1}}));
}

void InterpolatedClipTest::says_how_far_the_frames_around_are() {
    const TempFolder folder;
    const auto path = folder / "a.mkv";
    make_clip(path, {.container = "matroska", .encoder = "ffv1", .pixel_format = "bgr0", .time_base = {1, 1000}, .times = {0, 100, 200, 400, 1000}});
    Recorder recorder;
    auto clip = open(path, {{20, 1}}, recorder);
    all_frames(clip);
    // 600 ms beside 200 ms tell nothing of them, nor do 200 ms of 600 ms.
    QCOMPARE(recorder.distances, (std::vector<std::pair<double, double>>{{0.0, 1.0}, {1.0, 2.0}, {0.5, 0.0}, {0.0, 0.0}}));
}

void InterpolatedClipTest::does_not_blend_across_cuts() {
    const TempFolder folder;
    const Image other = noise_picture(96, 64, 4);
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1), other, other});
    Recorder recorder;
    auto clip = open(path, {{96, 1}}, recorder);
    const auto frames = all_frames(clip);
    QCOMPARE(clip.num_cuts(), 1);
    QCOMPARE(recorder.pairs, (std::vector<std::pair<int, int>>{{0, 1}}));
    QCOMPARE(recorder.around, (std::vector<std::pair<int, int>>{{-1, -1}}));
    QCOMPARE(largest_difference(frames[5], calm(1)), 0);
    QCOMPARE(largest_difference(frames[6], other), 0);
    QCOMPARE(largest_difference(frames[7], other), 0);
    auto skipped = open(path, {{96, 1}}, recorder);
    skipped.skip(16, {});
    QCOMPARE(skipped.num_cuts(), 1);
}

void InterpolatedClipTest::merges_repeated_frames() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(0), calm(1), calm(1), calm(2), calm(2)});
    Recorder recorder;
    auto clip = open(path, {{24, 1}, true}, recorder);
    const auto frames = all_frames(clip);
    QCOMPARE(frames.size(), std::size_t{6});
    QCOMPARE(recorder.pairs, (std::vector<std::pair<int, int>>{{0, 1}, {1, 2}}));
    QCOMPARE(recorder.times, (std::vector<double>{0.5, 0.5}));
    QCOMPARE(clip.num_duplicates(), 2);
    Recorder unasked;
    auto plain = open(path, {{24, 1}}, unasked);
    all_frames(plain);
    QVERIFY(unasked.pairs.empty());
}

void InterpolatedClipTest::leaves_long_stills_alone() {
    const TempFolder folder;
    std::vector<Image> images(7, calm(0));
    images.push_back(calm(1));
    const auto path = write_clip(folder / "a.mkv", images);
    Recorder recorder;
    auto clip = open(path, {{48, 1}, true}, recorder);
    const auto frames = all_frames(clip);
    QCOMPARE(recorder.times, (std::vector<double>{0.5}));  // between the last still one and the next
    for (std::size_t i = 0; i < 13; ++i) {
        QCOMPARE(largest_difference(frames[i], calm(0)), 0);
    }
    QCOMPARE(clip.num_duplicates(), 0);
}

void InterpolatedClipTest::skipping_changes_nothing() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(0), calm(1), calm(2), calm(2), calm(3)});
    const RetimingSettings settings = {{60, 1}, true};
    Recorder recorder;
    auto whole = open(path, settings, recorder);
    const auto frames = all_frames(whole);
    for (const std::int64_t count : {1, 4, 9}) {
        auto clip = open(path, settings, recorder);
        clip.skip(count, {});
        const auto rest = all_frames(clip);
        QCOMPARE(rest.size(), frames.size() - static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < rest.size(); ++i) {
            QCOMPARE(largest_difference(rest[i], frames[i + static_cast<std::size_t>(count)]), 0);
        }
    }
}

void InterpolatedClipTest::takes_a_part_of_the_file_data() {
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("length");
    QTest::newRow("from the beginning") << 0 << 3;
    QTest::newRow("in the middle") << 2 << 3;
    QTest::newRow("to the end") << 3 << 3;
    QTest::newRow("beyond the end") << 4 << 9;
}

void InterpolatedClipTest::takes_a_part_of_the_file() {
    QFETCH(int, start);
    QFETCH(int, length);
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1), calm(2), calm(3), calm(4), calm(5)});
    Recorder recorder;
    auto clip = open(path, {{48, 1}, false, {start, length}}, recorder);
    const auto frames = all_frames(clip);
    const int count = std::min(length, 6 - start);
    QCOMPARE(clip.num_frames(), 2 * count);
    QCOMPARE(frames.size(), static_cast<std::size_t>(2 * count));
    for (int i = 0; i < count; ++i) {
        QCOMPARE(number_in(frames[static_cast<std::size_t>(2 * i)]), start + i);
    }
    QCOMPARE(recorder.pairs.size(), static_cast<std::size_t>(count - 1));
    QCOMPARE(recorder.pairs.front(), (std::pair<int, int>(start, start + 1)));
}

void InterpolatedClipTest::takes_a_part_with_a_variable_rate() {
    const TempFolder folder;
    const auto path = folder / "a.mkv";
    make_clip(path, {.container = "matroska", .encoder = "ffv1", .pixel_format = "bgr0", .time_base = {1, 1000}, .times = {0, 100, 400, 500}});
    Recorder recorder;
    auto clip = open(path, {{10, 1}, false, {1, 2}}, recorder);
    QCOMPARE(clip.num_frames(), 4);  // 0.1 s … 0.5 s
    const auto frames = all_frames(clip);
    QCOMPARE(number_in(frames[0]), 1);
    QCOMPARE(number_in(frames[3]), 2);
    QCOMPARE(recorder.pairs, (std::vector<std::pair<int, int>>{{1, 2}}));
    QCOMPARE(recorder.times.size(), std::size_t{2});
}

void InterpolatedClipTest::refuses_frames_that_are_not_there() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1)});
    Recorder recorder;
    QVERIFY(contains(message_of<MediaError>([&] { open(path, {{48, 1}, false, {2, 2}}, recorder); }), "has 2 frames"));
}

void InterpolatedClipTest::refuses_one_frame() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0)});
    Recorder recorder;
    QVERIFY(contains(message_of<MediaError>([&] { open(path, {{48, 1}}, recorder); }), "holds one frame"));
}

void InterpolatedClipTest::refuses_a_broken_end() {
    const TempFolder folder;
    std::vector<Image> images;
    for (int i = 0; i < 30; ++i) {
        images.push_back(noise_picture(96, 64, static_cast<std::uint32_t>(i)));
    }
    const auto path = write_clip(folder / "a.mp4", images);
    const std::string bytes = read_file(path, 10'000'000);
    std::ofstream(folder / "cut.mp4", std::ios::binary) << bytes.substr(0, bytes.size() / 2);
    Recorder recorder;
    const std::string message = message_of<MediaError>([&] {
        auto clip = open(folder / "cut.mp4", {{48, 1}}, recorder);
        all_frames(clip);
    });
    QVERIFY2(contains(message, "cut.mp4"), message.c_str());
}

void InterpolatedClipTest::counts_frames_of_another_size() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .time_base = {1, 25}, .times = steady_times(8)};
    make_clip(folder / "wide.ts", recipe);
    recipe.width = 64;
    recipe.height = 48;
    recipe.times.clear();
    for (int i = 8; i < 16; ++i) {
        recipe.times.push_back(i);
    }
    make_clip(folder / "small.ts", recipe);
    std::ofstream(folder / "both.ts", std::ios::binary) << read_file(folder / "wide.ts", 10'000'000) << read_file(folder / "small.ts", 10'000'000);
    Recorder recorder;
    auto clip = open(folder / "both.ts", {{50, 1}}, recorder);
    const std::vector<Image> frames = all_frames(clip);
    // The parser may lose a frame where the two meet.
    std::size_t num_originals = 0;
    std::int64_t num_small = 0;
    VideoReader reader(folder / "both.ts");
    while (const auto original = reader.read_next()) {
        ++num_originals;
        num_small += original->stored ? 0 : 1;
    }
    QVERIFY(num_small >= 7);
    QCOMPARE(frames.size(), 2 * num_originals);
    QCOMPARE(clip.num_resized(), num_small);
    for (const Image& frame : frames) {
        QCOMPARE(frame.width(), 96);
    }
}

void InterpolatedClipTest::stops() {
    const TempFolder folder;
    const auto path = write_clip(folder / "a.mkv", {calm(0), calm(1), calm(2)});
    Recorder recorder;
    auto clip = open(path, {{48, 1}}, recorder);
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(clip.skip(3, source.get_token()), Cancelled);
}

KINORA_TEST(InterpolatedClipTest)
#include "interpolated_clip_test.moc"
