#include "ui/viewer/played_sound.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/render/export_job.h"
#include "tests/core/media/numbered_sound.h"
#include "tests/core/render/media_project.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class PlayedSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void begins_at_the_very_sample_of_a_frame();
    void is_what_an_export_contains();
    void ends_with_the_range();
    void loops_without_a_gap();
    void loops_stay_with_their_pictures();
    void knows_whether_there_is_anything_to_hear();
    void what_cannot_be_opened_is_told();
    void stops();

 private:
    OpenSound wav() const { return sound_of_file(folder_ / "a.wav"); }
    PlayedSound played(OpenSound open, const PlayPosition& position, const FrameRate& rate = {24, 1}) {
        return {std::move(open), position, rate, {}, [this](const Error& error) { told_.append(QString::fromUtf8(error.what())); }};
    }

    TempFolder folder_;
    QStringList told_;
};

static std::vector<float> left_of(PlayedSound& sound, std::int64_t count) {
    std::vector<float> left;
    while (count > 0) {
        std::vector<float> block(static_cast<std::size_t>(2 * std::min<std::int64_t>(count, 1000)), 99.0F);
        sound.next(block);
        for (std::size_t i = 0; i < block.size(); i += 2) {
            left.push_back(block[i]);
        }
        count -= 1000;
    }
    return left;
}

void PlayedSoundTest::initTestCase() {
    write_numbered_sound(folder_ / "a.wav", 10 * 48'000);
}

void PlayedSoundTest::begins_at_the_very_sample_of_a_frame() {
    PlayedSound sound = played(wav(), {.frame = 60, .first = 0, .last = 239});
    QVERIFY(sound.isHeard());
    QCOMPARE(first_difference(left_of(sound, 30'000), 30'000, [](std::int64_t i) { return numbered_sample(i + 60 * 2000); }), -1);
}

// Two tracks that overlap, a cut, a muted clip, and a gap: played from any frame, every sample is the export's.
void PlayedSoundTest::is_what_an_export_contains() {
    MediaProject m;
    const MediaRef loud = m.add_loud_film();
    const ClipId clip = m.put(m.lower, loud, 5, 30, 7);
    m.put(m.upper, loud, 20, 25, 30);
    const ClipId muted = m.put(m.lower, loud, 40, 10, 0);
    m.project = set_clip_muted(split_clip(m.project, clip, 17), muted, true);
    export_timeline(m.project, m.folder.path(), {.path = m.folder / "out.mkv"}, [](const auto&...) {}, {});

    const std::int64_t end = timeline_end(m.project);
    const auto whole = std::make_shared<const Project>(m.project);
    for (const std::int64_t frame : {std::int64_t{0}, std::int64_t{11}, std::int64_t{33}}) {
        const PlayPosition position = {.frame = frame, .first = 0, .last = end - 1};
        PlayedSound live = played(sound_of_timeline(whole, m.folder.path()), position);
        PlayedSound exported = played(sound_of_file(m.folder / "out.mkv"), position);
        const std::int64_t count = (end - frame) * 2000;
        const std::vector<float> heard = left_of(live, count);
        QVERIFY(std::ranges::any_of(heard, [](float sample) { return sample != 0.0F; }));
        QCOMPARE(heard, left_of(exported, count));
        QVERIFY(live.isAtEnd());
    }
    // And those are the samples that belong there.
    PlayedSound sound = played(sound_of_timeline(whole, m.folder.path()), {.frame = 0, .first = 0, .last = end - 1});
    QCOMPARE(first_difference(left_of(sound, end * 2000), end * 2000, [](std::int64_t i) {
        const std::int64_t frame = i / 2000;
        return (frame >= 5 && frame < 35 ? numbered_sample(i + (7 - 5) * 2000) : 0) +
               (frame >= 20 && frame < 45 ? numbered_sample(i + (30 - 20) * 2000) : 0);
    }), -1);
    QVERIFY(told_.isEmpty());
}

void PlayedSoundTest::ends_with_the_range() {
    PlayedSound sound = played(wav(), {.frame = 60, .first = 50, .last = 61});
    QVERIFY(!sound.isAtEnd());
    QCOMPARE(first_difference(left_of(sound, 9000), 9000, [](std::int64_t i) { return i < 4000 ? numbered_sample(i + 120'000) : 0; }), -1);
    QVERIFY(sound.isAtEnd());
}

void PlayedSoundTest::loops_without_a_gap() {
    PlayedSound sound = played(wav(), {.frame = 60, .first = 50, .last = 61, .loops = true});
    QCOMPARE(first_difference(left_of(sound, 60'000), 60'000, [](std::int64_t i) {
        return numbered_sample(i < 4000 ? i + 120'000 : (i - 4000) % 24'000 + 100'000);
    }), -1);
    QVERIFY(!sound.isAtEnd());
}

// At 30000/1001 a frame lasts 1601.6 samples: passes are of unequal length, so that the thousandth begins with its picture.
void PlayedSoundTest::loops_stay_with_their_pictures() {
    const FrameRate rate = {30000, 1001};
    PlayedSound sound = played(wav(), {.frame = 0, .first = 0, .last = 2, .loops = true}, rate);
    const std::int64_t start = sample_of_frame(3 * 200, rate);
    QVERIFY(start != 200 * sample_of_frame(3, rate));
    std::vector<float> heard = left_of(sound, start + 1000);
    heard.erase(heard.begin(), heard.begin() + start);
    QCOMPARE(first_difference(heard, 1000, numbered_sample), -1);
}

void PlayedSoundTest::knows_whether_there_is_anything_to_hear() {
    const OpenSound late = [](const FrameRange& range, const FrameRate&, const std::stop_token& stop) {
        SoundMix mix = {.pieces = {}, .num_samples = range.length * 2000, .stop = stop};
        if (range.start < 10) {
            mix.pieces.push_back({});
        }
        return mix;
    };
    QVERIFY(played(late, {.frame = 5, .first = 0, .last = 20}).isHeard());
    QVERIFY(!played(late, {.frame = 10, .first = 0, .last = 20}).isHeard());
    QVERIFY(played(late, {.frame = 10, .first = 0, .last = 20, .loops = true}).isHeard());  // in the next pass
    QVERIFY(!played(late, {.frame = 12, .first = 10, .last = 20, .loops = true}).isHeard());
}

void PlayedSoundTest::what_cannot_be_opened_is_told() {
    told_.clear();
    PlayedSound sound = played(sound_of_file(folder_ / "gone.mp4"), {.frame = 0, .first = 0, .last = 9});
    QVERIFY(!sound.isHeard());
    QCOMPARE(told_.size(), 1);
    QVERIFY(told_.front().contains(QStringLiteral("gone.mp4")));
    QCOMPARE(left_of(sound, 100), std::vector<float>(100));
}

void PlayedSoundTest::stops() {
    std::stop_source stop;
    PlayedSound sound(wav(), {.frame = 0, .first = 0, .last = 239}, {24, 1}, stop.get_token(), {});
    left_of(sound, 1000);
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, left_of(sound, 1000));
}

KINORA_TEST(PlayedSoundTest)
#include "played_sound_test.moc"
