#include "core/render/timeline_sound.h"

#include <array>

#include "core/project/edits/clip_edits.h"
#include "core/project/edits/track_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class TimelineSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void follows_clips_and_range();
    void sound_over_a_cut_is_one_piece();
    void a_transition_joins_what_it_leads_from_and_to();
    void keeps_to_the_rate();
    void leaves_out_what_is_muted();
};

static std::vector<SoundPiece> pieces(const Project& project, const FrameRange& range) {
    return timeline_sound(project, "/m", range).pieces;
}

void TimelineSoundTest::follows_clips_and_range() {
    TestProject t;
    t.put(t.lower, "a", t.film, 10, 20, 5);
    t.put(t.lower, "silent", t.shot, 40, 20);
    t.put(t.upper, "b", t.film, 25, 10, 100);
    const SoundMix mix = timeline_sound(t.project, "/m", {12, 40});
    QCOMPARE(mix.num_samples, 40 * 2000);
    QVERIFY((mix.pieces == std::vector<SoundPiece>{{"/m/film.mp4", 7 * 2000, 0, 18 * 2000}, {"/m/film.mp4", 100 * 2000, 13 * 2000, 10 * 2000}}));
    QVERIFY(pieces(t.project, {0, 10}).empty());
    QVERIFY(pieces(t.project, {35, 20}).empty());
}

void TimelineSoundTest::sound_over_a_cut_is_one_piece() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 10, 30, 5);
    const Project cut = split_clip(split_clip(t.project, a, 20), a, 15);
    QVERIFY(pieces(cut, {0, 50}) == pieces(t.project, {0, 50}));
    QCOMPARE(pieces(cut, {0, 50}).size(), std::size_t{1});
    // Not where a part of it is taken out.
    const Project shorter = ripple_delete_range(t.project, std::array{t.lower}, {20, 5});
    QVERIFY((pieces(shorter, {0, 50}) == std::vector<SoundPiece>{{"/m/film.mp4", 5 * 2000, 10 * 2000, 10 * 2000}, {"/m/film.mp4", 20 * 2000, 20 * 2000, 15 * 2000}}));
}

// |--a--|x|--b--|, where x fades from the sound of a, which goes on from 5, into that of b, which comes from before 100.
static Project with_transition(TestProject& t) {
    t.put(t.lower, "a", t.film, 0, 20, 5);
    const ClipId x = t.put(t.lower, "x", t.film, 20, 10, 25);
    t.put(t.lower, "b", t.film, 30, 20, 100);
    Track track = *find_track(t.project, t.lower);
    Clip clip = find_clip(t.project, x)->clip();
    clip.crossfade = Crossfade{.start = 0, .length = 10, .incoming = ClipSound{.media = t.film, .source_in = 90}, .unknown_fields = {}};
    track.clips[1] = clip;
    Project project = t.project;
    project.timeline.tracks[0] = track;
    return project;
}

void TimelineSoundTest::a_transition_joins_what_it_leads_from_and_to() {
    TestProject t;
    const Project project = with_transition(t);
    const SampleRange fade = {20 * 2000, 10 * 2000};
    const std::vector<SoundPiece> both = {{.path = "/m/film.mp4", .source_sample = 5 * 2000, .start_sample = 0, .num_samples = 30 * 2000, .fade_out = fade},
                                          {.path = "/m/film.mp4", .source_sample = 90 * 2000, .start_sample = 20 * 2000, .num_samples = 30 * 2000, .fade_in = fade}};
    QVERIFY(pieces(project, {0, 60}) == both);
    // The blade changes nothing, and what begins in the middle of a fade is as far in it.
    const ClipId x = project.timeline.tracks[0]->clips[1]->id;
    const Project cut = split_clip(project, x, 26);
    QVERIFY(pieces(cut, {0, 60}) == both);
    const SampleRange begun = {-6 * 2000, 10 * 2000};
    QVERIFY((pieces(cut, {26, 2}) == std::vector<SoundPiece>{{.path = "/m/film.mp4", .source_sample = 31 * 2000, .num_samples = 2 * 2000, .fade_out = begun},
                                                             {.path = "/m/film.mp4", .source_sample = 96 * 2000, .num_samples = 2 * 2000, .fade_in = begun}}));
    // The two are one sound no longer where what follows is taken away from it.
    const Project moved = move_clips(project, std::array{project.timeline.tracks[0]->clips[2]->id}, 5, 0, EditMode::normal);
    QCOMPARE(pieces(moved, {0, 60}).size(), std::size_t{3});
    const Project muted = set_clip_muted(project, x, true);
    QCOMPARE(pieces(muted, {20, 10}).size(), std::size_t{0});
}

void TimelineSoundTest::keeps_to_the_rate() {
    TestProject t;
    t.put(t.lower, "a", t.film, 7, 100, 3);
    Project project = t.project;
    project.frame_rate = {24000, 1001};
    const SoundMix mix = timeline_sound(project, "/m", {0, 107});
    QCOMPARE(mix.num_samples, 107 * 2002);
    QVERIFY((mix.pieces == std::vector<SoundPiece>{{"/m/film.mp4", 3 * 2002, 7 * 2002, 100 * 2002}}));
}

void TimelineSoundTest::leaves_out_what_is_muted() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 10);
    t.put(t.upper, "b", t.film, 0, 10);
    QCOMPARE(pieces(t.project, {0, 10}).size(), std::size_t{2});
    QCOMPARE(pieces(set_clip_muted(t.project, a, true), {0, 10}).size(), std::size_t{1});
    QCOMPARE(pieces(set_track_muted(t.project, t.upper, true), {0, 10}).size(), std::size_t{1});
    QCOMPARE(pieces(set_track_hidden(t.project, t.upper, true), {0, 10}).size(), std::size_t{2});
}

KINORA_TEST(TimelineSoundTest)
#include "timeline_sound_test.moc"
