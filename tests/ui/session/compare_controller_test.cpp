#include "ui/session/compare_controller.h"

#include <QComboBox>

#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/session/monitor_controller.h"
#include "ui/session/watched_job.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/monitor.h"

using namespace kinora;
using namespace kinora::test;

class CompareControllerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void one_take_has_nothing_beside_it();
    void versions_of_the_same_clip_come_first();
    void both_takes_are_opened_when_somebody_looks();
};

struct Comparison {
    explicit Comparison(Studio& studio)
        : watched(studio.bridge), first(monitor, {studio.document, studio.bridge, studio.settings, watched, studio.landing}),
          controller(monitor, first, studio.document) {
        monitor.resize(640, 560);
        monitor.show();
    }

    Monitor monitor;
    WatchedJob watched;
    MonitorController first;
    CompareController controller;
    QComboBox* box = control<QComboBox>(&monitor, "Compare with");
};

void CompareControllerTest::one_take_has_nothing_beside_it() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    Comparison comparison(studio);
    make_takes(studio, "one", 1);
    comparison.monitor.setMode(Monitor::Mode::compare);
    QVERIFY(!comparison.box->isEnabled());
    QVERIFY(!is_set(comparison.controller.second()));
    QVERIFY(comparison.monitor.compareView().feed(0).source() == nullptr);
}

void CompareControllerTest::versions_of_the_same_clip_come_first() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    Comparison comparison(studio);
    make_takes(studio, "one", 1);
    make_takes(studio, "two", 3, 2);  // takes 2 and 3 are versions of one clip
    comparison.first.show((*studio.document.project().takes)[2]->id);
    QCOMPARE(comparison.box->count(), 2);
    QCOMPARE(comparison.box->itemText(0), QStringLiteral("Take 2: two"));
    comparison.first.show((*studio.document.project().takes)[0]->id);
    QCOMPARE(comparison.box->itemText(0), QStringLiteral("Take 2: two"));
    QCOMPARE(comparison.box->itemText(1), QStringLiteral("Take 3: two"));
}

void CompareControllerTest::both_takes_are_opened_when_somebody_looks() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    Comparison comparison(studio);
    make_takes(studio, "one", 1);
    make_takes(studio, "two", 2);
    make_takes(studio, "three", 3);
    CompareView& view = comparison.monitor.compareView();
    QVERIFY(view.feed(0).source() == nullptr);
    comparison.monitor.setMode(Monitor::Mode::compare);
    QTRY_COMPARE(view.feed(0).shownFrame(), std::int64_t{0});
    QTRY_COMPARE(view.feed(1).shownFrame(), std::int64_t{0});
    const PlaybackSource* before = view.feed(1).source();
    const MediaRef second = comparison.controller.second();
    comparison.box->setFocus();
    QTest::keyClick(comparison.box, Qt::Key_Down);
    QVERIFY(comparison.controller.second() != second);
    QTRY_VERIFY(view.feed(1).source() != nullptr && view.feed(1).source() != before && view.feed(1).shownFrame() == 0);
}

KINORA_TEST(CompareControllerTest)
#include "compare_controller_test.moc"
