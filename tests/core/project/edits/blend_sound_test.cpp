// What is heard of a blend: blend_clips(), and edits of the clip that it makes.
#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "core/project/edits/generation_edits.h"
#include "core/project/edits/trim_edits.h"
#include "tests/core/project/edits/wanted_generation.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class BlendSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_blend_fades_from_one_sound_into_the_other();
    void the_sound_of_a_clip_that_was_cut_goes_on();
    void what_is_not_there_fades_nothing_data();
    void what_is_not_there_fades_nothing();
    void the_sounds_of_a_blend_go_with_it();
};

// "film@43 fades 0+15 film@7": what is heard from where on, and while it fades into what; in brackets what is muted.
static std::string sounds(const Clip& clip) {
    std::string text;
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : " ") + more; };
    const auto said = [](const ClipSound& sound) {
        const std::string use = "film@" + std::to_string(sound.source_in);
        return sound.is_muted ? "(" + use + ")" : use;
    };
    if (clip.sound) {
        add(said(*clip.sound));
    }
    if (clip.crossfade) {
        add("fades " + std::to_string(clip.crossfade->start) + "+" + std::to_string(clip.crossfade->length));
        if (clip.crossfade->incoming) {
            add(said(*clip.crossfade->incoming));
        }
    }
    return text;
}

void BlendSoundTest::a_blend_fades_from_one_sound_into_the_other() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 10);
    const ClipId b = t.put(t.lower, "b", t.film, 50, 50, 100);
    const auto blend = [](const Project& before, ClipId left, ClipId right) {
        return checked(before, [&](const Project& p) { return blend_clips(p, left, right, 15, wish()); });
    };
    const Project after = blend(t.project, a, b);
    const auto& clips = find_track(after, t.lower)->clips;
    QCOMPARE(sounds(*clips[1]), std::string("film@53 fades 0+15 film@93"));
    // In step with what each of the two sounds outside of it.
    QCOMPARE(clips[0]->sound->source_in + clips[1]->start - clips[0]->start, std::int64_t{53});
    QCOMPARE(clips[2]->sound->source_in - clips[1]->length, std::int64_t{93});
    // The take's own sound does not come in between.
    Take loud = take_of(only(after).parts[0]);
    loud.has_sound = true;
    const Project done = checked(after, [&](const Project& p) { return finish_take(p, only(p).id, 0, loud); });
    QCOMPARE(sounds(*find_track(done, t.lower)->clips[1]), sounds(*clips[1]));
    // Where one of the two is not heard, it is not heard in the blend either.
    const Project muted = blend(set_clip_muted(t.project, a, true), a, b);
    QCOMPARE(sounds(*find_track(muted, t.lower)->clips[1]), std::string("(film@53) fades 0+15 film@93"));
    // The sound of the blend is what is heard of it where it is blended itself.
    const Project twice = blend(done, clips[1]->id, b);
    QCOMPARE(sounds(*find_track(twice, t.lower)->clips[2]), std::string("film@101"));

    TestProject u;
    const ClipId c = u.put(u.lower, "c", u.film, 0, 50, 10);
    const ClipId d = u.put(u.upper, "d", u.film, 30, 60, 100);
    const Project overlap = blend(u.project, c, d);
    QCOMPARE(sounds(*find_track(overlap, u.upper)->clips[0]), std::string("film@40 fades 0+23 film@100"));
    const Project without = blend(set_track_muted(u.project, u.lower, true), c, d);
    QCOMPARE(sounds(*find_track(without, u.upper)->clips[0]), std::string("(film@40) fades 0+23 film@100"));
}

void BlendSoundTest::the_sound_of_a_clip_that_was_cut_goes_on() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 100, 10);
    const Project cut = split_clip(t.project, a, 50);
    const Project after = checked(cut, [&](const Project& p) {
        return blend_clips(p, a, find_track(p, t.lower)->clips[1]->id, 15, wish());
    });
    QCOMPARE(sounds(*find_track(after, t.lower)->clips[1]), std::string("film@53"));
    TestProject u;
    const ClipId silent = u.put(u.lower, "a", u.shot, 0, 50);
    const ClipId loud = u.put(u.lower, "b", u.film, 50, 50, 100);
    const Project starts = checked(u.project, [&](const Project& p) { return blend_clips(p, silent, loud, 15, wish()); });
    QCOMPARE(sounds(*find_track(starts, u.lower)->clips[1]), std::string("fades 0+15 film@93"));
    Take other = take_of(only(starts).parts[0]);
    other.has_sound = true;
    const Project done = finish_take(starts, only(starts).id, 0, other);
    QCOMPARE(sounds(*find_track(done, u.lower)->clips[1]), std::string("fades 0+15 film@93"));
}

void BlendSoundTest::what_is_not_there_fades_nothing_data() {
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("right");
    QTest::addColumn<QString>("heard");
    // The film has 240 frames.
    QTest::newRow("nothing behind the cut or before it") << 190 << 0 << "film@233 fades 7+1 film@-7";
    QTest::newRow("nothing behind it") << 190 << 100 << "film@233 fades 0+7 film@93";
    QTest::newRow("nothing before it") << 10 << 0 << "film@53 fades 7+8 film@-7";
    QTest::newRow("a little of both") << 187 << 2 << "film@230 fades 5+5 film@-5";
}

void BlendSoundTest::what_is_not_there_fades_nothing() {
    QFETCH(int, left);
    QFETCH(int, right);
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, left);
    const ClipId b = t.put(t.lower, "b", t.film, 50, 50, right);
    const Project after = checked(t.project, [&](const Project& p) { return blend_clips(p, a, b, 15, wish()); });
    QTEST(QString::fromStdString(sounds(*find_track(after, t.lower)->clips[1])), "heard");
}

void BlendSoundTest::the_sounds_of_a_blend_go_with_it() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 10);
    const ClipId b = t.put(t.lower, "b", t.film, 50, 50, 100);
    Project p = blend_clips(t.project, a, b, 15, wish());
    p = finish_take(p, only(p).id, 0, take_of(only(p).parts[0]));
    const ClipId x = find_track(p, t.lower)->clips[1]->id;
    const auto heard = [&](const Project& project, std::size_t clip, TrackId track) { return sounds(*find_track(project, track)->clips[clip]); };
    const Project cut = checked(p, [&](const Project& q) { return split_clip(q, x, 49); });
    QCOMPARE(heard(cut, 1, t.lower) + " | " + heard(cut, 2, t.lower),
             std::string("film@53 fades 0+15 film@93 | film@59 fades -6+15 film@99"));
    const Project trimmed = checked(p, [&](const Project& q) { return trim_clip_start(q, x, 47); });
    QCOMPARE(heard(trimmed, 1, t.lower), std::string("film@57 fades -4+15 film@97"));
    QCOMPARE(heard(checked(trimmed, [&](const Project& q) { return trim_clip_start(q, x, 43); }), 1, t.lower), heard(p, 1, t.lower));
    QCOMPARE(heard(checked(trimmed, [&](const Project& q) { return slip_clip(q, x, -2); }), 1, t.lower), std::string("film@55 fades -2+15 film@95"));
    const Project pasted = checked(p, [&](const Project& q) { return paste_clips(q, copy_clips(q, std::array{x}), t.upper, 5, EditMode::normal); });
    QCOMPARE(heard(pasted, 0, t.upper), heard(p, 1, t.lower));
    const Project muted = checked(p, [&](const Project& q) { return set_clip_muted(q, x, true); });
    QCOMPARE(heard(muted, 1, t.lower), std::string("(film@53) fades 0+15 (film@93)"));
    QVERIFY(std::ranges::count(where_used(lift_clips(p, std::array{a, b}), t.film).clips, x) == 1);
}

KINORA_TEST(BlendSoundTest)
#include "blend_sound_test.moc"
