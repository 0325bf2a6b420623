// What is left of reading that a stop has ended.
#include <atomic>
#include <thread>

#include "core/base/cancelled.h"
#include "core/base/file_io.h"
#include "core/media/ffmpeg/kept_packets.h"
#include "core/media/media_probe.h"
#include "core/media/resumable_video.h"
#include "core/media/video_reader.h"
#include "core/media/video_writer.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class InterruptedReadingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_reader_goes_on_after_any_stop_data();
    void a_reader_goes_on_after_any_stop();
    void sound_is_not_opened_after_a_stop();
    void what_is_kept_is_not_read_through_after_a_stop();
};

void InterruptedReadingTest::a_reader_goes_on_after_any_stop_data() {
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QByteArray>("encoder");
    QTest::newRow("mkv") << QByteArray("matroska") << QByteArray("ffv1");
    QTest::newRow("avi") << QByteArray("avi") << QByteArray("ffvhuff");
}

void InterruptedReadingTest::a_reader_goes_on_after_any_stop() {
    QFETCH(QByteArray, container);
    QFETCH(QByteArray, encoder);
    const TempFolder folder;
    constexpr int num_frames = 40;
    ClipRecipe recipe = {.container = container.toStdString(), .encoder = encoder.toStdString(), .width = 192, .height = 128};
    recipe.times = steady_times(num_frames);
    make_clip(folder / "a", recipe);
    VideoReader reader(folder / "a");
    reader.num_frames();
    int num_stopped = 0;
    for (int round = 0; round < 400; ++round) {
        std::stop_source stop;
        std::atomic<bool> is_reading = false;
        std::thread stopper([&] {
            while (!is_reading) {
            }
            for (std::atomic<int> i = 0; i < (round % 100) * 200; ++i) {
            }
            stop.request_stop();
        });
        const int index = round * 7 % num_frames;
        try {
            is_reading = true;
            for (int i = index; i < num_frames; ++i) {
                reader.frame(i, stop.get_token());
            }
        } catch (const Cancelled&) {
            ++num_stopped;
        }
        stopper.join();
        const VideoFrame frame = reader.frame(index);
        QCOMPARE(number_in(frame.image), index);
        if (index + 1 < num_frames) {
            QCOMPARE(number_in(reader.read_next()->image), index + 1);
        }
        QVERIFY(!reader.ended_early());
    }
    QVERIFY(num_stopped > 0);
}

static VideoWriterSettings lossless() {
    VideoWriterSettings settings;
    settings.format = {VideoCodec::ffv1, Container::mkv};
    settings.width = 96;
    settings.height = 64;
    settings.frame_rate = {25, 1};
    return settings;
}

void InterruptedReadingTest::sound_is_not_opened_after_a_stop() {
    const TempFolder folder;
    make_sound(folder / "a.wav", "wav", "pcm_s16le", 1.0, 440.0);
    std::stop_source stop;
    stop.request_stop();
    VideoWriterSettings settings = lossless();
    settings.sound = SoundSource{folder / "a.wav"};
    VideoWriter(folder / "before.mkv", settings);
    settings.stop = stop.get_token();
    QVERIFY_EXCEPTION_THROWN(VideoWriter(folder / "after.mkv", settings), Cancelled);
}

void InterruptedReadingTest::what_is_kept_is_not_read_through_after_a_stop() {
    const TempFolder folder;
    VideoWriterSettings settings = lossless();
    settings.shown_path = folder / "a.mkv";
    settings.segment_frames = 5;
    {
        ResumableVideo video(folder / "kept", settings);
        for (int i = 0; i < 11; ++i) {
            video.write(numbered_picture(96, 64, i));
        }
    }
    const std::string kept = read_file(folder / "kept", 10'000'000);
    std::stop_source stop;
    stop.request_stop();
    settings.stop = stop.get_token();
    QVERIFY_EXCEPTION_THROWN(ResumableVideo(folder / "kept", settings), Cancelled);
    QVERIFY(read_file(folder / "kept", 10'000'000) == kept);
    settings.stop = {};
    QCOMPARE(ResumableVideo(folder / "kept", settings).num_frames(), 10);
}

KINORA_TEST(InterruptedReadingTest)
#include "interrupted_reading_test.moc"
