#include "ui/viewer/monitor.h"

#include <QSignalSpy>
#include <QTabBar>

#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/viewer/test_clips.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class MonitorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void tabs_change_what_is_shown();
    void what_is_not_seen_does_not_play();
};

void MonitorTest::tabs_change_what_is_shown() {
    Monitor monitor;
    monitor.resize(700, 600);
    monitor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&monitor));
    QVERIFY(monitor.viewer().isVisible());
    auto* tabs = monitor.findChild<QTabBar*>();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    QCOMPARE(monitor.mode(), Monitor::Mode::timeline);
    QVERIFY(monitor.timelineViewer().isVisible());
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(2).center());
    QCOMPARE(monitor.mode(), Monitor::Mode::live);
    QVERIFY(monitor.livePreview().isVisible());
    QVERIFY(!monitor.viewer().isVisible());
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_Right);
    QVERIFY(monitor.compareView().isVisible());
    monitor.setMode(Monitor::Mode::clip);
    QVERIFY(monitor.viewer().isVisible());
    save_screenshots(monitor, QStringLiteral("monitor"));
}

void MonitorTest::what_is_not_seen_does_not_play() {
    Monitor monitor;
    monitor.show();
    QSignalSpy opened(&monitor.viewer(), &Viewer::opened);
    monitor.viewer().open(frames_in_memory(numbered_clip(50)));
    QVERIFY(opened.wait(10'000));
    monitor.viewer().controller().setLoops(true);
    monitor.viewer().controller().play();
    monitor.setMode(Monitor::Mode::compare);
    QVERIFY(!monitor.viewer().controller().isPlaying());
}

KINORA_TEST(MonitorTest)
#include "monitor_test.moc"
