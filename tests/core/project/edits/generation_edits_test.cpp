#include "core/project/edits/generation_edits.h"

#include <array>
#include <functional>

#include "core/base/error.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/trim_edits.h"
#include "tests/core/project/edits/wanted_generation.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class GenerationEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void generates_a_clip_from_the_panel();
    void extends_forwards_and_backwards();
    void fills_a_gap();
    void regenerates_a_range();
    void regenerates_at_the_edges_of_a_clip();
    void lays_out_a_minute_in_segments();
    void segments_that_start_anew_need_no_other();
    void loops();
    void blends_clips_that_touch();
    void blends_clips_that_overlap();
    void restyles();
    void finished_takes_find_their_clip();
    void variations_become_versions();
    void takes_outlive_their_clip();
    void cancels();
    void goes_with_the_last_clip_that_waits_data();
    void goes_with_the_last_clip_that_waits();
    void stays_while_a_clip_waits();
    void makes_again();
    void nothing_is_made_of_no_words();
    void waiting_clips_keep_their_edges();
};

static std::string fails(const std::function<Project()>& edit) {
    return message_of<EditError>(edit);
}

static std::string conditions(const GenerationPart& part) {
    std::string text = std::to_string(part.settings.num_frames) + " frames, keeps " + std::to_string(part.first_kept) + "+" +
                       std::to_string(part.num_kept) + ":";
    for (const Condition& c : part.conditions) {
        text += c.part ? " part " + std::to_string(*c.part) : std::string(" media");
        text += " " + std::to_string(c.source.source_in) + "+" + std::to_string(c.num_frames) + " at " + std::to_string(c.start_frame);
    }
    return text;
}

void GenerationEditsTest::generates_a_clip_from_the_panel() {
    TestProject t;
    t.project = add_keyframe(t.project, {.source = {t.photo, 0}, .frame = 0, .strength = 0.8});
    t.project = add_keyframe(t.project, {.source = {t.shot, 90}, .frame = 40, .num_frames = 9});
    t.put(t.lower, "a", t.film, 0, 20);
    const Project after =
        checked(t.project, [&](const Project& p) { return generate_clip(p, wish(), t.lower, 10, EditMode::insert); });
    QCOMPARE(drawing(after, t.lower), std::string("a 0-10@0 x 10-59# a 59-69@10"));
    QCOMPARE(conditions(only(after).parts[0]), std::string("49 frames, keeps 0+49: media 0+1 at 0 media 90+9 at 40"));
    QCOMPARE(only(after).parts[0].conditions[0].strength, 0.8);

    GenerationWish odd = wish();
    odd.settings.num_frames = 45;
    const Project rounded = checked(t.project, [&](const Project& p) { return generate_clip(p, odd, std::nullopt, 0, EditMode::normal); });
    QCOMPARE(conditions(only(rounded).parts[0]), std::string("49 frames, keeps 0+45: media 0+1 at 0 media 90+5 at 40"));
    QVERIFY(!only(rounded).parts[0].clip.is_set());
    odd.settings.num_frames = 33;
    QVERIFY(contains(fails([&] { return generate_clip(t.project, odd, t.upper, 0, EditMode::normal); }), "lies behind the last frame, 32"));
}

void GenerationEditsTest::extends_forwards_and_backwards() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 40, 50, 10);
    t.put(t.lower, "b", t.shot, 90, 20);
    // 20 new frames need three steps of 8; the last four that are made are not kept.
    const Project later =
        checked(t.project, [&](const Project& p) { return extend_clip(p, a, 20, false, wish(), EditMode::insert); });
    QCOMPARE(drawing(later, t.lower), std::string("a 40-90@10 x 90-110# b 110-130@0"));
    QCOMPARE(conditions(only(later).parts[0]), std::string("41 frames, keeps 17+20: media 43+17 at 0"));
    QVERIFY(only(later).parts[0].settings.frame_rate == t.project.frame_rate);

    const Project earlier =
        checked(t.project, [&](const Project& p) { return extend_clip(p, a, 20, true, wish(), EditMode::normal); });
    QCOMPARE(drawing(earlier, t.lower), std::string("x 20-40# a 40-90@10 b 90-110@0"));
    QCOMPARE(conditions(only(earlier).parts[0]), std::string("41 frames, keeps 4+20: media 10+17 at 24"));
    // Where the timeline begins there is no room: the clip makes it.
    const Project first = checked(t.project, [&](const Project& p) { return extend_clip(p, a, 50, true, wish(), EditMode::normal); });
    QCOMPARE(drawing(first, t.lower), std::string("x 40-90# a 90-140@10 b 140-160@0"));
    const Project pushed =
        checked(t.project, [&](const Project& p) { return extend_clip(p, a, 20, true, wish(), EditMode::insert); });
    QCOMPARE(drawing(pushed, t.lower), std::string("x 40-60# a 60-110@10 b 110-130@0"));

    GenerationWish one_frame = wish();
    one_frame.overlap = 1;
    QCOMPARE(conditions(only(extend_clip(t.project, a, 8, false, one_frame, EditMode::insert)).parts[0]),
             std::string("9 frames, keeps 1+8: media 59+1 at 0"));
    QVERIFY(contains(fails([&] { return extend_clip(t.project, a, 20, false, wish(), EditMode::normal); }), "in the way"));
    QVERIFY(contains(fails([&] { return extend_clip(t.project, a, 0, false, wish(), EditMode::insert); }), "nothing to make"));
    const ClipId waiting = only(later).parts[0].clip;
    QVERIFY(contains(fails([&] { return extend_clip(later, waiting, 8, false, wish(), EditMode::insert); }), "still being made"));
}

void GenerationEditsTest::fills_a_gap() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 30);
    t.put(t.lower, "b", t.shot, 53, 20, 5);
    const Project exact = checked(t.project, [&](const Project& p) { return fill_gap(p, t.lower, 40, wish()); });
    QCOMPARE(drawing(exact, t.lower), std::string("a 0-30@0 x 30-53# b 53-73@5"));
    QCOMPARE(conditions(only(exact).parts[0]), std::string("57 frames, keeps 17+23: media 13+17 at 0 media 5+17 at 40"));

    // 25 frames cannot be made between two clips; 23 can, and what follows moves.
    t.project = move_clips(t.project, std::array{find_track(t.project, t.lower)->clips[1]->id}, 2, 0, EditMode::normal);
    const Project rounded = checked(t.project, [&](const Project& p) { return fill_gap(p, t.lower, 40, wish()); });
    QCOMPARE(drawing(rounded, t.lower), std::string("a 0-30@0 x 30-53# b 53-73@5"));
    QCOMPARE(only(rounded).parts[0].num_wanted, 25);
    TestProject u = t;
    const std::array pair = {find_track(u.project, u.lower)->clips[1]->id, u.put(u.upper, "title", u.shot, 60, 5)};
    const Project grouped = checked(group_clips(u.project, pair), [&](const Project& p) { return fill_gap(p, u.lower, 40, wish()); });
    QCOMPARE(drawing(grouped, u.upper), std::string("title 58-63@0"));
    QVERIFY(contains(fails([&] { return fill_gap(t.project, t.lower, 10, wish()); }), "no gap"));
    QVERIFY(contains(fails([&] { return fill_gap(t.project, t.upper, 10, wish()); }), "no gap"));
}

void GenerationEditsTest::regenerates_a_range() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 10, 100, 20);
    const Project after = checked(t.project, [&](const Project& p) { return regenerate_range(p, a, {50, 15}, wish()); });
    QCOMPARE(drawing(after, t.lower), std::string("a 10-50@20 a 50-65@60 a 65-110@75"));
    QCOMPARE(conditions(only(after).parts[0]), std::string("49 frames, keeps 17+15: media 43+17 at 0 media 75+17 at 32"));
    const Clip& middle = *find_track(after, t.lower)->clips[1];
    QVERIFY(middle.generation == only(after).id && only(after).parts[0].clip == middle.id);

    const Project done = checked(after, [&](const Project& p) { return finish_take(p, only(p).id, 0, take_of(only(p).parts[0])); });
    QCOMPARE(drawing(done, t.lower), std::string("a 10-50@20 a 50-65@0 a 65-110@75"));
    QCOMPARE(find_track(done, t.lower)->clips[1]->versions.size(), std::size_t{2});
    // The sound goes on under the new pictures.
    QCOMPARE(find_track(done, t.lower)->clips[1]->sound->source_in, 60);
    const Project back = checked(done, [&](const Project& p) { return choose_version(p, middle.id, 0); });
    QCOMPARE(drawing(back, t.lower), std::string("a 10-50@20 a 50-65@60 a 65-110@75"));

    QCOMPARE(drawing(regenerate_range(t.project, a, {50, 20}, wish()), t.lower), std::string("a 10-50@20 a 50-73@60 a 73-110@83"));
    QVERIFY(contains(fails([&] { return regenerate_range(t.project, a, {100, 20}, wish()); }), "does not lie inside"));
    QVERIFY(contains(fails([&] { return regenerate_range(after, middle.id, {52, 7}, wish()); }), "still being made") ||
            contains(fails([&] { return regenerate_range(after, middle.id, {52, 7}, wish()); }), "being made"));
    const ClipId small = t.put(t.upper, "small", t.shot, 0, 7);
    QVERIFY(contains(fails([&] { return regenerate_range(t.project, small, {1, 5}, wish()); }), "too short"));
}

void GenerationEditsTest::regenerates_at_the_edges_of_a_clip() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 30);
    const ClipId b = t.put(t.lower, "b", t.shot, 30, 60);
    // At the beginning the clip before conditions; at the end, where nothing touches, only the clip itself.
    const Project start = checked(t.project, [&](const Project& p) { return regenerate_range(p, b, {30, 15}, wish()); });
    QCOMPARE(conditions(only(start).parts[0]), std::string("49 frames, keeps 17+15: media 13+17 at 0 media 15+17 at 32"));
    QVERIFY(only(start).parts[0].conditions[0].source.media == t.film);
    const Project end = checked(t.project, [&](const Project& p) { return regenerate_range(p, b, {70, 20}, wish()); });
    QCOMPARE(conditions(only(end).parts[0]), std::string("41 frames, keeps 17+20: media 23+17 at 0"));
    QCOMPARE(drawing(end, t.lower), std::string("a 0-30@0 b 30-70@0 b 70-90@40"));
    const Project whole = checked(t.project, [&](const Project& p) { return regenerate_range(p, b, {30, 60}, wish()); });
    QCOMPARE(drawing(whole, t.lower), std::string("a 0-30@0 b 30-90@0"));
}

void GenerationEditsTest::lays_out_a_minute_in_segments() {
    TestProject t;
    const std::vector<std::int64_t> lengths = segment_lengths(24 * 60, 120);
    QCOMPARE(lengths.size(), std::size_t{12});
    std::vector<Segment> segments;
    for (const std::int64_t length : lengths) {
        segments.push_back({.prompt = "p" + std::to_string(segments.size()), .length = length});
    }
    const Project after =
        checked(t.project, [&](const Project& p) { return lay_out_segments(p, t.lower, 0, segments, wish(), EditMode::normal); });
    QCOMPARE(timeline_end(after), 1440);
    const Generation& generation = only(after);
    QCOMPARE(generation.parts.size(), std::size_t{12});
    QCOMPARE(conditions(generation.parts[0]), std::string("121 frames, keeps 0+120:"));
    QCOMPARE(conditions(generation.parts[1]), std::string("137 frames, keeps 17+120: part 0 103+17 at 0"));
    QCOMPARE(QString::fromStdString(generation.parts[3].settings.prompt), QStringLiteral("p3"));
    QVERIFY(ready_parts(generation) == std::vector<std::size_t>{0});

    // Each becomes ready when the one before is there; its take knows what it was made of.
    Project p = after;
    for (std::size_t i = 0; i < 12; ++i) {
        QVERIFY(ready_parts(only(p)) == std::vector<std::size_t>{i});
        p = checked(p, [&](const Project& q) { return finish_take(q, generation.id, i, take_of(generation.parts[i], "t" + std::to_string(i))); });
    }
    QVERIFY(p.generations->empty());
    QVERIFY(p.takes->at(1)->origin->conditions[0].source.media == MediaRef(p.takes->at(0)->id));
    QCOMPARE(timeline_end(p), 1440);
    QCOMPARE(with_groups(p, std::array{find_track(p, t.lower)->clips[0]->id}).size(), std::size_t{12});
    QVERIFY((segment_lengths(10, 4) == std::vector<std::int64_t>{4, 3, 3}));
    QVERIFY(contains(fails([&] { return lay_out_segments(t.project, t.lower, 0, {}, wish(), EditMode::normal); }), "no segments"));
}

void GenerationEditsTest::segments_that_start_anew_need_no_other() {
    TestProject t;
    const Keyframe first = {.source = {t.photo, 0}, .frame = 0};
    const Keyframe last = {.source = {t.photo, 0}, .frame = 15};
    const std::vector<Segment> segments = {{.prompt = "p", .length = 16, .keyframes = {last}},
                                           {.length = 16, .starts_anew = true, .keyframes = {first}},
                                           {.prompt = "r", .length = 16, .keyframes = {last}}};
    const Project after =
        checked(t.project, [&](const Project& p) { return lay_out_segments(p, t.lower, 5, segments, wish(), EditMode::normal); });
    QVERIFY((ready_parts(only(after)) == std::vector<std::size_t>{0, 1}));
    QCOMPARE(drawing(after, t.lower), std::string("p 5-21# x 21-37# r 37-53#"));
    QCOMPARE(conditions(only(after).parts[2]), std::string("25 frames, keeps 9+16: part 1 7+9 at 0 media 0+1 at 24"));
}

void GenerationEditsTest::loops() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 100);
    t.put(t.lower, "b", t.shot, 50, 10);
    const Project after = checked(t.project, [&](const Project& p) { return loop_clip(p, a, 15, wish()); });
    QCOMPARE(drawing(after, t.lower), std::string("a 0-50@100 x 50-65# b 65-75@0"));
    QCOMPARE(conditions(only(after).parts[0]), std::string("49 frames, keeps 17+15: media 133+17 at 0 media 100+17 at 32"));
}

void GenerationEditsTest::blends_clips_that_touch() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50);
    const ClipId b = t.put(t.lower, "b", t.shot, 50, 50);
    const Project after = checked(t.project, [&](const Project& p) { return blend_clips(p, b, a, 15, wish()); });
    QCOMPARE(drawing(after, t.lower), std::string("a 0-43@0 x 43-58# b 58-100@8"));
    QCOMPARE(conditions(only(after).parts[0]), std::string("49 frames, keeps 17+15: media 26+17 at 0 media 8+17 at 32"));
    QCOMPARE(find_track(after, t.lower)->clips[1]->sound->source_in, 43);
    QVERIFY(contains(fails([&] { return blend_clips(t.project, a, b, 127, wish()); }), "too short"));
    const ClipId c = t.put(t.lower, "c", t.shot, 200, 50);
    QVERIFY(contains(fails([&] { return blend_clips(t.project, b, c, 15, wish()); }), "touch on one track"));
}

void GenerationEditsTest::blends_clips_that_overlap() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50);
    const ClipId b = t.put(t.upper, "b", t.shot, 30, 50);
    const Project after = checked(t.project, [&](const Project& p) { return blend_clips(p, a, b, 0, wish()); });
    QCOMPARE(drawing(after, t.lower) + " | " + drawing(after, t.upper), std::string("a 0-30@0 | x 30-53# b 53-80@23"));
    QCOMPARE(only(after).parts[0].num_wanted, 20);
}

void GenerationEditsTest::restyles() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.shot, 0, 45, 50);
    const Project after = checked(t.project, [&](const Project& p) { return restyle_clip(p, a, 0.6, wish()); });
    QCOMPARE(conditions(only(after).parts[0]), std::string("49 frames, keeps 0+45:"));
    QCOMPARE(only(after).parts[0].restyled->source.source_in, 50);
    QCOMPARE(only(after).parts[0].restyled->num_frames, 49);
    QCOMPARE(only(after).parts[0].settings.denoise_strength, 0.6);
    QCOMPARE(drawing(after, t.lower), std::string("a 0-45@50"));
    QVERIFY(contains(fails([&] { return restyle_clip(t.project, a, 1.5, wish()); }), "between 0 and 1"));
    QVERIFY(contains(fails([&] { return restyle_clip(after, a, 0.5, wish()); }), "being made"));
}

void GenerationEditsTest::finished_takes_find_their_clip() {
    TestProject t;
    const Project started = generate_clip(t.project, wish(), t.lower, 0, EditMode::normal);
    const ClipId clip = only(started).parts[0].clip;
    // Other edits in between do not matter.
    const Project moved = move_clips(started, std::array{clip}, 30, 1, EditMode::normal);
    const Project done = checked(moved, [&](const Project& p) { return finish_take(p, only(p).id, 0, take_of(only(p).parts[0])); });
    QCOMPARE(drawing(done, t.upper), std::string("x 30-79@0"));
    QVERIFY(done.generations->empty() && !find_clip(done, clip)->clip().generation.is_set());
    // A run that was stopped early and kept brings fewer frames.
    Take shorter = take_of(only(started).parts[0]);
    shorter.num_frames = 20;
    const Project early = checked(started, [&](const Project& p) { return finish_take(p, only(p).id, 0, shorter); });
    QCOMPARE(drawing(early, t.lower), std::string("x 0-20@0"));
}

void GenerationEditsTest::variations_become_versions() {
    TestProject t;
    GenerationWish three = wish();
    three.num_variations = 3;
    Project p = generate_clip(t.project, three, t.lower, 0, EditMode::normal);
    const Generation generation = only(p);
    for (int i = 0; i < 3; ++i) {
        p = checked(p, [&](const Project& q) { return finish_take(q, generation.id, 0, take_of(generation.parts[0], "v" + std::to_string(i))); });
    }
    const Clip& clip = *find_track(p, t.lower)->clips[0];
    QCOMPARE(clip.versions.size(), std::size_t{3});
    QCOMPARE(clip.chosen, std::size_t{0});
    QVERIFY(p.generations->empty());
    const Project second = checked(p, [&](const Project& q) { return choose_version(q, clip.id, 2); });
    QVERIFY(find_clip(second, clip.id)->clip().shown()->media == MediaRef(p.takes->at(2)->id));
}

void GenerationEditsTest::takes_outlive_their_clip() {
    TestProject t;
    const Project started = generate_clip(t.project, wish(), t.lower, 0, EditMode::normal);
    const Generation generation = only(started);
    const Project lifted = lift_clips(started, std::array{generation.parts[0].clip});
    const Project done = checked(lifted, [&](const Project& p) { return finish_take(p, generation.id, 0, take_of(generation.parts[0])); });
    QCOMPARE(done.takes->size(), std::size_t{1});
    QVERIFY(done.generations->empty());
    // Undone altogether: still nothing that was made is lost.
    const Project undone = checked(t.project, [&](const Project& p) { return finish_take(p, generation.id, 0, take_of(generation.parts[0])); });
    QCOMPARE(undone.takes->size(), std::size_t{1});
}

void GenerationEditsTest::cancels() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.shot, 0, 45);
    const Project started = extend_clip(t.project, a, 8, false, wish(), EditMode::normal);
    const Project gone = checked(started, [&](const Project& p) { return cancel_generation(p, only(p).id); });
    QCOMPARE(drawing(gone, t.lower), std::string("a 0-45@0"));
    QVERIFY(gone.generations->empty());
    const Project restyled = restyle_clip(t.project, a, 0.5, wish());
    QCOMPARE(drawing(checked(restyled, [&](const Project& p) { return cancel_generation(p, only(p).id); }), t.lower), std::string("a 0-45@0"));
    QVERIFY(contains(fails([&] { return cancel_generation(gone, only(started).id); }), "over already"));
}

void GenerationEditsTest::goes_with_the_last_clip_that_waits_data() {
    using Edit = std::function<Project(const Project& project, TrackId track, ClipId clip)>;
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char* name, const Edit& edit) { QTest::newRow(name) << edit; };
    row("lift", [](const Project& p, TrackId, ClipId clip) { return lift_clips(p, std::array{clip}); });
    row("ripple delete", [](const Project& p, TrackId, ClipId clip) { return ripple_delete_clips(p, std::array{clip}); });
    row("lift a range", [](const Project& p, TrackId track, ClipId) { return lift_range(p, std::array{track}, {0, 60}); });
    row("ripple delete a range", [](const Project& p, TrackId track, ClipId) { return ripple_delete_range(p, std::array{track}, {0, 60}); });
    row("remove the track", [](const Project& p, TrackId track, ClipId) { return remove_track(p, track); });
    row("overwrite", [](const Project& p, TrackId track, ClipId) {
        return insert_clip(p, track, clip_of(p, p.assets->front()->id, 0), EditMode::overwrite);
    });
    row("overwrite with a moved clip", [](const Project& p, TrackId, ClipId) {
        return move_clips(p, std::array{p.timeline.tracks[1]->clips[0]->id}, 0, -1, EditMode::overwrite);
    });
    row("overwrite with a paste", [](const Project& p, TrackId track, ClipId) {
        return paste_clips(p, copy_clips(p, std::array{p.timeline.tracks[1]->clips[0]->id}), track, 0, EditMode::overwrite);
    });
}

void GenerationEditsTest::goes_with_the_last_clip_that_waits() {
    using Edit = std::function<Project(const Project& project, TrackId track, ClipId clip)>;
    QFETCH(Edit, edit);
    TestProject t;
    t.put(t.upper, "a", t.film, 0, 100);
    const Project started = generate_clip(t.project, wish(), t.lower, 0, EditMode::normal);
    const Project after = checked(started, [&](const Project& p) { return edit(p, t.lower, only(p).parts[0].clip); });
    QVERIFY(after.generations->empty());
}

void GenerationEditsTest::stays_while_a_clip_waits() {
    TestProject t;
    const std::vector<Segment> segments = {{.prompt = "p", .length = 16}, {.prompt = "q", .length = 16}};
    Project p = lay_out_segments(t.project, t.lower, 0, segments, wish(), EditMode::normal);
    const Generation generation = only(p);
    const auto drop = [](const Project& project, ClipId clip) {
        const Project alone = ungroup_clips(project, std::array{clip});
        return checked(alone, [&](const Project& q) { return lift_clips(q, std::array{clip}); });
    };
    const Project half = drop(p, generation.parts[0].clip);  // the second needs the first, whether that is seen or not
    QVERIFY(only(half) == generation);
    QVERIFY(drop(half, generation.parts[1].clip).generations->empty());
    // One waiting clip that is moved over the other is still there.
    const Project moved = checked(ungroup_clips(p, std::array{generation.parts[0].clip}), [&](const Project& q) {
        return move_clips(q, std::array{generation.parts[1].clip}, -16, 0, EditMode::overwrite);
    });
    QVERIFY(only(moved) == generation);
    // Nor does the rest of a chain go on that nobody waits for.
    p = finish_take(p, generation.id, 0, take_of(generation.parts[0]));
    QVERIFY(drop(p, generation.parts[1].clip).generations->empty());
    // What goes into the project alone never had a clip.
    const Project alone = generate_clip(t.project, wish(), std::nullopt, 0, EditMode::normal);
    QCOMPARE(add_track(alone, 0, "").generations->size(), std::size_t{1});
    QCOMPARE(remove_track(alone, t.upper).generations->size(), std::size_t{1});
}

void GenerationEditsTest::makes_again() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.shot, 0, 45);
    Project p = extend_clip(t.project, a, 8, false, wish(), EditMode::normal);
    const GenerationPart made = only(p).parts[0];
    p = finish_take(p, only(p).id, 0, take_of(made));
    GenerationWish other = wish();
    other.settings.prompt = "other";
    const Project again = checked(p, [&](const Project& q) { return remake_clip(q, made.clip, other); });
    QCOMPARE(conditions(only(again).parts[0]), conditions(made));
    QCOMPARE(QString::fromStdString(only(again).parts[0].settings.prompt), QStringLiteral("other"));
    QVERIFY(contains(fails([&] { return remake_clip(p, a, other); }), "no take that could be made again"));

    // What was cut out of the first is cut out of the second.
    const std::int64_t start = find_clip(p, made.clip)->clip().start;
    Project trimmed = trim_clip_start(p, made.clip, start + 3);
    trimmed = remake_clip(trimmed, made.clip, other);
    trimmed = finish_take(trimmed, only(trimmed).id, 0, take_of(only(trimmed).parts[0], "again"));
    const Clip& clip = find_clip(trimmed, made.clip)->clip();
    QCOMPARE(clip.versions.size(), std::size_t{2});
    QCOMPARE(clip.chosen, std::size_t{1});
    QCOMPARE(clip.versions[1].source_in, 3);
}

void GenerationEditsTest::nothing_is_made_of_no_words() {
    TestProject t;
    GenerationWish none = wish();
    none.settings.prompt = " \t\n";
    const auto refusal = [](const Project& project) {
        return message_of<EditError>([&] { require_prompts(only(project)); });
    };
    QVERIFY(contains(refusal(generate_clip(t.project, none, t.lower, 0, EditMode::normal)), "prompt is empty"));
    const std::vector<Segment> segments = {{.prompt = "p", .length = 16}, {.length = 16}};
    QVERIFY(contains(refusal(lay_out_segments(t.project, t.lower, 0, segments, none, EditMode::normal)), "segment 2 has no prompt"));
    require_prompts(only(lay_out_segments(t.project, t.lower, 0, segments, wish(), EditMode::normal)));
}

void GenerationEditsTest::waiting_clips_keep_their_edges() {
    TestProject t;
    const Project p = generate_clip(t.project, wish(), t.lower, 0, EditMode::normal);
    const ClipId clip = only(p).parts[0].clip;
    QVERIFY(contains(fails([&] { return split_clip(p, clip, 10); }), "being made"));
    QVERIFY(contains(fails([&] { return lift_range(p, std::array{t.lower}, {10, 5}); }), "being made"));
    QCOMPARE(drawing(lift_range(p, std::array{t.lower}, {0, 49}), t.lower), std::string());
}

KINORA_TEST(GenerationEditsTest)
#include "generation_edits_test.moc"
