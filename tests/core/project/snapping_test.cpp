#include "core/project/snapping.h"

#include <array>

#include "core/project/edits/marker_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SnappingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void collects_targets();
    void finds_the_nearest();
    void snaps_to_the_latent_grid();
    void the_grid_counts_from_what_was_made();
};

void SnappingTest::collects_targets() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 10, 50);
    t.put(t.upper, "b", t.shot, 60, 20);
    t.project = set_out_point(set_in_point(add_marker(t.project, {.start = 33}), 5), 8);
    const auto targets = snap_targets(t.project, std::array{a}, 42);
    const std::vector<SnapTarget> expected = {{0, SnapKind::timeline_start}, {5, SnapKind::range},    {9, SnapKind::range},
                                              {33, SnapKind::marker},        {42, SnapKind::playhead}, {60, SnapKind::cut},
                                              {80, SnapKind::cut}};
    QVERIFY(targets == expected);
}

void SnappingTest::finds_the_nearest() {
    const std::array<SnapTarget, 3> targets = {{{0, SnapKind::timeline_start}, {50, SnapKind::cut}, {60, SnapKind::marker}}};
    const std::array<std::int64_t, 2> dragged = {47, 62};
    const auto snap = find_snap(targets, dragged, 5);
    QVERIFY(snap && snap->offset == -2 && snap->target.kind == SnapKind::marker);
    QVERIFY(!find_snap(targets, dragged, 1));
    QVERIFY(!find_snap({}, dragged, 100));
    QCOMPARE(find_snap(targets, std::array<std::int64_t, 1>{200}, 500)->offset, -140);
}

void SnappingTest::snaps_to_the_latent_grid() {
    QCOMPARE(find_grid_snap(100, 8, 107, 3)->target.frame, 109);
    QCOMPARE(find_grid_snap(100, 8, 110, 3)->target.frame, 109);
    QCOMPARE(find_grid_snap(100, 8, 101, 3)->target.frame, 101);
    QCOMPARE(find_grid_snap(100, 8, 100, 3)->target.frame, 100);
    QVERIFY(!find_grid_snap(100, 8, 105, 3));
    QVERIFY(!find_grid_snap(100, 8, 99, 3));
}

void SnappingTest::the_grid_counts_from_what_was_made() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 40, 20, 5);
    QCOMPARE(grid_start(t.project, find_clip(t.project, a)->clip()).value(), 35);
    GenerationPart part;
    part.settings.num_frames = 49;
    part.first_kept = 17;
    part.num_kept = 32;
    t.project = add_take(t.project, {.name = "take", .file = "take.mp4", .num_frames = 32, .frame_rate = {24, 1}, .origin = part});
    const ClipId b = t.put(t.lower, "b", t.project.takes->back()->id, 100, 20, 3);
    QCOMPARE(grid_start(t.project, find_clip(t.project, b)->clip()).value(), 80);
    QVERIFY(!grid_start(t.project, Clip()));
}

KINORA_TEST(SnappingTest)
#include "snapping_test.moc"
