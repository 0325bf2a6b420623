// A project whose files are not all there: what says so, and how they are found again.
#include "ui/main_window/missing_media.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QListView>
#include <QMenu>
#include <QStatusBar>
#include <QToolButton>

#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/studio_fixture.h"
#include "ui/assets/assets_panel.h"
#include "ui/main_window/project_files.h"
#include "ui/main_window/status_line.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class MissingFilesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void opening_says_what_is_missing();
    void an_offline_clip_looks_offline();
    void the_monitor_shows_no_other_picture();
    void the_clips_menu_relinks();

 private:
    MainWindow* window() const { return studio_->window.get(); }
    TimelinePanel* timeline() const { return window()->findChild<TimelinePanel*>(); }
    const Clip& clip() const { return *studio_->document.project().timeline.tracks.at(0)->clips.at(0); }
    QToolButton* notice() const {
        for (auto* button : window()->findChild<StatusLine*>()->findChildren<QToolButton*>()) {
            if (!button->isHidden()) {
                return button;
            }
        }
        return nullptr;
    }
    void loseFilm() const { std::filesystem::rename(*folder_ / "film.media/imported/film.mkv", *folder_ / "film.mkv"); }
    void openWithoutFilm() {
        save_project(*folder_ / "film.kinora", film_project(*folder_ / "film.media", 24));
        loseFilm();
        studio_->showWindow();
        QApplication::setActiveWindow(window());
        window()->files().open(QString::fromStdString((*folder_ / "film.kinora").string()));
        QTRY_VERIFY(studio_->document.hasFile());
        QTRY_VERIFY(timeline()->state().isOffline(clip()));
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void MissingFilesTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
}

void MissingFilesTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void MissingFilesTest::opening_says_what_is_missing() {
    openWithoutFilm();
    QTRY_VERIFY(window()->statusBar()->currentMessage().contains(QStringLiteral("relink")));
    QTest::qWait(50);
    QVERIFY(!window()->findChild<StatusLine*>()->isVisible());  // the message has its place
    QVERIFY(notice() != nullptr);
    QVERIFY(notice()->text().startsWith(QStringLiteral("1 file")));
    Q_EMIT notice()->clicked();
    auto* assets = window()->findChild<AssetsPanel*>();
    QVERIFY(assets->isVisible());
    QCOMPARE(assets->selected().size(), std::size_t{1});
    QVERIFY(studio_->actions.action(QStringLiteral("assets.relink"))->isEnabled());
}

void MissingFilesTest::an_offline_clip_looks_offline() {
    studio_->open(*folder_ / "film.kinora", film_project(*folder_ / "film.media", 24));
    studio_->showWindow();
    window()->findChild<QWidget*>(QStringLiteral("timeline"))->show();
    TimelineView* view = timeline()->view();
    QTRY_VERIFY(view->isVisible());
    const auto middle = [&] { return view->viewport()->grab(view->clipRect(clip().id).adjusted(4, 24, -4, -4)).toImage(); };
    QTRY_VERIFY(view->lastPaint().pictures > 0);
    const QImage online = middle();
    QVERIFY(notice() == nullptr);
    loseFilm();
    Q_EMIT qApp->applicationStateChanged(Qt::ApplicationActive);  // back from the file manager
    QTRY_VERIFY(timeline()->state().isOffline(clip()));
    QVERIFY(middle() != online);
    QTRY_COMPARE(view->lastPaint().pictures, 0);
    std::filesystem::rename(*folder_ / "film.mkv", *folder_ / "film.media/imported/film.mkv");
    Q_EMIT qApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_VERIFY(notice() == nullptr);
    QTRY_VERIFY(middle() == online);
}

void MissingFilesTest::the_monitor_shows_no_other_picture() {
    openWithoutFilm();
    auto* monitor = window()->findChild<Monitor*>();
    monitor->setMode(Monitor::Mode::timeline);
    FrameCanvas& canvas = monitor->timelineViewer().canvas();
    QTRY_VERIFY_WITH_TIMEOUT(canvas.message().text().contains(QStringLiteral("film.mkv is offline")), 10'000);
    QVERIFY(canvas.pictureRect().isEmpty());
    std::filesystem::rename(*folder_ / "film.mkv", *folder_ / "film.media/imported/film.mkv");
    Q_EMIT qApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_VERIFY(!canvas.pictureRect().isEmpty());
    QVERIFY(canvas.message().isEmpty());
}

void MissingFilesTest::the_clips_menu_relinks() {
    openWithoutFilm();
    window()->findChild<QWidget*>(QStringLiteral("timeline"))->show();
    TimelineView* view = timeline()->view();
    timeline()->state().setCurrent(clip().id);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), view->mapToGlobal(QPoint()), Qt::NoModifier);
    QApplication::sendEvent(view, &event);
    auto* menu = view->findChild<QMenu*>();
    QVERIFY(menu != nullptr);
    const QList<QAction*> entries = menu->actions();
    const auto found = std::ranges::find(entries, TimelineCommands::text(TimelineCommand::relink), &QAction::text);
    QVERIFY(found != entries.end() && (*found)->isEnabled());
    (*found)->trigger();
    auto* dialog = window()->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(QString::fromStdString((*folder_ / "film.mkv").string()));
    QTRY_VERIFY_WITH_TIMEOUT(!timeline()->state().isOffline(clip()), 10'000);
    QVERIFY(!timeline()->commands().whyNot(TimelineCommand::relink).isEmpty());
}

KINORA_TEST(MissingFilesTest)
#include "missing_media_test.moc"
