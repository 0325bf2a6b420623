// Frames that go from file to file with the samples that they had.
#include "core/media/stored_frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <QtTest>

#include "core/media/ffmpeg/av_handles.h"
#include "core/media/video_reader.h"
#include "core/media/video_writer.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class StoredFrameTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void copies_every_sample_data();
    void copies_every_sample();
    void pictures_take_the_format_of_the_copies();
    void files_that_lose_take_them_too();
    void what_hangs_on_frames_stays_behind();
    void other_formats_are_converted();
    void is_not_offered_where_it_cannot_be_kept_data();
    void is_not_offered_where_it_cannot_be_kept();
};

constexpr int num_frames = 5;

static ClipRecipe recipe_of(const char* container, const char* encoder, const char* pixel_format) {
    ClipRecipe recipe;
    recipe.container = container;
    recipe.encoder = encoder;
    recipe.pixel_format = pixel_format;
    for (int i = 0; i < num_frames; ++i) {
        recipe.times.push_back(i);
    }
    return recipe;
}

static std::vector<VideoFrame> frames_of(const std::filesystem::path& path) {
    std::vector<VideoFrame> frames;
    VideoReader reader(path);
    while (auto frame = reader.read_next()) {
        frames.push_back(std::move(*frame));
    }
    return frames;
}

static VideoWriterSettings lossless(const std::optional<SampleFormat>& samples) {
    VideoWriterSettings settings;
    settings.format = {VideoCodec::ffv1, Container::mkv};
    settings.width = 96;
    settings.height = 64;
    settings.frame_rate = {25, 1};
    settings.samples = samples;
    return settings;
}

static VideoWriterSettings lossy() {
    VideoWriterSettings settings = lossless({});
    settings.format = {VideoCodec::h264, Container::mp4};
    return settings;
}

void StoredFrameTest::copies_every_sample_data() {
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("encoder");
    QTest::addColumn<QString>("pixel_format");
    QTest::addColumn<bool>("is_full_range");
    QTest::addColumn<QString>("matrix");
    QTest::newRow("H.264") << "mp4" << "libx264" << "yuv420p" << false << "bt709";
    QTest::newRow("H.264, BT.601") << "mp4" << "libx264" << "yuv420p" << false << "smpte170m";
    QTest::newRow("H.264 with 10 bits") << "matroska" << "libx264" << "yuv420p10le" << false << "bt709";
    QTest::newRow("H.264, full range") << "matroska" << "libx264" << "yuvj420p" << true << "bt709";
    QTest::newRow("ProRes") << "mov" << "prores_ks" << "yuv422p10le" << false << "bt709";
    QTest::newRow("FFV1, 4:4:4") << "matroska" << "ffv1" << "yuv444p" << false << "bt709";
    QTest::newRow("FFV1, RGB") << "matroska" << "ffv1" << "bgr0" << true << "bt709";
}

void StoredFrameTest::copies_every_sample() {
    QFETCH(QString, container);
    QFETCH(QString, encoder);
    QFETCH(QString, pixel_format);
    QFETCH(bool, is_full_range);
    QFETCH(QString, matrix);
    const TempFolder folder;
    ClipRecipe recipe = recipe_of(container.toLatin1(), encoder.toLatin1(), pixel_format.toLatin1());
    recipe.is_full_range = is_full_range;
    recipe.matrix = matrix.toStdString();
    make_clip(folder / "source", recipe);

    const std::optional<SampleFormat> samples = copyable_samples(folder / "source");
    QVERIFY(samples.has_value());
    const std::vector<VideoFrame> before = frames_of(folder / "source");
    QCOMPARE(before.size(), std::size_t{num_frames});
    VideoWriter writer(folder / "copy", lossless(samples));
    for (const VideoFrame& frame : before) {
        writer.write(frame);
    }
    writer.finish();

    const std::vector<VideoFrame> after = frames_of(folder / "copy");
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        QVERIFY(*after[i].stored == *before[i].stored);
        QVERIFY(after[i].image == before[i].image);
    }
    QVERIFY(!(*after[0].stored == *after[1].stored));
}

void StoredFrameTest::pictures_take_the_format_of_the_copies() {
    const TempFolder folder;
    ClipRecipe recipe = recipe_of("matroska", "libx264", "yuv420p");
    recipe.matrix = "smpte170m";
    make_clip(folder / "source", recipe);
    const std::optional<SampleFormat> samples = copyable_samples(folder / "source");
    QVERIFY(samples.has_value());
    const Image flat(96, 64, [] {
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < 96 * 64; ++i) {
            rgb.insert(rgb.end(), {200, 40, 90});
        }
        return rgb;
    }());
    VideoWriter writer(folder / "copy", lossless(samples));
    writer.write(flat);
    writer.finish();
    const std::vector<VideoFrame> after = frames_of(folder / "copy");
    QCOMPARE(after.size(), std::size_t{1});
    QVERIFY(after[0].stored->format() == *samples);
    // Rounding to 8 bits in YCbCr moves a colour by up to two steps; another matrix would move this one by more than ten.
    for (std::size_t i = 0; i < flat.rgb().size(); ++i) {
        QVERIFY(std::abs(after[0].image.rgb()[i] - flat.rgb()[i]) <= 2);
    }
}

// What a file of our own in H.264 holds goes into another without a detour through RGB, which would blur its colours.
void StoredFrameTest::files_that_lose_take_them_too() {
    const TempFolder folder;
    const auto write = [&](const char* name, const std::function<void(VideoWriter&)>& fill) {
        VideoWriter writer(folder / name, lossy());
        fill(writer);
        writer.finish();
        return decoded_samples(folder / name);
    };
    const auto original = write("original", [](VideoWriter& writer) { writer.write(noise_picture(96, 64, 1)); });
    const VideoFrame frame = frames_of(folder / "original")[0];
    const auto copy = write("copy", [&](VideoWriter& writer) { writer.write(frame); });
    const auto converted = write("converted", [&](VideoWriter& writer) { writer.write(frame.image); });
    const auto loss = [&](const std::vector<std::vector<std::uint8_t>>& samples) {
        double squares = 0.0;
        for (std::size_t i = 0; i < original[0].size(); ++i) {
            squares += std::pow(static_cast<double>(samples[0][i]) - original[0][i], 2.0);
        }
        return squares;
    };
    QVERIFY2(loss(copy) < 0.9 * loss(converted), qPrintable(QString("%1 of %2").arg(loss(copy)).arg(loss(converted))));
}

void StoredFrameTest::what_hangs_on_frames_stays_behind() {
    const TempFolder folder;
    const auto write = [&](const char* name, const VideoFrame& frame) {
        VideoWriter writer(folder / name, lossy());
        writer.write(frame);
        writer.finish();
        return frames_of(folder / name)[0];
    };
    VideoFrame frame = write("source", {numbered_picture(96, 64, 1), {}, nullptr});
    const ffmpeg::FramePtr captioned(av_frame_clone(&frame.stored->av_frame()));
    constexpr std::array<std::uint8_t, 3> caption = {0xfc, 0x94, 0x20};
    AVFrameSideData* const captions = av_frame_new_side_data(captioned.get(), AV_FRAME_DATA_A53_CC, caption.size());
    std::ranges::copy(caption, captions->data);
    frame.stored = std::make_shared<const StoredFrame>(*captioned);
    const VideoFrame copy = write("copy", frame);
    QVERIFY(av_frame_get_side_data(&copy.stored->av_frame(), AV_FRAME_DATA_A53_CC) == nullptr);
    QVERIFY(av_frame_get_side_data(captioned.get(), AV_FRAME_DATA_A53_CC) != nullptr);
}

void StoredFrameTest::other_formats_are_converted() {
    const TempFolder folder;
    make_clip(folder / "source", recipe_of("matroska", "ffv1", "bgr0"));
    make_clip(folder / "other", recipe_of("matroska", "ffv1", "yuv444p"));
    VideoWriter writer(folder / "copy", lossless(copyable_samples(folder / "source")));
    writer.write(frames_of(folder / "source")[0]);
    writer.write(frames_of(folder / "other")[0]);
    writer.finish();
    const std::vector<VideoFrame> after = frames_of(folder / "copy");
    QCOMPARE(after.size(), std::size_t{2});
    QVERIFY(after[1].stored->format() == after[0].stored->format());
    QVERIFY(after[1].image == frames_of(folder / "other")[0].image);
}

void StoredFrameTest::is_not_offered_where_it_cannot_be_kept_data() {
    QTest::addColumn<int>("rotation_degrees");
    QTest::addColumn<int>("aspect");
    QTest::addColumn<QString>("pixel_format");
    QTest::newRow("turned") << 90 << 1 << "yuv420p";
    QTest::newRow("stretched") << 0 << 2 << "yuv420p";
    QTest::newRow("samples that FFV1 does not know") << 0 << 1 << "uyvy422";
}

void StoredFrameTest::is_not_offered_where_it_cannot_be_kept() {
    QFETCH(int, rotation_degrees);
    QFETCH(int, aspect);
    QFETCH(QString, pixel_format);
    const TempFolder folder;
    ClipRecipe recipe = recipe_of("mov", pixel_format == "uyvy422" ? "rawvideo" : "libx264", pixel_format.toLatin1());
    recipe.rotation_degrees = rotation_degrees;
    recipe.sample_aspect = {aspect, 1};
    make_clip(folder / "source.mov", recipe);
    QVERIFY(!copyable_samples(folder / "source.mov"));
}

KINORA_TEST(StoredFrameTest)
#include "stored_frame_test.moc"
