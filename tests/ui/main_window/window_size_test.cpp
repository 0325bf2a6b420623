// The window on small screens: every layout fits, and nothing but the user changes its size.
#include <QDockWidget>
#include <QLayout>
#include <QScreen>

#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_jobs.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

static const QSize smallScreen(1024, 700);
static constexpr const char* layoutNames[] = {"layout.edit", "layout.write", "layout.render", "layout.inspect"};

class WindowSizeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void every_layout_fits_a_small_screen_data();
    void every_layout_fits_a_small_screen();
    void a_layout_keeps_the_windows_size();
    void nothing_in_the_window_widens_it();
    void less_needed_controls_hide_first();
    void keyframes_are_in_front_after_editing();
    void a_layout_of_a_larger_screen_is_restored();
    void the_first_window_fits_the_screen();
    void a_window_comes_wholly_onto_the_screen();

 private:
    void open(const QString& language = QStringLiteral("en")) {
        studio_ = std::make_unique<Studio>(folder_->path());
        studio_->settings.setLanguage(language);
        studio_->language.set(language);
        studio_->open(*folder_ / "film.kinora", film_project(*folder_ / "film.media", 20));
        studio_->showWindow();
    }
    MainWindow* window() const { return studio_->window.get(); }
    QDockWidget* dock(const char* name) const { return window()->findChild<QDockWidget*>(QString::fromLatin1(name)); }
    void arrange(const char* layout) const {
        studio_->actions.action(QString::fromLatin1(layout))->trigger();
        QTest::qWait(50);
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

// Whether some of it is to be seen: the tabs that lie behind another one have no place.
static bool isInFront(const QDockWidget* dock) {
    return dock->isVisible() && dock->geometry().right() > 0 && dock->geometry().bottom() > 0;
}

void WindowSizeTest::init() {
    folder_ = std::make_unique<TempFolder>();
}

void WindowSizeTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void WindowSizeTest::every_layout_fits_a_small_screen_data() {
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("Chinese") << QStringLiteral("zh_CN");
}

void WindowSizeTest::every_layout_fits_a_small_screen() {
    QFETCH(QString, language);
    open(language);
    make_takes(*studio_, "a red ball", 1);
    window()->resize(smallScreen);
    for (const char* layout : layoutNames) {
        arrange(layout);
        QCOMPARE(window()->size(), smallScreen);
        const auto needed = [&] { return window()->layout()->totalMinimumSize(); };
        QTRY_VERIFY2(needed().width() <= smallScreen.width() && needed().height() <= smallScreen.height(),
                     qPrintable(QStringLiteral("%1: %2 x %3").arg(QString::fromLatin1(layout)).arg(needed().width()).arg(needed().height())));
    }
}

// Not even in between: a window that is maximized would no longer be.
void WindowSizeTest::a_layout_keeps_the_windows_size() {
    class Sizes : public QObject {
     public:
        QList<QSize> seen;
        bool eventFilter(QObject* watched, QEvent* event) override {
            if (event->type() == QEvent::Resize) {
                seen.append(static_cast<QWidget*>(watched)->size());
            }
            return false;
        }
    };
    open();
    window()->resize(smallScreen);
    Sizes sizes;
    window()->installEventFilter(&sizes);
    for (const char* layout : layoutNames) {
        arrange(layout);
        QCOMPARE(sizes.seen, QList<QSize>());
    }
    QCOMPARE(window()->size(), smallScreen);
}

void WindowSizeTest::nothing_in_the_window_widens_it() {
    open();
    window()->resize(smallScreen);
    arrange("layout.write");
    make_takes(*studio_, "a red ball", 1);
    Viewer& viewer = window()->findChild<Monitor*>()->viewer();
    QTRY_VERIFY(viewer.controller().numFrames() > 0);
    for (int i = 0; i < 12; ++i) {
        QTest::keyClick(&viewer.canvas(), Qt::Key_Plus);
    }
    for (const Monitor::Mode mode : {Monitor::Mode::timeline, Monitor::Mode::live, Monitor::Mode::compare, Monitor::Mode::clip}) {
        window()->findChild<Monitor*>()->setMode(mode);
        QTest::qWait(20);
    }
    arrange("layout.edit");
    TimelineState& timeline = window()->findChild<TimelinePanel*>()->state();
    timeline.setCurrent(studio_->document.project().timeline.tracks.front()->clips.front()->id);
    for (const char* name : {"models", "log", "plots", "keyframes", "assets"}) {
        dock(name)->show();
        dock(name)->raise();
        QTest::qWait(20);
        QCOMPARE(window()->size(), smallScreen);
    }
}

void WindowSizeTest::less_needed_controls_hide_first() {
    open();
    window()->resize(1700, 900);
    arrange("layout.write");
    Viewer& viewer = window()->findChild<Monitor*>()->viewer();
    QWidget* volume = control<QWidget>(&viewer, "Volume");
    QWidget* timecode = control<QWidget>(&viewer, "Timecode");
    QWidget* play = control<QWidget>(&viewer, "Play");
    QTRY_VERIFY(volume->isVisible() && timecode->isVisible() && play->isVisible());
    window()->resize(smallScreen);
    QTRY_VERIFY(!volume->isVisible());
    QVERIFY(play->isVisible() && control<QWidget>(&viewer, "Full screen")->isVisible());
    window()->resize(1700, 900);
    QTRY_VERIFY(volume->isVisible() && timecode->isVisible());
}

void WindowSizeTest::keyframes_are_in_front_after_editing() {
    open();
    QVERIFY(isInFront(dock("keyframes")));
    QTest::keyClick(window(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(isInFront(dock("timeline")));
    QTest::keyClick(window(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(isInFront(dock("keyframes")));
    QVERIFY(!isInFront(dock("plots")));
    QVERIFY(isInFront(dock("queue")) && !isInFront(dock("models")));
    QTest::keyClick(window(), Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(isInFront(dock("plots")));
    QVERIFY(!isInFront(dock("keyframes")));
}

// The docks of a maximized window, on a screen that has become smaller: those sizes do not fit any more.
void WindowSizeTest::a_layout_of_a_larger_screen_is_restored() {
    open();
    window()->resize(1920, 1061);
    arrange("layout.edit");
    window()->close();
    QTRY_VERIFY(!window()->isVisible());
    studio_.reset();
    {
        QMainWindow maximized;
        maximized.showMaximized();
        Studio later(folder_->path());
        later.settings.setWindowGeometry(maximized.saveGeometry());
    }
    for (int start = 0; start < 3; ++start) {
        open();
        QVERIFY(window()->isMaximized());
        window()->resize(window()->size() - QSize(1, 0));
        QTest::qWait(300);
        QVERIFY(isInFront(dock("timeline")) && !dock("keyframes")->isVisible());
        studio_->settings.setWindowState(window()->saveState(2));
        studio_.reset();
    }
}

// What cannot be read is like nothing.
void WindowSizeTest::the_first_window_fits_the_screen() {
    Studio(folder_->path()).settings.setWindowGeometry(QByteArrayLiteral("nothing"));
    open();
    QVERIFY(window()->screen()->availableGeometry().contains(window()->geometry()));
}

void WindowSizeTest::a_window_comes_wholly_onto_the_screen() {
    QRect room;
    {
        QMainWindow partlyOutside;
        room = partlyOutside.screen()->availableGeometry();
        partlyOutside.setGeometry(QRect(room.center(), room.size()));
        Studio(folder_->path()).settings.setWindowGeometry(partlyOutside.saveGeometry());
    }
    open();
    QVERIFY2(room.contains(window()->geometry()), qPrintable(QStringLiteral("at %1, %2").arg(window()->x()).arg(window()->y())));
}

KINORA_TEST(WindowSizeTest)
#include "window_size_test.moc"
