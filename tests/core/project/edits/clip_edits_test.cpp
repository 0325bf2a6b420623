#include "core/project/edits/clip_edits.h"

#include <array>

#include "core/base/error.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/marker_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

static Project set_media_length(Project project, const MediaRef& media, std::int64_t num_frames) {
    std::vector<Shared<Asset>> assets = *project.assets;
    for (Shared<Asset>& asset : assets) {
        if (MediaRef(asset->id) == media) {
            Asset changed = *asset;
            changed.num_frames = num_frames;
            asset = std::move(changed);
        }
    }
    project.assets = SharedList<Asset>(std::move(assets));
    return project;
}

class ClipEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void inserts_in_three_modes();
    void blades();
    void cuts_sound_with_the_picture();
    void moves_in_time_and_across_tracks();
    void insert_opens_only_the_room_that_a_move_lacks();
    void groups_go_together();
    void makes_room_above_the_topmost_track();
    void copies_and_pastes();
    void pastes_only_what_its_media_still_has();
    void pastes_what_is_left_of_it();
    void renames();
    void lifts_and_ripple_deletes();
    void cuts_only_what_is_made();
    void removes_ranges();
    void closes_gaps();
    void ripples_other_tracks_and_markers();
    void leaves_locked_tracks_alone();
    void says_what_is_not_possible();
};

static std::string fails(const std::function<Project()>& edit) {
    return message_of<EditError>(edit);
}

void ClipEditsTest::inserts_in_three_modes() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 100);
    Clip clip = clip_of(t.project, t.shot, 0);
    clip.name = "b";
    clip.start = 40;
    clip.length = 20;
    QVERIFY(contains(fails([&] { return insert_clip(t.project, t.lower, clip, EditMode::normal); }), "in the way"));

    const Project over = checked(t.project, [&](const Project& p) { return insert_clip(p, t.lower, clip, EditMode::overwrite); });
    QCOMPARE(drawing(over, t.lower), std::string("a 0-40@0 b 40-60@0 a 60-100@60"));
    const Project in = checked(t.project, [&](const Project& p) { return insert_clip(p, t.lower, clip, EditMode::insert); });
    QCOMPARE(drawing(in, t.lower), std::string("a 0-40@0 b 40-60@0 a 60-120@40"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return insert_clip(p, t.upper, clip, EditMode::normal); }), t.upper),
             std::string("b 40-60@0"));
    QCOMPARE(clip_of(t.project, t.film, 5).length, 240);
    QCOMPARE(clip_of(t.project, t.photo, 5).length, 5);
}

void ClipEditsTest::blades() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 10, 50, 7);
    t.put(t.upper, "b", t.shot, 0, 30);
    const Project cut = checked(t.project, [&](const Project& p) { return split_clip(p, a, 30); });
    QCOMPARE(drawing(cut, t.lower), std::string("a 10-30@7 a 30-60@27"));
    const std::array tracks = {t.lower, t.upper};
    const Project all = checked(t.project, [&](const Project& p) { return split_tracks(p, tracks, 20); });
    QCOMPARE(drawing(all, t.lower) + " | " + drawing(all, t.upper), std::string("a 10-20@7 a 20-60@17 | b 0-20@0 b 20-30@20"));
    QVERIFY(contains(fails([&] { return split_clip(t.project, a, 10); }), "nothing to cut"));
    QVERIFY(contains(fails([&] { return split_tracks(t.project, tracks, 60); }), "nothing to cut"));
}

void ClipEditsTest::cuts_sound_with_the_picture() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 5);
    const Project cut = checked(t.project, [&](const Project& p) { return split_clip(p, a, 20); });
    const auto& clips = find_track(cut, t.lower)->clips;
    QCOMPARE(clips[0]->sound->source_in, 5);
    QCOMPARE(clips[1]->sound->source_in, 25);
    QVERIFY(clips[1]->sound->media == t.film);
    const Project muted = checked(cut, [&](const Project& p) { return set_clip_muted(p, a, true); });
    QVERIFY(find_clip(muted, a)->clip().sound->is_muted);
    QVERIFY(!find_track(muted, t.lower)->clips[1]->sound->is_muted);
    const ClipId silent = t.put(t.upper, "b", t.shot, 0, 10);
    QVERIFY(contains(fails([&] { return set_clip_muted(t.project, silent, true); }), "has no sound"));
}

void ClipEditsTest::moves_in_time_and_across_tracks() {
    TestProject t;
    const std::array a = {t.put(t.lower, "a", t.film, 0, 20)};
    t.put(t.lower, "b", t.shot, 30, 20);
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return move_clips(p, a, 10, 0, EditMode::normal); }), t.lower),
             std::string("a 10-30@0 b 30-50@0"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return move_clips(p, a, 25, 0, EditMode::overwrite); }), t.lower),
             std::string("a 25-45@0 b 45-50@15"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return move_clips(p, a, 40, 0, EditMode::insert); }), t.lower),
             std::string("b 30-40@0 a 40-60@0 b 60-70@10"));
    const Project up = checked(t.project, [&](const Project& p) { return move_clips(p, a, 5, 1, EditMode::normal); });
    QCOMPARE(drawing(up, t.lower) + " | " + drawing(up, t.upper), std::string("b 30-50@0 | a 5-25@0"));
    QVERIFY(contains(fails([&] { return move_clips(t.project, a, 15, 0, EditMode::normal); }), "in the way"));
    QVERIFY(contains(fails([&] { return move_clips(t.project, a, -1, 0, EditMode::overwrite); }), "before the timeline"));
    QVERIFY(contains(fails([&] { return move_clips(t.project, a, 0, -1, EditMode::normal); }), "no track"));
}

void ClipEditsTest::insert_opens_only_the_room_that_a_move_lacks() {
    TestProject t;
    const std::array a = {t.put(t.lower, "a", t.film, 10, 20)};
    t.put(t.lower, "b", t.film, 35, 20);
    const std::array c = {t.put(t.lower, "c", t.film, 60, 20)};
    t.put(t.upper, "d", t.shot, 90, 5);
    t.project = add_marker(t.project, {.start = 95});
    const Ripple all = {.all_tracks = true, .markers = true};
    const auto moved = [&](const Project& before, const std::array<ClipId, 1>& clip, std::int64_t frames, int tracks = 0) {
        return checked(before, [&](const Project& p) { return move_clips(p, clip, frames, tracks, EditMode::insert, all); });
    };
    const auto drawn = [&](const Project& p) {
        return drawing(p, t.lower) + " | " + drawing(p, t.upper) + " | " + std::to_string((*p.timeline.markers)[0]->start);
    };
    // Into free room.
    QCOMPARE(drawn(moved(t.project, a, 5)), std::string("a 15-35@0 b 35-55@0 c 60-80@0 | d 90-95@0 | 95"));
    QCOMPARE(drawn(moved(t.project, a, -1)), std::string("a 9-29@0 b 35-55@0 c 60-80@0 | d 90-95@0 | 95"));
    QCOMPARE(drawn(moved(t.project, a, 0, 1)), std::string("b 35-55@0 c 60-80@0 | a 10-30@0 d 90-95@0 | 95"));
    // A frame too far, and another one.
    const Project pushed = moved(t.project, a, 6);
    QCOMPARE(drawn(pushed), std::string("a 16-36@0 b 36-56@0 c 61-81@0 | d 91-96@0 | 96"));
    QCOMPARE(drawn(moved(pushed, a, 1)), std::string("a 17-37@0 b 37-57@0 c 62-82@0 | d 92-97@0 | 97"));
    // To the left: what lies between comes to where the clip was.
    const Project before_b = moved(t.project, c, -25);
    QCOMPARE(drawn(before_b), std::string("a 10-30@0 c 35-55@0 b 55-75@0 | d 90-95@0 | 95"));
    QCOMPARE(drawn(moved(t.project, c, -6)), std::string("a 10-30@0 b 35-54@0 c 54-74@0 b 74-75@19 | d 90-95@0 | 95"));
    // Something else lies where one of two was, so that all of it has to go on.
    const std::array two = {a[0], c[0]};
    const Project both = checked(t.project, [&](const Project& p) { return move_clips(p, two, -2, 0, EditMode::insert, all); });
    QCOMPARE(drawn(both), std::string("a 8-28@0 b 35-55@0 c 58-78@0 | d 90-95@0 | 95"));
    const Project far = checked(t.project, [&](const Project& p) { return move_clips(p, two, -8, 0, EditMode::insert, all); });
    QCOMPARE(drawn(far), std::string("a 2-22@0 c 52-72@0 b 72-92@0 | d 127-132@0 | 132"));
}

void ClipEditsTest::groups_go_together() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const ClipId b = t.put(t.upper, "b", t.shot, 10, 20);
    const std::array both = {a, b};
    const std::array one = {a};
    QVERIFY(contains(fails([&] { return group_clips(t.project, one); }), "at least two"));
    const Project grouped = checked(t.project, [&](const Project& p) { return group_clips(p, both); });
    QCOMPARE(with_groups(grouped, one).size(), std::size_t{2});
    const Project moved = checked(grouped, [&](const Project& p) { return move_clips(p, one, 5, 0, EditMode::normal); });
    QCOMPARE(drawing(moved, t.lower) + " | " + drawing(moved, t.upper), std::string("a 5-25@0 | b 15-35@0"));
    const Project lifted = checked(grouped, [&](const Project& p) { return lift_clips(p, one); });
    QCOMPARE(drawing(lifted, t.lower) + drawing(lifted, t.upper), std::string());
    const Project apart = checked(grouped, [&](const Project& p) { return ungroup_clips(p, one); });
    QCOMPARE(with_groups(apart, one).size(), std::size_t{1});
}

void ClipEditsTest::makes_room_above_the_topmost_track() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const ClipId b = t.put(t.upper, "b", t.shot, 0, 20);
    t.put(t.upper, "c", t.shot, 30, 20);
    const std::array one = {b};
    const std::array both = {a, b};
    QCOMPARE(with_room_above(t.project, one, 0), t.project);
    QCOMPARE(with_room_above(t.project, one, -1), t.project);
    QCOMPARE(with_room_above(t.project, std::array{a}, 1), t.project);
    const Project roomy = checked(t.project, [&](const Project& p) { return with_room_above(p, one, 1); });
    QCOMPARE(roomy.timeline.tracks.size(), std::size_t{3});
    const Project moved = checked(roomy, [&](const Project& p) { return move_clips(p, one, 0, 1, EditMode::normal); });
    QCOMPARE(drawing(moved, moved.timeline.tracks[2]->id) + " | " + drawing(moved, t.upper), std::string("b 0-20@0 | c 30-50@0"));
    // The lower of two comes onto the first new track, the other one above it.
    QCOMPARE(with_room_above(t.project, both, 2).timeline.tracks.size(), std::size_t{4});
    QVERIFY(contains(fails([&] { return with_room_above(t.project, both, 3); }), "no track there"));
    QCOMPARE(with_room_above({}, std::array{ClipId{999}}, 1), Project());
    // Alone on the topmost track, a clip would leave an empty one behind.
    const Project alone = lift_clips(t.project, std::array{find_track(t.project, t.upper)->clips[1]->id});
    QVERIFY(contains(fails([&] { return with_room_above(alone, one, 1); }), "would change nothing"));
}

void ClipEditsTest::copies_and_pastes() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 10, 20, 3);
    const ClipId b = t.put(t.upper, "b", t.shot, 15, 10);
    const std::array both = {a, b};
    const Project grouped = group_clips(t.project, both);
    const Clipboard clipboard = copy_clips(grouped, both);
    const Project pasted =
        checked(grouped, [&](const Project& p) { return paste_clips(p, clipboard, t.lower, 50, EditMode::normal); });
    QCOMPARE(drawing(pasted, t.lower) + " | " + drawing(pasted, t.upper),
             std::string("a 10-30@3 a 50-70@3 | b 15-25@0 b 55-65@0"));
    const auto& copies = find_track(pasted, t.lower)->clips;
    QVERIFY(copies[0]->group != copies[1]->group);
    QVERIFY(copies[1]->group == find_track(pasted, t.upper)->clips[1]->group);
    QVERIFY(contains(fails([&] { return paste_clips(grouped, clipboard, t.upper, 50, EditMode::normal); }), "no track there"));
    QVERIFY(contains(fails([&] { return paste_clips(grouped, {}, t.upper, 50, EditMode::normal); }), "nothing was copied"));
}

void ClipEditsTest::pastes_what_is_left_of_it() {
    // The sound of one file under the pictures of another, and that file is removed between copy and paste.
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const Project shown = add_version(t.project, a, {t.shot, 0});
    const Project alone = remove_version(shown, a, 0);
    const Clipboard clipboard = copy_clips(alone, std::array{a});
    const Project without = remove_media(lift_clips(alone, std::array{a}), t.film);
    const Project pasted = checked(without, [&](const Project& p) { return paste_clips(p, clipboard, t.lower, 5, EditMode::normal); });
    QVERIFY(!find_track(pasted, t.lower)->clips[0]->sound);
    const Project gone = remove_media(without, t.shot);
    QVERIFY(contains(fails([&] { return paste_clips(gone, clipboard, t.lower, 5, EditMode::normal); }), "no longer in the project"));
}

void ClipEditsTest::pastes_only_what_its_media_still_has() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 40, 180);
    const Clipboard clipboard = copy_clips(t.project, std::array{a});
    // The same ids in another project, which knows other media by them.
    TestProject other;
    other.project = set_media_length(other.project, other.film, 200);
    QVERIFY(contains(fails([&] { return paste_clips(other.project, clipboard, other.lower, 0, EditMode::normal); }), "too short"));
    other.project = set_media_length(other.project, other.film, 220);
    QCOMPARE(drawing(paste_clips(other.project, clipboard, other.lower, 0, EditMode::normal), other.lower), std::string("a 0-40@180"));
}

void ClipEditsTest::renames() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const Project named = checked(t.project, [&](const Project& p) { return rename_clip(p, a, "the storm"); });
    QCOMPARE(drawing(named, t.lower), std::string("the storm 0-20@0"));
}

void ClipEditsTest::lifts_and_ripple_deletes() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 20);
    const ClipId b = t.put(t.lower, "b", t.shot, 20, 10);
    t.put(t.lower, "c", t.film, 30, 20);
    const ClipId d = t.put(t.lower, "d", t.film, 60, 5);
    t.put(t.lower, "e", t.film, 70, 5);
    const std::array middle = {b};
    const std::array two = {b, d};
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return lift_clips(p, middle); }), t.lower),
             std::string("a 0-20@0 c 30-50@0 d 60-65@0 e 70-75@0"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return ripple_delete_clips(p, two); }), t.lower),
             std::string("a 0-20@0 c 20-40@0 e 55-60@0"));
    QVERIFY(contains(fails([&] { return lift_clips(t.project, {}); }), "no clip is selected"));
}

void ClipEditsTest::cuts_only_what_is_made() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const ClipId b = t.put(t.lower, "b", t.film, 30, 20);
    const std::array one = {a};
    const std::array both = {a, b};
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return cut_clips(p, one); }), t.lower), std::string("b 30-50@0"));
    GenerationWish wish;
    wish.frame_multiple = 8;
    const Project waiting = restyle_clip(t.project, b, 0.5, wish);
    QCOMPARE(drawing(cut_clips(waiting, one), t.lower), std::string("b 30-50@0"));
    QVERIFY(contains(fails([&] { return cut_clips(waiting, both); }), "\"b\" cannot be moved over the clipboard while a take"));
    QVERIFY(contains(fails([&] { return cut_clips(group_clips(waiting, both), one); }), "\"b\" cannot be moved over the clipboard"));
}

void ClipEditsTest::removes_ranges() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 20);
    t.put(t.lower, "b", t.shot, 20, 20);
    const std::array tracks = {t.lower};
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return lift_range(p, tracks, {15, 10}); }), t.lower),
             std::string("a 0-15@0 b 25-40@5"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return ripple_delete_range(p, tracks, {15, 10}); }), t.lower),
             std::string("a 0-15@0 b 15-30@5"));
    QVERIFY(contains(fails([&] { return lift_range(t.project, tracks, {5, 0}); }), "no range is marked"));
}

void ClipEditsTest::closes_gaps() {
    TestProject t;
    t.put(t.lower, "a", t.film, 5, 20);
    t.put(t.lower, "b", t.shot, 40, 20);
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return close_gap(p, t.lower, 30); }), t.lower),
             std::string("a 5-25@0 b 25-45@0"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return close_gap(p, t.lower, 0); }), t.lower),
             std::string("a 0-20@0 b 35-55@0"));
    QVERIFY(contains(fails([&] { return close_gap(t.project, t.lower, 10); }), "no gap"));
    QVERIFY(contains(fails([&] { return close_gap(t.project, t.lower, 60); }), "no gap"));
}

void ClipEditsTest::ripples_other_tracks_and_markers() {
    TestProject t;
    const std::array a = {t.put(t.lower, "a", t.film, 0, 20)};
    t.put(t.lower, "b", t.film, 20, 20);
    t.put(t.upper, "c", t.shot, 30, 10);
    t.project = add_marker(t.project, {.start = 35, .name = "m"});
    t.project = add_marker(t.project, {.start = 12, .name = "inside"});
    const Ripple all = {.all_tracks = true, .markers = true};
    const Project closed = checked(t.project, [&](const Project& p) { return ripple_delete_clips(p, a, all); });
    QCOMPARE(drawing(closed, t.lower) + " | " + drawing(closed, t.upper), std::string("b 0-20@0 | c 10-20@0"));
    QCOMPARE((*closed.timeline.markers)[0]->start, 0);
    QCOMPARE((*closed.timeline.markers)[1]->start, 15);

    Clip clip = clip_of(t.project, t.shot, 0);
    clip.name = "n";
    clip.start = 10;
    clip.length = 5;
    const Project opened = checked(t.project, [&](const Project& p) { return insert_clip(p, t.lower, clip, EditMode::insert, all); });
    QCOMPARE(drawing(opened, t.lower), std::string("a 0-10@0 n 10-15@0 a 15-25@10 b 25-45@0"));
    QCOMPARE(drawing(opened, t.upper), std::string("c 35-45@0"));
    QCOMPARE((*opened.timeline.markers)[1]->start, 40);

    t.put(t.upper, "way", t.shot, 5, 5);
    QVERIFY(contains(fails([&] { return ripple_delete_clips(t.project, a, all); }), "in the way"));
}

void ClipEditsTest::leaves_locked_tracks_alone() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const ClipId b = t.put(t.upper, "b", t.shot, 0, 20);
    const std::array both = {a, b};
    const std::array one = {a};
    const Project locked = checked(t.project, [&](const Project& p) { return set_track_locked(p, t.upper, true); });
    QVERIFY(contains(fails([&] { return lift_clips(locked, both); }), "is locked"));
    QVERIFY(contains(fails([&] { return move_clips(locked, one, 0, 1, EditMode::overwrite); }), "is locked"));
    QVERIFY(contains(fails([&] { return split_clip(locked, b, 5); }), "is locked"));
    QVERIFY(contains(fails([&] { return remove_track(locked, t.upper); }), "is locked"));
    // A ripple over all tracks leaves out those that are locked.
    const Project rippled = checked(locked, [&](const Project& p) { return ripple_delete_clips(p, one, {.all_tracks = true}); });
    QCOMPARE(drawing(rippled, t.upper), std::string("b 0-20@0"));
    QCOMPARE(copy_clips(locked, both).items.size(), std::size_t{2});
}

void ClipEditsTest::says_what_is_not_possible() {
    TestProject t;
    const ClipId gone{999};
    QVERIFY(contains(fails([&] { return split_clip(t.project, gone, 5); }), "no longer in the project"));
    QVERIFY(contains(fails([&] { return insert_clip(t.project, TrackId{999}, {.length = 1}, EditMode::normal); }), "no longer"));
    QVERIFY(contains(fails([&] { return insert_clip(t.project, t.lower, {}, EditMode::normal); }), "at least one frame"));
    QVERIFY(contains(message_of<EditError>([&] { clip_of(t.project, AssetId{999}, 1); }), "no longer in the project"));
}

KINORA_TEST(ClipEditsTest)
#include "clip_edits_test.moc"
