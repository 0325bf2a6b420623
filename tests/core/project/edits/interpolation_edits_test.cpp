#include "core/project/edits/interpolation_edits.h"

#include "core/base/error.h"
#include "core/project/edits/trim_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class InterpolationEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void smooth_motion_keeps_place_and_sound();
    void slow_motion_moves_what_follows_and_brings_its_sound();
    void slow_motion_without_room_keeps_the_length();
    void the_sounds_of_a_transition_stay_in_step_with_its_neighbours();
    void follows_a_clip_that_was_changed_since();
    void ratios_need_not_be_whole();
    void refuses_what_does_not_fit();

 private:
    // Interpolated media of that many frames.
    MediaRef made(std::int64_t num_frames, FrameRate rate, bool has_sound = false) {
        t_.project = add_asset(t_.project, {.kind = AssetKind::video, .name = "made", .file = "made.mkv", .width = 64, .height = 48,
                                            .num_frames = num_frames, .frame_rate = rate, .has_sound = has_sound});
        return t_.project.assets->back()->id;
    }
    const Clip& clip(const Project& project) const { return find_clip(project, a_)->clip(); }

    TestProject t_;
    ClipId a_;
};

void InterpolationEditsTest::init() {
    t_ = TestProject();
    a_ = t_.put(t_.lower, "a", t_.film, 10, 20, 50);
    t_.put(t_.lower, "b", t_.film, 30, 10);
    t_.put(t_.upper, "c", t_.shot, 40, 10);
}

void InterpolationEditsTest::smooth_motion_keeps_place_and_sound() {
    const MediaRef made = this->made(44, {48, 1}, true);
    const Project after = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, {t_.film, 48, {1, 1}}, true); });
    QCOMPARE(drawing(after, t_.lower), std::string("a 10-30@2 b 30-40@0"));
    QCOMPARE(clip(after).versions.size(), std::size_t{2});
    QVERIFY(clip(after).shown()->media == made);
    QVERIFY(clip(after).sound == clip(t_.project).sound);
}

void InterpolationEditsTest::slow_motion_moves_what_follows_and_brings_its_sound() {
    const MediaRef made = this->made(88, {24, 1}, true);
    const InterpolatedVersion version = {t_.film, 48, {4, 1}};
    const Project after = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, version, true); });
    QCOMPARE(drawing(after, t_.lower), std::string("a 10-90@8 b 90-100@0"));
    QCOMPARE(drawing(after, t_.upper), std::string("c 40-50@0"));
    QVERIFY(clip(after).sound->media == made);
    QCOMPARE(clip(after).sound->source_in, 8);
    const Project all = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, version, true, {.all_tracks = true}); });
    QCOMPARE(drawing(all, t_.upper), std::string("c 100-110@0"));
}

void InterpolationEditsTest::slow_motion_without_room_keeps_the_length() {
    const MediaRef made = this->made(80, {24, 1});
    const Project after = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, {t_.film, 50, {4, 1}}, false); });
    QCOMPARE(drawing(after, t_.lower), std::string("a 10-30@0 b 30-40@0"));
    QVERIFY(clip(after).sound->media == t_.film);  // nothing sounds that was made
}

void InterpolationEditsTest::the_sounds_of_a_transition_stay_in_step_with_its_neighbours() {
    change_first_clip(t_.project, t_.lower, [&](Clip& clip) {
        clip.crossfade = Crossfade{.start = 0, .length = 20, .incoming = ClipSound{.media = t_.film, .source_in = 200}, .unknown_fields = {}};
    });
    const MediaRef made = this->made(88, {24, 1}, true);
    const InterpolatedVersion version = {t_.film, 48, {4, 1}};
    const Project after = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, version, true); });
    QVERIFY(clip(after).sound == clip(t_.project).sound);
    QCOMPARE(clip(after).crossfade->length, std::int64_t{80});
    QCOMPARE(clip(after).crossfade->incoming->source_in + clip(after).length, std::int64_t{220});
    const Project short_of_room = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, version, false); });
    QVERIFY(clip(short_of_room).crossfade == clip(t_.project).crossfade);
}

void InterpolationEditsTest::follows_a_clip_that_was_changed_since() {
    const MediaRef made = this->made(42, {48, 1});
    Project project = trim_clip_start(t_.project, a_, 15);
    project = move_clips(project, std::array{a_}, 0, 1, EditMode::normal);
    project = checked(project, [&](const Project& p) { return show_interpolated(p, a_, made, {t_.film, 50, {1, 1}}, true); });
    QCOMPARE(drawing(project, t_.upper), std::string("a 15-30@5 c 40-50@0"));
    project = choose_version(project, a_, 0);
    QCOMPARE(clip(project).shown()->source_in, 55);
}

void InterpolationEditsTest::ratios_need_not_be_whole() {
    QCOMPARE(ratio({60, 1}, {24, 1}), (FrameRate{5, 2}));
    QCOMPARE(ratio({48000, 1001}, {24000, 1001}), (FrameRate{2, 1}));
    const MediaRef made = this->made(52, {24, 1});
    const Project after = checked(t_.project, [&](const Project& p) { return show_interpolated(p, a_, made, {t_.film, 49, ratio({60, 1}, {24, 1})}, true); });
    QCOMPARE(drawing(after, t_.lower), std::string("a 10-60@2 b 60-70@0"));
}

void InterpolationEditsTest::refuses_what_does_not_fit() {
    const MediaRef made = this->made(40, {48, 1});
    const auto message = [&](const Project& project, const InterpolatedVersion& version, bool makes_room = true) {
        return message_of<EditError>([&] { show_interpolated(project, a_, made, version, makes_room); });
    };
    QVERIFY(contains(message(t_.project, {t_.shot, 50, {1, 1}}), "does not show any more"));
    QVERIFY(contains(message(t_.project, {t_.film, 51, {1, 1}}), "shows more than was interpolated"));
    QVERIFY(contains(message(t_.project, {t_.film, 49, {1, 1}}), "shows more than was interpolated"));
    QVERIFY(contains(message(t_.project, {t_.film, 50, {2, 1}}), "shows more than was interpolated"));
    QVERIFY(contains(message(lift_clips(t_.project, std::array{a_}), {t_.film, 50, {1, 1}}), "clip"));
    QVERIFY(contains(message(set_track_locked(t_.project, t_.lower, true), {t_.film, 50, {1, 1}}), "locked"));
}

KINORA_TEST(InterpolationEditsTest)
#include "interpolation_edits_test.moc"
