#include "ui/timeline/timeline_geometry.h"

#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class TimelineGeometryTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        geometry_ = {};
        geometry_.setSize(800, 200);
        geometry_.setRows({60, 80});
    }
    void frames_and_pixels() {
        geometry_.scrollTo(10.0, 0);
        QCOMPARE(geometry_.xOf(10), 0.0);
        QCOMPARE(geometry_.xOf(15), 20.0);
        QCOMPARE(geometry_.frameAt(3.9), 10);
        QCOMPARE(geometry_.frameAt(4.0), 11);
        QCOMPARE(geometry_.frameAt(-100.0), 0);
        QCOMPARE(geometry_.edgeAt(2.1), 11);
        QCOMPARE(geometry_.framesIn(-9.0), -2);
        QCOMPARE(geometry_.visibleFrames(), (FrameRange{10, 200}));
    }
    void a_point_stays_while_zooming() {
        geometry_.scrollTo(100.0, 0);
        const std::int64_t frame = geometry_.frameAt(301.0);
        geometry_.zoomAbout(301.0, 3.0);
        QCOMPARE(geometry_.pixelsPerFrame(), 12.0);
        QCOMPARE(geometry_.frameAt(301.0), frame);
        geometry_.zoomAbout(0.0, 1e9);
        QCOMPARE(geometry_.pixelsPerFrame(), TimelineGeometry::mostPixelsPerFrame);
    }
    void everything_fits() {
        geometry_.scrollTo(5000.0, 0);
        geometry_.fit(10'000);
        QCOMPARE(geometry_.left(), 0.0);
        QVERIFY(geometry_.xOf(10'000) < 800.0 && geometry_.xOf(10'000) > 700.0);
    }
    void the_lowest_track_is_the_lowest_row() {
        QCOMPARE(geometry_.rowTop(1), 24);
        QCOMPARE(geometry_.rowTop(0), 106);
        QCOMPARE(geometry_.contentHeight(), 168);
        QCOMPARE(geometry_.trackAt(34.0), std::optional<std::size_t>(1));
        QCOMPARE(geometry_.trackAt(124.0), std::optional<std::size_t>(0));
        QVERIFY(!geometry_.trackAt(174.0));
        QCOMPARE(geometry_.clipRect(0, {2, 3}), QRectF(8.0, 106.0, 12.0, 60.0));
    }
    void there_is_room_above_the_topmost_track() {
        QCOMPARE(geometry_.rowTop(2), 0);
        QCOMPARE(geometry_.clipRect(2, {2, 3}), QRectF(8.0, 0.0, 12.0, 22.0));
        QVERIFY(!geometry_.trackAt(23.0));
        QVERIFY(geometry_.isAboveTracks(23.0) && geometry_.isAboveTracks(-40.0));
        QVERIFY(!geometry_.isAboveTracks(24.0) && !geometry_.isAboveTracks(174.0));
        geometry_.setSize(800, 100);
        geometry_.scrollTo(0.0, 30);
        QVERIFY(!geometry_.isAboveTracks(0.0));
        QCOMPARE(geometry_.trackAt(0.0), std::optional<std::size_t>(1));
    }
    void clips_of_a_range() {
        TestProject start;
        for (int i = 0; i < 10; ++i) {
            start.put(start.lower, "x", start.film, i * 20, 10);
        }
        const Track& track = *start.project.timeline.tracks[0];
        const auto span = [&](std::int64_t from, std::int64_t length) {
            const ClipSpan found = clipsIn(track, {from, length});
            return std::pair(found.first, found.last);
        };
        QCOMPARE(span(0, 1000), (std::pair<std::size_t, std::size_t>(0, 10)));
        QCOMPARE(span(9, 12), (std::pair<std::size_t, std::size_t>(0, 2)));
        QCOMPARE(span(10, 10), (std::pair<std::size_t, std::size_t>(1, 1)));
        QCOMPARE(span(45, 1), (std::pair<std::size_t, std::size_t>(2, 3)));
    }

 private:
    TimelineGeometry geometry_;
};

KINORA_TEST(TimelineGeometryTest)
#include "timeline_geometry_test.moc"
