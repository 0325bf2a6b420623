// Tracks made, removed, renamed and ordered, with mouse and keys.
#include "ui/timeline/track_commands.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/timeline/message_bubble.h"
#include "ui/timeline/track_header.h"

using namespace kinora;
using namespace kinora::test;

class TracksTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        QCOMPARE(names(), QStringLiteral("lower, upper"));
    }
    void cleanup() { t_.reset(); }

    void keys_add_move_and_remove();
    void a_click_into_a_row_chooses_the_track();
    void the_header_s_menu_is_of_its_track();
    void a_double_click_renames();
    void the_button_above_adds_on_top();
    void a_clip_moved_above_all_makes_a_track();
    void a_clip_dragged_above_all_makes_a_track();
    void a_copy_dragged_above_all_makes_a_track();
    void a_clip_alone_on_top_stays();

 private:
    QString names() const {
        QStringList all;
        for (const Shared<Track>& track : t_->project().timeline.tracks) {
            all.append(QString::fromStdString(track->name));
        }
        return all.join(QStringLiteral(", "));
    }
    std::string clipsOf(std::size_t track) const { return drawing(t_->project(), t_->project().timeline.tracks.at(track)->id); }
    int steps() const { return t_->document.undoStack()->count(); }
    TrackHeader* header(TrackId track) const {
        for (TrackHeader* each : t_->panel->findChildren<TrackHeader*>()) {
            if (each->track() == track) {
                return each;
            }
        }
        return nullptr;
    }
    // Opens the header's menu with the mouse and clicks an entry.
    void choose(TrackId track, const QString& entry) const {
        TrackHeader* of = header(track);
        const QPoint at(of->width() / 2, of->height() - 12);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, of->mapToGlobal(at));
        QApplication::sendEvent(of, &event);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        for (QAction* action : menu->actions()) {
            if (action->text() == entry) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
        }
        menu->close();
        QFAIL(qPrintable(entry));
    }
    QPoint above(std::int64_t frame) const { return {qRound(t_->view()->geometry().xOf(frame)), 8}; }

    std::unique_ptr<TimelineFixture> t_;
};

void TracksTest::keys_add_move_and_remove() {
    t_->state().setCurrent(t_->a);
    t_->key(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(names(), QStringLiteral("lower, Video 3, upper"));
    QCOMPARE(t_->view()->geometry().numRows(), 3);
    t_->key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(names(), QStringLiteral("Video 3, lower, upper"));
    t_->key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(names(), QStringLiteral("Video 3, upper, lower"));
    QSignalSpy refused(&t_->state(), &TimelineState::refused);
    t_->key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(names(), QStringLiteral("Video 3, upper, lower"));
    t_->key(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(names(), QStringLiteral("Video 3, lower, upper"));
    t_->key(Qt::Key_Delete, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(names(), QStringLiteral("Video 3, upper"));
    QVERIFY(!find_clip(t_->project(), t_->a));
    QCOMPARE(steps(), 5);
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names(), QStringLiteral("Video 3, lower, upper"));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
}

void TracksTest::a_click_into_a_row_chooses_the_track() {
    QVERIFY(!t_->panel->commands().whyNot(TimelineCommand::removeTrack).isEmpty());
    t_->state().setCurrent(t_->a);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(120, 1));
    QCOMPARE(t_->state().currentTrack(), t_->upper);
    QVERIFY(t_->panel->commands().whyNot(TimelineCommand::removeTrack).isEmpty());
    QCOMPARE(t_->panel->commands().targetTrack(), t_->upper);
    TrackHeader* lower = header(t_->lower);
    t_->state().setCurrent(t_->c);
    QTest::mouseClick(lower, Qt::LeftButton, {}, {lower->width() - 6, lower->height() / 2});
    QCOMPARE(t_->state().currentTrack(), t_->lower);
    QVERIFY(t_->state().selection().empty());
    t_->key(Qt::Key_Delete, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(names(), QStringLiteral("upper"));
}

void TracksTest::the_header_s_menu_is_of_its_track() {
    t_->state().setCurrent(t_->c);  // on the other track
    choose(t_->lower, TimelineCommands::text(TimelineCommand::addTrack));
    QCOMPARE(names(), QStringLiteral("lower, Video 3, upper"));
    choose(t_->lower, TimelineCommands::text(TimelineCommand::moveTrackUp));
    QCOMPARE(names(), QStringLiteral("Video 3, lower, upper"));
    choose(t_->lower, TimelineCommands::text(TimelineCommand::removeTrack));
    QCOMPARE(names(), QStringLiteral("Video 3, upper"));
    QCOMPARE(t_->state().current(), t_->c);
    choose(t_->upper, QStringLiteral("Rename"));
    auto* field = header(t_->upper)->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("sky"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(names(), QStringLiteral("Video 3, sky"));
}

void TracksTest::a_double_click_renames() {
    TrackHeader* lower = header(t_->lower);
    QTest::mouseDClick(lower, Qt::LeftButton, {}, {lower->width() - 6, lower->height() / 2});
    auto* field = lower->findChild<QLineEdit*>();
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("ground"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(names(), QStringLiteral("ground, upper"));
    QCOMPARE(steps(), 1);
}

void TracksTest::the_button_above_adds_on_top() {
    for (QToolButton* button : t_->panel->findChildren<QToolButton*>()) {
        if (button->accessibleName() == QStringLiteral("Add a track above all")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(names(), QStringLiteral("lower, upper, Video 3"));
    QCOMPARE(header(t_->upper)->y(), t_->view()->geometry().rowTop(1));
}

void TracksTest::a_clip_moved_above_all_makes_a_track() {
    const std::vector<ClipId> moved = {t_->d};
    t_->state().select(moved);
    t_->key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(clipsOf(1), std::string("c 50-90@10 d 130-170@200"));
    t_->key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(names(), QStringLiteral("lower, upper, Video 3"));
    QCOMPARE(clipsOf(1), std::string("c 50-90@10"));
    QCOMPARE(clipsOf(2), std::string("d 130-170@200"));
    QCOMPARE(steps(), 2);
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names(), QStringLiteral("lower, upper"));
    QCOMPARE(clipsOf(1), std::string("c 50-90@10 d 130-170@200"));
}

void TracksTest::a_clip_dragged_above_all_makes_a_track() {
    t_->state().setSnaps(false);
    t_->press(t_->at(150, 0), above(155));
    QVERIFY(t_->state().preview()->project);
    t_->viewport()->repaint();
    const int withGhost = t_->view()->lastPaint().clips;
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, above(155));
    QCOMPARE(names(), QStringLiteral("lower, upper, Video 3"));
    QCOMPARE(clipsOf(2), std::string("d 135-175@200"));
    QCOMPARE(steps(), 1);
    t_->viewport()->repaint();
    QCOMPARE(withGhost, t_->view()->lastPaint().clips + 1);  // it was seen above all tracks before
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names(), QStringLiteral("lower, upper"));
}

void TracksTest::a_copy_dragged_above_all_makes_a_track() {
    t_->state().setSnaps(false);
    t_->drag(t_->at(150, 0), above(150), Qt::AltModifier);
    QCOMPARE(clipsOf(2), std::string("d 130-170@200"));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
    QCOMPARE(steps(), 1);
}

void TracksTest::a_clip_alone_on_top_stays() {
    t_->state().setCurrent(t_->c);
    t_->key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(names(), QStringLiteral("lower, upper"));
    auto* bubble = t_->view()->findChild<MessageBubble*>();
    QVERIFY(bubble->isVisible());
    QVERIFY2(bubble->text().contains(QStringLiteral("topmost track")), qPrintable(bubble->text()));
    QCOMPARE(steps(), 0);
}

KINORA_TEST(TracksTest)
#include "tracks_test.moc"
