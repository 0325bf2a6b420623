#include "core/project/edits/trim_edits.h"

#include <array>
#include <initializer_list>
#include <vector>

#include "core/base/error.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class TrimEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void trims_either_edge();
    void ripple_trims();
    void groups_go_along_with_what_ripples();
    void groups_stay_in_step_where_more_is_closed_on_one_track();
    void rolls();
    void slips();
    void slides();
    void stops_at_media_and_neighbours();
    void still_pictures_have_no_end();
};

static std::string fails(const std::function<Project()>& edit) {
    return message_of<EditError>(edit);
}

// a, b and c touch; b has room in its media on both sides.
struct ThreeClips : TestProject {
    ClipId a = put(lower, "a", film, 0, 50, 20);
    ClipId b = put(lower, "b", shot, 50, 40, 10);
    ClipId c = put(lower, "c", film, 90, 50, 20);
};

void TrimEditsTest::trims_either_edge() {
    ThreeClips t;
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return trim_clip_start(p, t.b, 60); }), t.lower),
             std::string("a 0-50@20 b 60-90@20 c 90-140@20"));
    const Project shorter = checked(t.project, [&](const Project& p) { return trim_clip_end(p, t.b, 80); });
    QCOMPARE(drawing(shorter, t.lower), std::string("a 0-50@20 b 50-80@10 c 90-140@20"));
    QCOMPARE(drawing(checked(shorter, [&](const Project& p) { return trim_clip_end(p, t.b, 85); }), t.lower),
             std::string("a 0-50@20 b 50-85@10 c 90-140@20"));
    const Project moved = checked(t.project, [&](const Project& p) { return trim_clip_start(p, t.c, 100); });
    QCOMPARE(find_clip(moved, t.c)->clip().sound->source_in, 30);
}

void TrimEditsTest::ripple_trims() {
    ThreeClips t;
    t.put(t.upper, "d", t.shot, 100, 10);
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return ripple_trim_clip_start(p, t.b, 60); }), t.lower),
             std::string("a 0-50@20 b 50-80@20 c 80-130@20"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return ripple_trim_clip_start(p, t.b, 45); }), t.lower),
             std::string("a 0-50@20 b 50-95@5 c 95-145@20"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return ripple_trim_clip_end(p, t.b, 100); }), t.lower),
             std::string("a 0-50@20 b 50-100@10 c 100-150@20"));
    const Ripple all = {.all_tracks = true};
    const Project rippled = checked(t.project, [&](const Project& p) { return ripple_trim_clip_end(p, t.b, 70, all); });
    QCOMPARE(drawing(rippled, t.lower) + " | " + drawing(rippled, t.upper),
             std::string("a 0-50@20 b 50-70@10 c 70-120@20 | d 80-90@0"));
    // What lies over the clip stays over the same pictures of it.
    t.put(t.upper, "title", t.shot, 70, 10);
    const Project earlier = checked(t.project, [&](const Project& p) { return ripple_trim_clip_start(p, t.b, 60, all); });
    QCOMPARE(drawing(earlier, t.lower) + " | " + drawing(earlier, t.upper),
             std::string("a 0-50@20 b 50-80@20 c 80-130@20 | title 60-70@0 d 90-100@0"));
    const Project longer = checked(t.project, [&](const Project& p) { return ripple_trim_clip_start(p, t.b, 45, all); });
    QCOMPARE(drawing(longer, t.lower) + " | " + drawing(longer, t.upper),
             std::string("a 0-50@20 b 50-95@5 c 95-145@20 | title 75-85@0 d 105-115@0"));
}

void TrimEditsTest::groups_go_along_with_what_ripples() {
    ThreeClips t;
    const ClipId early = t.put(t.upper, "early", t.shot, 60, 20);
    const ClipId title = t.put(t.upper, "title", t.shot, 85, 10);
    t.put(t.upper, "d", t.shot, 100, 10);
    const auto drawn = [&](const Project& p) { return drawing(p, t.lower) + " | " + drawing(p, t.upper); };
    const std::array pair = {t.c, title};
    const Project grouped = group_clips(t.project, pair);
    const Project shorter = checked(grouped, [&](const Project& p) { return ripple_trim_clip_end(p, t.b, 86); });
    QCOMPARE(drawn(shorter), std::string("a 0-50@20 b 50-86@10 c 86-136@20 | early 60-80@0 title 81-91@0 d 100-110@0"));
    const Project longer = checked(grouped, [&](const Project& p) { return ripple_trim_clip_start(p, t.b, 46); });
    QCOMPARE(drawn(longer), std::string("a 0-50@20 b 50-94@6 c 94-144@20 | early 60-80@0 title 89-99@0 d 100-110@0"));
    const Project gap = trim_clip_end(grouped, t.b, 86);
    QCOMPARE(drawn(checked(gap, [&](const Project& p) { return close_gap(p, t.lower, 87); })), drawn(shorter));
    const std::array a = {t.a};
    QCOMPARE(drawn(checked(grouped, [&](const Project& p) { return ripple_delete_clips(p, a); })),
             std::string("b 0-40@10 c 40-90@20 | title 35-45@0 early 60-80@0 d 100-110@0"));
    Clip clip = clip_of(t.project, t.photo, 5);
    clip.start = 50;
    QCOMPARE(drawn(checked(grouped, [&](const Project& p) { return insert_clip(p, t.lower, clip, EditMode::insert); })),
             std::string("a 0-50@20 photo 50-55@0 b 55-95@10 c 95-145@20 | early 60-80@0 title 90-100@0 d 100-110@0"));
    QVERIFY(contains(fails([&] { return ripple_trim_clip_end(grouped, t.b, 98); }), "\"d\" on track \"upper\" is in the way of a group"));
    QVERIFY(contains(fails([&] { return ripple_trim_clip_end(grouped, t.b, 83); }), "\"early\" on track \"upper\" is in the way of a group"));
    QVERIFY(contains(fails([&] { return ripple_trim_clip_end(set_track_locked(grouped, t.upper, true), t.b, 86); }), "is locked"));
    // Over all tracks, what is grouped goes along once.
    ThreeClips u;
    const std::array other_pair = {u.c, u.put(u.upper, "title", u.shot, 95, 10)};
    const Project all = checked(group_clips(u.project, other_pair),
                                [&](const Project& p) { return ripple_trim_clip_end(p, u.b, 95, {.all_tracks = true}); });
    QCOMPARE(drawing(all, u.upper), std::string("title 100-110@0"));
    // Of one group on two tracks, what lies before the edit stays.
    const std::array four = {t.a, t.c, early, title};
    const Project long_group = checked(group_clips(t.project, four), [&](const Project& p) { return ripple_trim_clip_end(p, t.b, 94); });
    QCOMPARE(drawn(long_group), std::string("a 0-50@20 b 50-94@10 c 94-144@20 | early 60-80@0 title 85-95@0 d 100-110@0"));
}

void TrimEditsTest::groups_stay_in_step_where_more_is_closed_on_one_track() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 20);
    const ClipId b = t.put(t.lower, "b", t.film, 20, 20);
    const ClipId c = t.put(t.lower, "c", t.film, 40, 20);
    const ClipId over_a = t.put(t.upper, "over a", t.shot, 5, 10);
    const ClipId over_b = t.put(t.upper, "over b", t.shot, 25, 10);
    const ClipId over_c = t.put(t.upper, "over c", t.shot, 45, 10);
    t.put(t.upper, "alone", t.shot, 70, 10);
    Project p = group_clips(t.project, std::array{a, over_a});
    p = group_clips(p, std::array{b, over_b});
    p = group_clips(p, std::array{c, over_c});
    const auto drawn = [&](const Project& q) { return drawing(q, t.lower) + " | " + drawing(q, t.upper); };
    const auto without = [&](const Project& before, std::initializer_list<ClipId> ids) {
        return checked(before, [&](const Project& q) { return ripple_delete_clips(q, std::vector(ids)); });
    };
    QCOMPARE(drawn(without(p, {a})), std::string("b 0-20@0 c 20-40@0 | over b 5-15@0 over c 25-35@0 alone 60-70@0"));
    QCOMPARE(drawn(without(p, {over_b})), std::string("a 0-20@0 c 20-40@0 | over a 5-15@0 over c 25-35@0 alone 60-70@0"));
    QCOMPARE(drawn(without(p, {a, b})), std::string("c 0-20@0 | over c 5-15@0 alone 50-60@0"));
    // Of a group around what is deleted, the part behind it goes.
    const Project around = group_clips(ungroup_clips(p, std::array{c}), std::array{a, over_a, c, over_c});
    QCOMPARE(drawn(without(around, {b})), std::string("a 0-20@0 c 20-40@0 | over a 5-15@0 over c 25-35@0 alone 60-70@0"));
    // Not where there is no room.
    TestProject u;
    const ClipId first = u.put(u.lower, "a", u.film, 10, 10);
    const ClipId longer = u.put(u.upper, "longer", u.shot, 10, 30);
    const ClipId next = u.put(u.lower, "b", u.film, 20, 20);
    const ClipId over = u.put(u.upper, "over", u.shot, 40, 20);
    Project q = group_clips(group_clips(u.project, std::array{first, longer}), std::array{next, over});
    const auto refusal = [&](const Project& before) { return fails([&] { return ripple_delete_clips(before, std::array{first}); }); };
    QVERIFY(contains(refusal(q), "\"b\" on track \"lower\" would begin before the timeline"));
    Clip before = clip_of(q, u.photo, 8);
    before.start = 0;
    q = insert_clip(move_clips(q, std::array{first, next}, 15, 0, EditMode::normal), u.lower, before, EditMode::normal);
    QVERIFY(contains(refusal(q), "\"photo\" on track \"lower\" is in the way of a group"));
}

void TrimEditsTest::rolls() {
    ThreeClips t;
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return roll_cut(p, t.a, 55); }), t.lower),
             std::string("a 0-55@20 b 55-90@15 c 90-140@20"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return roll_cut(p, t.a, 45); }), t.lower),
             std::string("a 0-45@20 b 45-90@5 c 90-140@20"));
    QVERIFY(contains(fails([&] { return roll_cut(t.project, t.a, 39); }), "from 40 to 89"));
    QVERIFY(contains(fails([&] { return roll_cut(t.project, t.c, 39); }), "no clip touches the end"));
}

void TrimEditsTest::slips() {
    ThreeClips t;
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return slip_clip(p, t.b, 7); }), t.lower),
             std::string("a 0-50@20 b 50-90@17 c 90-140@20"));
    QCOMPARE(slip_limits(t.project, t.b).least, -10);
    QCOMPARE(slip_limits(t.project, t.b).greatest, 50);
    QVERIFY(contains(fails([&] { return slip_clip(t.project, t.b, 51); }), "from -10 to 50"));
}

void TrimEditsTest::slides() {
    ThreeClips t;
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return slide_clip(p, t.b, 6); }), t.lower),
             std::string("a 0-56@20 b 56-96@10 c 96-140@26"));
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return slide_clip(p, t.b, -6); }), t.lower),
             std::string("a 0-44@20 b 44-84@10 c 84-140@14"));
    QCOMPARE(slide_limits(t.project, t.b).least, -20);
    QCOMPARE(slide_limits(t.project, t.b).greatest, 49);
    QVERIFY(contains(fails([&] { return slide_clip(t.project, t.a, 1); }), "no clip touches the beginning"));
}

void TrimEditsTest::stops_at_media_and_neighbours() {
    ThreeClips t;
    QCOMPARE(trim_start_limits(t.project, t.b, false).least, 50);
    QCOMPARE(trim_start_limits(t.project, t.b, true).least, 40);
    QCOMPARE(trim_end_limits(t.project, t.b, false).greatest, 90);
    QCOMPARE(trim_end_limits(t.project, t.b, true).greatest, 140);
    QCOMPARE(trim_end_limits(t.project, t.c, false).greatest, 310);
    QVERIFY(contains(fails([&] { return trim_clip_start(t.project, t.b, 90); }), "from 50 to 89 here, not to 90"));
    QVERIFY(contains(fails([&] { return trim_clip_end(t.project, t.c, 311); }), "from 91 to 310"));
    QVERIFY(contains(fails([&] { return ripple_trim_clip_start(t.project, t.b, 39); }), "from 40"));
}

void TrimEditsTest::still_pictures_have_no_end() {
    TestProject t;
    const ClipId photo = t.put(t.lower, "p", t.photo, 1000, 10);
    const Project longer = checked(t.project, [&](const Project& p) { return trim_clip_end(p, photo, 50'000); });
    QCOMPARE(find_clip(longer, photo)->clip().length, 49'000);
    QCOMPARE(drawing(checked(t.project, [&](const Project& p) { return trim_clip_start(p, photo, 0); }), t.lower),
             std::string("p 0-1010@0"));
    QCOMPARE(slip_limits(t.project, photo).greatest, 0);
}

KINORA_TEST(TrimEditsTest)
#include "trim_edits_test.moc"
