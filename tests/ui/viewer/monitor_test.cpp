#include "ui/viewer/monitor.h"

#include <QSignalSpy>
#include <QAbstractButton>
#include <QTabBar>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/viewer/test_clips.h"
#include "ui/actions/action_registry.h"
#include "ui/actions/widget_keys.h"
#include "ui/session/app_settings.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/sound_control.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

namespace {

// A monitor that takes its keys from the studio's actions.
struct MonitorWithKeys {
    MonitorWithKeys() {
        monitor.keys().follow(actions, [this](int command) { monitor.run(static_cast<ViewerCommand>(command)); });
        monitor.resize(700, 600);
        monitor.show();
    }

    TempFolder folder;
    AppSettings settings{QString::fromStdString((folder / "kinora.ini").string()), QString()};
    ActionRegistry actions{settings};
    Monitor monitor;
};

}  // namespace

class MonitorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void tabs_change_what_is_shown();
    void what_is_not_seen_does_not_play();
    void keys_of_the_registry_count_on_every_page();
    void one_volume_for_all_pages();
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

void MonitorTest::keys_of_the_registry_count_on_every_page() {
    MonitorWithKeys room;
    Monitor& monitor = room.monitor;
    QVERIFY(QTest::qWaitForWindowExposed(&monitor));
    for (Viewer* viewer : {&monitor.viewer(), &monitor.timelineViewer()}) {
        QSignalSpy opened(viewer, &Viewer::opened);
        viewer->open(frames_in_memory(numbered_clip(50)));
        QVERIFY(opened.wait(10'000));
    }
    room.actions.setKeys(QStringLiteral("viewer.frameOn"), {QKeySequence(QStringLiteral("N"))});
    QTest::keyClick(&monitor.viewer().canvas(), Qt::Key_N);
    QTest::keyClick(&monitor.viewer().canvas(), Qt::Key_Right);
    QCOMPARE(monitor.viewer().controller().playhead(), std::int64_t{1});
    room.actions.action(QStringLiteral("viewer.toEnd"))->trigger();
    QCOMPARE(monitor.viewer().controller().playhead(), std::int64_t{49});
    QCOMPARE(monitor.timelineViewer().controller().playhead(), std::int64_t{0});
    monitor.setMode(Monitor::Mode::timeline);
    room.actions.action(QStringLiteral("viewer.frameOn"))->trigger();
    QCOMPARE(monitor.timelineViewer().controller().playhead(), std::int64_t{1});
    bool isTold = false;
    for (const auto* button : monitor.timelineViewer().findChildren<QAbstractButton*>()) {
        isTold = isTold || button->toolTip() == QStringLiteral("One frame on (N)");
    }
    QVERIFY(isTold);
    room.actions.action(QStringLiteral("viewer.actualSize"))->trigger();
    QCOMPARE(monitor.timelineViewer().canvas().zoom(), 1.0);
}

void MonitorTest::one_volume_for_all_pages() {
    MonitorWithKeys room;
    Monitor& monitor = room.monitor;
    QVERIFY(QTest::qWaitForWindowExposed(&monitor));
    QTest::keyClick(&monitor.viewer().canvas(), Qt::Key_M);
    QVERIFY(monitor.sound().isMuted());
    for (Viewer* viewer : {&monitor.viewer(), &monitor.timelineViewer()}) {
        auto* mute = viewer->findChild<SoundControl*>()->findChild<QAbstractButton*>();
        QVERIFY(mute->isChecked());
    }
    monitor.setMode(Monitor::Mode::timeline);
    QTest::keyClick(&monitor.timelineViewer().canvas(), Qt::Key_M);
    QVERIFY(!monitor.sound().isMuted());
    for (const auto mode : {Monitor::Mode::timeline, Monitor::Mode::compare}) {
        monitor.setMode(mode);
        const bool wasMuted = monitor.sound().isMuted();
        room.actions.action(QStringLiteral("viewer.mute"))->trigger();
        QCOMPARE(monitor.sound().isMuted(), !wasMuted);
    }
}

KINORA_TEST(MonitorTest)
#include "monitor_test.moc"
