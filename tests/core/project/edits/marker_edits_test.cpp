#include "core/project/edits/marker_edits.h"

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

KINORA_TEST(MarkerEditsTest)
#include "marker_edits_test.moc"
