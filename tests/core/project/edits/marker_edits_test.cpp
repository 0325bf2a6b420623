#include "core/project/edits/marker_edits.h"

#include <array>
#include <optional>

#include "core/base/error.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class MarkerEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void markers_stay_in_order();
    void in_and_out_points();
    void stretches_become_longer_and_shorter_with_what_they_span();
};

void MarkerEditsTest::markers_stay_in_order() {
    TestProject t;
    Project p = checked(t.project, [](const Project& q) { return add_marker(q, {.start = 50, .prompt = "it rains", .colour = 0xFF0000}); });
    p = checked(p, [](const Project& q) { return add_marker(q, {.start = 20, .length = 10, .name = "scene"}); });
    QCOMPARE((*p.timeline.markers)[0]->start, 20);
    Marker moved = *(*p.timeline.markers)[0];
    moved.start = 70;
    p = checked(p, [&](const Project& q) { return change_marker(q, moved); });
    QCOMPARE((*p.timeline.markers)[1]->start, 70);
    QCOMPARE(QString::fromStdString((*p.timeline.markers)[0]->prompt), QStringLiteral("it rains"));
    p = checked(p, [&](const Project& q) { return remove_marker(q, moved.id); });
    QCOMPARE(p.timeline.markers->size(), std::size_t{1});
    QVERIFY(contains(message_of<EditError>([&] { remove_marker(p, moved.id); }), "no longer"));
    QVERIFY(contains(message_of<EditError>([&] { change_marker(p, moved); }), "no longer"));
    QVERIFY(contains(message_of<EditError>([&] { add_marker(p, {.start = -1}); }), "before the timeline"));
}

void MarkerEditsTest::in_and_out_points() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 100);
    Project p = checked(t.project, [](const Project& q) { return set_in_point(q, 10); });
    QVERIFY(p.timeline.range == (FrameRange{10, 90}));
    p = checked(p, [](const Project& q) { return set_out_point(q, 29); });
    QVERIFY(p.timeline.range == (FrameRange{10, 20}));
    p = checked(p, [](const Project& q) { return set_in_point(q, 40); });
    QVERIFY(p.timeline.range == (FrameRange{40, 60}));
    p = checked(p, [](const Project& q) { return set_out_point(q, 5); });
    QVERIFY(p.timeline.range == (FrameRange{0, 6}));
    p = checked(p, [](const Project& q) { return set_in_point(q, 200); });
    QVERIFY(p.timeline.range == (FrameRange{200, 1}));
    p = checked(p, clear_range_points);
    QVERIFY(!p.timeline.range);
}

void MarkerEditsTest::stretches_become_longer_and_shorter_with_what_they_span() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 40);
    const std::array b = {t.put(t.lower, "b", t.film, 40, 20)};
    t.put(t.lower, "c", t.film, 60, 40);
    const auto with = [&](const FrameRange& range) {
        return set_out_point(set_in_point(add_marker(t.project, {.start = range.start, .length = range.length}), range.start), range.end() - 1);
    };
    const Ripple markers = {.markers = true};
    const auto check = [&](const Project& after, const std::optional<FrameRange>& range, const FrameRange& marker) {
        const Marker& found = *after.timeline.markers->front();
        QVERIFY(after.timeline.range == range);
        QCOMPARE(found.start, marker.start);
        QCOMPARE(found.length, marker.length);
    };
    // What lies at 40 to 60 is taken out.
    const auto closed = [&](const FrameRange& range) {
        return checked(with(range), [&](const Project& p) { return ripple_delete_clips(p, b, markers); });
    };
    check(closed({10, 30}), FrameRange{10, 30}, {10, 30});
    check(closed({30, 20}), FrameRange{30, 10}, {30, 10});
    check(closed({30, 50}), FrameRange{30, 30}, {30, 30});
    check(closed({50, 30}), FrameRange{40, 20}, {40, 20});
    check(closed({45, 10}), std::nullopt, {40, 0});
    check(closed({70, 10}), FrameRange{50, 10}, {50, 10});
    // Twenty frames are put in at 60.
    const Clipboard clipboard = copy_clips(t.project, b);
    const auto opened = [&](const FrameRange& range) {
        return checked(with(range), [&](const Project& p) { return paste_clips(p, clipboard, t.lower, 60, EditMode::insert, markers); });
    };
    check(opened({30, 30}), FrameRange{30, 30}, {30, 30});
    check(opened({30, 31}), FrameRange{30, 51}, {30, 51});
    check(opened({60, 5}), FrameRange{80, 5}, {80, 5});
    // Without markers, both stay.
    check(checked(with({30, 50}), [&](const Project& p) { return ripple_delete_clips(p, b); }), FrameRange{30, 50}, {30, 50});
}

KINORA_TEST(MarkerEditsTest)
#include "marker_edits_test.moc"
