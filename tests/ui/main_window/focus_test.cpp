// Whose keys they are after a click beside the prompt.
#include <QApplication>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_fixture.h"
#include "ui/timeline/time_ruler.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class FocusTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_click_around_the_tracks_gives_them_the_keys_data();
    void a_click_around_the_tracks_gives_them_the_keys();
    void the_transport_gives_the_keys_to_the_picture();

 private:
    QWidget* find(const QByteArray& name) const {
        if (name == "ruler") {
            return timeline()->ruler();
        }
        return control<QToolButton>(timeline(), name.constData());
    }
    MainWindow* window() const { return studio_->window.get(); }
    TimelinePanel* timeline() const { return window()->findChild<TimelinePanel*>(); }
    QPlainTextEdit* prompt() const { return control<QPlainTextEdit>(window(), "Prompt"); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void FocusTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "film.kinora", film_project(*folder_ / "film.media", 48));
    studio_->showWindow();
    QApplication::setActiveWindow(window());
    window()->findChild<QWidget*>(QStringLiteral("timeline"))->show();
    window()->findChild<QWidget*>(QStringLiteral("generate"))->show();
    prompt()->setFocus();
    QTRY_VERIFY(prompt()->hasFocus());
}

void FocusTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void FocusTest::a_click_around_the_tracks_gives_them_the_keys_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("ruler") << QByteArray("ruler");
    QTest::newRow("tool") << QByteArray("Blade tool");
    QTest::newRow("snapping") << QByteArray("Snapping");
}

void FocusTest::a_click_around_the_tracks_gives_them_the_keys() {
    QFETCH(QByteArray, name);
    const QString before = prompt()->toPlainText();
    QTest::mouseClick(find(name), Qt::LeftButton);
    QVERIFY(timeline()->view()->hasFocus());
    QSignalSpy play(&timeline()->commands(), &TimelineCommands::playWanted);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_S);
    QCOMPARE(play.size(), 1);
    QCOMPARE(prompt()->toPlainText(), before);
}

void FocusTest::the_transport_gives_the_keys_to_the_picture() {
    auto* monitor = window()->findChild<Monitor*>();
    monitor->setMode(Monitor::Mode::timeline);
    Viewer& viewer = monitor->timelineViewer();
    QTRY_VERIFY(viewer.controller().numFrames() > 0);
    QTest::mouseClick(control<GlyphButton>(&viewer, "Play"), Qt::LeftButton);
    QVERIFY(viewer.canvas().hasFocus());
    QVERIFY(viewer.controller().isPlaying());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(!viewer.controller().isPlaying());
    QVERIFY(prompt()->toPlainText().isEmpty());
}

KINORA_TEST(FocusTest)
#include "focus_test.moc"
