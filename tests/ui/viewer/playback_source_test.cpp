#include "ui/viewer/playback_source.h"

#include <QSignalSpy>
#include <QThread>

#include <atomic>
#include <semaphore>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/viewer/test_clips.h"

using namespace kinora;
using namespace kinora::test;

class PlaybackSourceTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void opens_frames_in_memory();
    void opens_a_file_with_exact_frames();
    void decodes_on_another_thread();
    void the_newest_request_comes_first();
    void decodes_ahead();
    void keeps_within_its_memory();
    void a_missing_file_is_one_sentence();
    void a_broken_frame_leaves_the_others();
    void an_empty_clip_has_no_frames();
    void stops_while_it_opens();
};

// What a test wants to see or hold up in a reader.
struct ReaderProbe {
    std::counting_semaphore<1000> permits{0};
    std::mutex mutex;
    std::vector<std::int64_t> read;
    std::atomic<QThread*> thread = nullptr;
    std::int64_t broken = -1;
};

class ProbedReader : public FrameReader {
 public:
    explicit ProbedReader(std::shared_ptr<ReaderProbe> probe, std::int64_t count) : probe_(std::move(probe)) {
        format_ = {count, {24, 1}, 96, 64};
    }
    const ClipFormat& format() const override { return format_; }
    Image frame(std::int64_t index, const std::stop_token& stop) override {
        probe_->thread = QThread::currentThread();
        while (!probe_->permits.try_acquire_for(std::chrono::milliseconds(2))) {
            throw_if_stop_requested(stop);
        }
        const std::scoped_lock lock(probe_->mutex);
        probe_->read.push_back(index);
        if (index == probe_->broken) {
            throw MediaError("clip.mp4", "frame 2 cannot be decoded");
        }
        return numbered_picture(96, 64, static_cast<int>(index));
    }

 private:
    std::shared_ptr<ReaderProbe> probe_;
    ClipFormat format_;
};

static OpenFrames probed(const std::shared_ptr<ReaderProbe>& probe, std::int64_t count) {
    return [probe, count](const std::stop_token&) { return std::make_unique<ProbedReader>(probe, count); };
}

static bool has_frame(const PlaybackSource& source, std::int64_t frame) {
    return QTest::qWaitFor([&] { return !source.frame(frame).is_empty(); }, 10'000);
}

void PlaybackSourceTest::opens_frames_in_memory() {
    const auto clip = numbered_clip(10);
    PlaybackSource source(frames_in_memory(clip));
    QSignalSpy opened(&source, &PlaybackSource::opened);
    QVERIFY(!source.format());
    QVERIFY(opened.wait(10'000));
    QCOMPARE(source.format()->num_frames, 10);
    QCOMPARE(source.format()->width, 96);
    QVERIFY((source.format()->frame_rate == FrameRate{24, 1}));
    source.request({7, 1, 0, 9, false});
    QVERIFY(has_frame(source, 7));
    QVERIFY(source.frame(7) == clip->images[7]);
}

void PlaybackSourceTest::opens_a_file_with_exact_frames() {
    const TempFolder folder;
    ClipWriter writer(folder / "clip.mp4", {.width = 96, .height = 64, .frame_rate = {25, 1}});
    for (int i = 0; i < 40; ++i) {
        writer.write(numbered_picture(96, 64, i));
    }
    writer.finish();
    PlaybackSource source(frames_of_file(folder / "clip.mp4"));
    QSignalSpy opened(&source, &PlaybackSource::opened);
    QVERIFY(opened.wait(10'000));
    QCOMPARE(source.format()->num_frames, 40);
    for (const int frame : {31, 3, 39, 0, 17}) {
        source.request({frame, 1, 0, 39, false});
        QVERIFY(has_frame(source, frame));
        QCOMPARE(number_in(source.frame(frame)), frame);
    }
}

void PlaybackSourceTest::decodes_on_another_thread() {
    const auto probe = std::make_shared<ReaderProbe>();
    probe->permits.release(100);
    PlaybackSource source(probed(probe, 5));
    QVERIFY(has_frame(source, 0));
    QVERIFY(probe->thread.load() != nullptr);
    QVERIFY(probe->thread.load() != QThread::currentThread());
}

void PlaybackSourceTest::the_newest_request_comes_first() {
    const auto probe = std::make_shared<ReaderProbe>();
    PlaybackSource source(probed(probe, 1000));
    QVERIFY(QTest::qWaitFor([&] { return probe->thread.load() != nullptr; }, 10'000));  // it is inside frame 0
    for (const std::int64_t frame : {100, 200, 300}) {
        source.request({frame, 1, 0, 999, false});
    }
    probe->permits.release(2);
    QVERIFY(has_frame(source, 300));
    const std::scoped_lock lock(probe->mutex);
    QCOMPARE(probe->read, (std::vector<std::int64_t>{0, 300}));
}

void PlaybackSourceTest::decodes_ahead() {
    const auto probe = std::make_shared<ReaderProbe>();
    probe->permits.release(1000);
    PlaybackSource source(probed(probe, 1000));
    source.request({50, 1, 0, 999, false});
    QVERIFY(has_frame(source, 50 + 24));
    QVERIFY(!source.frame(51).is_empty());
    QVERIFY(source.frame(50 + 25).is_empty());
}

void PlaybackSourceTest::keeps_within_its_memory() {
    const auto probe = std::make_shared<ReaderProbe>();
    probe->permits.release(1000);
    PlaybackSource source(probed(probe, 100), std::int64_t{10} * 96 * 64 * 3);
    for (int frame = 0; frame < 100; frame += 5) {
        source.request({frame, 1, 0, 99, false});
        QVERIFY(has_frame(source, frame));
    }
    QVERIFY(has_frame(source, 99));
    int kept = 0;
    for (int frame = 0; frame < 100; ++frame) {
        kept += source.frame(frame).is_empty() ? 0 : 1;
    }
    QVERIFY2(kept <= 10, qPrintable(QString::number(kept)));
}

void PlaybackSourceTest::a_missing_file_is_one_sentence() {
    PlaybackSource source(frames_of_file("/nowhere/clip.mp4"));
    QSignalSpy failed(&source, &PlaybackSource::failed);
    QVERIFY(failed.wait(10'000));
    QVERIFY(source.error().text().contains(QStringLiteral("clip.mp4")));
    QVERIFY(!source.format());
    source.request({3, 1, 0, 9, false});
    QVERIFY(source.frame(3).is_empty());
}

void PlaybackSourceTest::a_broken_frame_leaves_the_others() {
    const auto probe = std::make_shared<ReaderProbe>();
    probe->broken = 2;
    probe->permits.release(1000);
    PlaybackSource source(probed(probe, 5));
    QSignalSpy failed(&source, &PlaybackSource::failed);
    source.request({2, 1, 0, 4, false});
    QVERIFY(failed.wait(10'000));
    QVERIFY(has_frame(source, 4));
    QVERIFY(source.frame(2).is_empty());
    QCOMPARE(failed.size(), 1);
}

void PlaybackSourceTest::an_empty_clip_has_no_frames() {
    PlaybackSource source(frames_in_memory(nullptr));
    QSignalSpy opened(&source, &PlaybackSource::opened);
    QVERIFY(opened.wait(10'000));
    QCOMPARE(source.format()->num_frames, 0);
    source.request({0, 1, 0, 0, false});
    QVERIFY(source.frame(0).is_empty());
}

void PlaybackSourceTest::stops_while_it_opens() {
    std::atomic<bool> isInside = false;
    {
        const PlaybackSource source([&](const std::stop_token& stop) -> std::unique_ptr<FrameReader> {
            isInside = true;
            while (true) {
                throw_if_stop_requested(stop);
                QThread::msleep(1);
            }
        });
        QVERIFY(QTest::qWaitFor([&] { return isInside.load(); }, 10'000));
    }
    QVERIFY(isInside);
}

KINORA_TEST(PlaybackSourceTest)
#include "playback_source_test.moc"
