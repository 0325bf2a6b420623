// The mouse and the keyboard in the timeline, on a real document.
#include "ui/timeline/timeline_view.h"

#include <QLabel>
#include <QSignalSpy>

#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/timeline/message_bubble.h"

using namespace kinora;
using namespace kinora::test;

class TimelineViewTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
    }
    void cleanup() { t_.reset(); }

    void clicks_select();
    void a_band_selects_what_it_touches();
    void a_drag_moves_as_one_step();
    void a_drag_goes_to_another_track();
    void alt_copies();
    void escape_gives_up_a_drag();
    void what_is_impossible_says_why();
    void edges_trim_ripple_and_roll();
    void the_blade_cuts();
    void slip_and_slide();
    void modes_decide_what_gives_way();
    void keys_alone_can_edit();
    void held_keys_are_one_step();
    void copy_paste_and_delete();
    void clips_of_several_tracks_are_pasted_where_all_have_room();
    void groups_hold_together();
    void a_right_click_is_about_what_was_clicked();
    void cuts_roll_and_clips_slide_by_keys();
    void the_selection_grows_by_keys();
    void wheel_zooms_about_the_pointer();
    void paints_only_what_is_seen();
    void at_the_edge_the_view_scrolls_and_the_drag_goes_on();
    void another_project_is_seen_from_its_beginning();
    void an_empty_project_has_the_usual_scale();
    void what_has_nothing_to_do_says_so();

 private:
    std::size_t steps() const { return static_cast<std::size_t>(t_->document.undoStack()->count()); }
    MessageBubble* bubble() const { return t_->view()->findChild<MessageBubble*>(); }

    std::unique_ptr<TimelineFixture> t_;
};

void TimelineViewTest::clicks_select() {
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(20, 0));
    QCOMPARE(t_->state().selection(), std::vector<ClipId>{t_->a});
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, Qt::ControlModifier, t_->at(70, 1));
    QCOMPARE(t_->state().selection(), (std::vector<ClipId>{t_->a, t_->c}));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, Qt::ControlModifier, t_->at(20, 0));
    QCOMPARE(t_->state().selection(), std::vector<ClipId>{t_->c});
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(20, 0));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, Qt::ShiftModifier, t_->at(150, 0));
    QCOMPARE(t_->state().selection(), (std::vector<ClipId>{t_->a, t_->b, t_->d}));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(115, 0));
    QVERIFY(t_->state().selection().empty());
    QCOMPARE(steps(), 0U);
}

void TimelineViewTest::a_band_selects_what_it_touches() {
    t_->drag(t_->at(120, 0), t_->at(60, 1));
    QCOMPARE(t_->state().selection(), (std::vector<ClipId>{t_->b, t_->c}));
}

void TimelineViewTest::a_drag_moves_as_one_step() {
    t_->state().setSnaps(false);
    t_->press(t_->at(150, 0), t_->at(165, 0));
    QVERIFY(t_->state().preview() != nullptr);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));  // a ghost so far
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, t_->at(165, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 145-185@200"));
    QVERIFY(t_->state().preview() == nullptr);
    QCOMPARE(steps(), 1U);
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
}

void TimelineViewTest::a_drag_goes_to_another_track() {
    t_->state().setSnaps(false);
    t_->drag(t_->at(150, 0), t_->at(150, 1));
    QCOMPARE(t_->upperClips(), std::string("c 50-90@10 d 130-170@200"));
}

void TimelineViewTest::alt_copies() {
    t_->state().setSnaps(false);
    t_->drag(t_->at(150, 0), t_->at(152, 1), Qt::AltModifier);
    QCOMPARE(t_->upperClips(), std::string("c 50-90@10 d 132-172@200"));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
    QVERIFY(!t_->state().isSelected(t_->d));
}

void TimelineViewTest::escape_gives_up_a_drag() {
    t_->press(t_->at(150, 0), t_->at(180, 0));
    t_->key(Qt::Key_Escape);
    QVERIFY(t_->state().preview() == nullptr);
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, t_->at(180, 0));
    QCOMPARE(steps(), 0U);
}

void TimelineViewTest::what_is_impossible_says_why() {
    t_->state().setSnaps(false);
    t_->press(t_->at(150, 0), t_->at(90, 0));  // onto b
    QVERIFY(bubble()->isVisible());
    QVERIFY(!bubble()->text().isEmpty());
    QVERIFY(t_->state().preview()->project == nullptr);
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, t_->at(90, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200"));
    QCOMPARE(steps(), 0U);
    QVERIFY(bubble()->isVisible());
}

void TimelineViewTest::edges_trim_ripple_and_roll() {
    t_->state().setSnaps(false);
    t_->move(t_->at(130, 0, 3));
    t_->drag(t_->at(130, 0, 3), t_->at(140, 0, 3));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 140-170@210"));
    t_->drag(t_->at(100, 0, -3), t_->at(90, 0, -3), Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-90@80 d 130-160@210"));
    t_->key(Qt::Key_T);
    t_->drag(t_->at(40, 0, 3), t_->at(45, 0, 3));
    QCOMPARE(t_->lowerClips(), std::string("a 0-45@20 b 45-90@85 d 130-160@210"));
    QCOMPARE(steps(), 3U);
}

void TimelineViewTest::the_blade_cuts() {
    t_->key(Qt::Key_B);
    QTest::mouseMove(t_->viewport(), t_->at(60, 0, 1));
    QCOMPARE(t_->viewport()->cursor().shape(), Qt::SplitHCursor);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(60, 0, 1));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-60@80 b 60-100@100 d 130-170@200"));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, Qt::ShiftModifier, t_->at(70, 0, 1));
    QCOMPARE(t_->upperClips(), std::string("c 50-70@10 c 70-90@30"));
    t_->key(Qt::Key_S);
    QCOMPARE(t_->state().tool(), ToolKind::select);
}

void TimelineViewTest::slip_and_slide() {
    t_->key(Qt::Key_Y);
    t_->drag(t_->at(20, 0), t_->at(30, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@10 b 40-100@80 d 130-170@200"));
    t_->state().apply({}, [&](const Project& before) { return split_clip(before, t_->b, 70); });
    t_->key(Qt::Key_U);
    t_->drag(t_->at(50, 0), t_->at(55, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-45@10 b 45-75@80 b 75-100@115 d 130-170@200"));
}

void TimelineViewTest::modes_decide_what_gives_way() {
    t_->state().setSnaps(false);
    t_->key(Qt::Key_2, Qt::AltModifier);
    t_->drag(t_->at(150, 0), t_->at(110, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-90@80 d 90-130@200"));
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    t_->key(Qt::Key_3, Qt::AltModifier);
    t_->drag(t_->at(150, 0), t_->at(60, 0));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 d 40-80@200 b 80-140@80"));
    t_->key(Qt::Key_Right, Qt::AltModifier);
    t_->key(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 d 42-82@200 b 82-142@80"));
}

void TimelineViewTest::keys_alone_can_edit() {
    t_->key(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(t_->state().current(), t_->a);
    t_->key(Qt::Key_Down, Qt::ControlModifier);
    t_->key(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(t_->state().current(), t_->d);
    t_->key(Qt::Key_Left, Qt::AltModifier);
    t_->key(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    t_->key(Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-168@201"));
    t_->key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(t_->upperClips(), std::string("c 50-90@10 d 130-168@201"));
    t_->key(Qt::Key_PageDown);
    QCOMPARE(t_->state().current(), t_->b);
    t_->key(Qt::Key_Up);
    t_->key(Qt::Key_Down);
    QCOMPARE(t_->state().playhead(), 40);
    t_->key(Qt::Key_Right, Qt::ShiftModifier);
    t_->key(Qt::Key_Right);
    QCOMPARE(t_->state().playhead(), 65);
    t_->key(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-65@80 b 65-100@105"));
    t_->key(Qt::Key_Home);
    t_->key(Qt::Key_End);
    QCOMPARE(t_->state().playhead(), 168);
}

void TimelineViewTest::held_keys_are_one_step() {
    t_->state().setCurrent(t_->d);
    for (int i = 0; i < 5; ++i) {
        QTest::keyPress(t_->view(), Qt::Key_Left, Qt::AltModifier);
    }
    QTest::keyRelease(t_->view(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(steps(), 1U);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 125-165@200"));
    t_->key(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(steps(), 2U);
}

void TimelineViewTest::copy_paste_and_delete() {
    t_->state().setCurrent(t_->a);
    t_->key(Qt::Key_C, Qt::ControlModifier);
    t_->state().setPlayhead(180);
    t_->key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200 a 180-220@20"));
    t_->state().setCurrent(t_->b);
    t_->key(Qt::Key_Delete);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 d 130-170@200 a 180-220@20"));
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    t_->state().setCurrent(t_->b);
    t_->key(Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 d 70-110@200 a 120-160@20"));
}

void TimelineViewTest::clips_of_several_tracks_are_pasted_where_all_have_room() {
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(20, 0));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, Qt::ControlModifier, t_->at(70, 1));  // the upper one is current
    t_->key(Qt::Key_C, Qt::ControlModifier);
    t_->state().setPlayhead(300);
    t_->key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200 a 300-340@20"));
    QCOMPARE(steps(), 1U);
}

void TimelineViewTest::groups_hold_together() {
    const std::vector<ClipId> two = {t_->a, t_->c};
    t_->state().select(two);
    t_->key(Qt::Key_G, Qt::ControlModifier);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(150, 0));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(20, 0));
    QCOMPARE(t_->state().selection(), two);
    t_->key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    t_->state().setCurrent(t_->a);
    QCOMPARE(t_->state().selection(), std::vector<ClipId>{t_->a});
}

void TimelineViewTest::a_right_click_is_about_what_was_clicked() {
    const auto rightClick = [&](const QPoint& at) {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, t_->viewport()->mapToGlobal(at));
        QApplication::sendEvent(t_->viewport(), &event);
        QVERIFY(QApplication::activePopupWidget() != nullptr);
        QApplication::activePopupWidget()->close();
    };
    const std::vector<ClipId> two = {t_->a, t_->b};
    t_->state().select(two);
    QCOMPARE(t_->state().current(), t_->a);
    rightClick(t_->at(70, 0));
    QCOMPARE(t_->state().current(), t_->b);
    QCOMPARE(t_->state().selection(), two);
    rightClick(t_->at(150, 0));
    QCOMPARE(t_->state().selection(), std::vector<ClipId>{t_->d});
    rightClick(t_->at(115, 0));
    QVERIFY(t_->state().selection().empty());
    QCOMPARE(t_->state().playhead(), 115);
    QCOMPARE(t_->state().currentTrack(), t_->lower);
}

void TimelineViewTest::cuts_roll_and_clips_slide_by_keys() {
    const Qt::KeyboardModifiers roll = Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier;
    t_->state().setCurrent(t_->a);
    t_->key(Qt::Key_Right, roll);
    QCOMPARE(t_->lowerClips(), std::string("a 0-41@20 b 41-100@81 d 130-170@200"));
    t_->state().setCurrent(t_->b);  // nothing touches its end
    t_->key(Qt::Key_Left, roll);
    t_->key(Qt::Key_Left, roll);
    QCOMPARE(t_->lowerClips(), std::string("a 0-39@20 b 39-100@79 d 130-170@200"));
    QCOMPARE(steps(), 3U);
    t_->state().apply({}, [&](const Project& before) { return split_clip(before, t_->b, 70); });
    t_->state().setPlayhead(39);
    t_->key(Qt::Key_Right, roll);  // of the two cuts, the one at the playhead
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-70@80 b 70-100@110 d 130-170@200"));
    t_->key(Qt::Key_Period, Qt::AltModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-41@20 b 41-71@80 b 71-100@111 d 130-170@200"));
    t_->key(Qt::Key_Comma, Qt::AltModifier);
    t_->key(Qt::Key_Comma, Qt::AltModifier);
    QCOMPARE(t_->lowerClips(), std::string("a 0-39@20 b 39-69@80 b 69-100@109 d 130-170@200"));
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_Comma, Qt::AltModifier);
    QVERIFY(bubble()->isVisible());  // it has no neighbours
}

void TimelineViewTest::the_selection_grows_by_keys() {
    const Qt::KeyboardModifiers also = Qt::ControlModifier | Qt::ShiftModifier;
    t_->key(Qt::Key_Down, Qt::ControlModifier);
    t_->key(Qt::Key_Down, also);
    QCOMPARE(t_->state().selection(), (std::vector<ClipId>{t_->a, t_->b}));
    QCOMPARE(t_->state().current(), t_->b);
    t_->key(Qt::Key_PageUp, Qt::ShiftModifier);
    QCOMPARE(t_->state().selection(), (std::vector<ClipId>{t_->a, t_->b, t_->c}));
    t_->key(Qt::Key_PageDown, Qt::ShiftModifier);  // selected already
    QCOMPARE(t_->state().current(), t_->b);
    QCOMPARE(t_->state().selection().size(), 3U);
    t_->key(Qt::Key_Down, also);
    t_->key(Qt::Key_Up, also);
    QCOMPARE(t_->state().current(), t_->b);
    QCOMPARE(t_->state().selection(), (std::vector<ClipId>{t_->a, t_->b, t_->d, t_->c}));
    t_->key(Qt::Key_G, Qt::ControlModifier);
    t_->key(Qt::Key_Escape);
    t_->state().setCurrent(t_->c);
    QCOMPARE(t_->state().selection().size(), 4U);
}

void TimelineViewTest::wheel_zooms_about_the_pointer() {
    const QPoint at(300, 40);
    const std::int64_t frame = t_->view()->geometry().frameAt(at.x());
    QWheelEvent turn(at, t_->viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(t_->viewport(), &turn);
    QVERIFY(t_->view()->geometry().pixelsPerFrame() > 6.0);
    QVERIFY(std::abs(t_->view()->geometry().frameAt(at.x()) - frame) <= 1);
    t_->key(Qt::Key_0);
    QVERIFY(t_->view()->geometry().xOf(170) < t_->viewport()->width());
    QVERIFY(t_->view()->geometry().xOf(170) > t_->viewport()->width() * 0.85);
}

void TimelineViewTest::paints_only_what_is_seen() {
    t_->document.apply({}, [&](const Project& before) {
        TestProject many;
        many.project = before;
        for (int i = 0; i < 2000; ++i) {
            many.put(t_->upper, "x", many.film, 1000 + i * 20, 20);
        }
        return many.project;
    });
    t_->view()->scrollToFrame(20'000);
    t_->viewport()->repaint();
    const int seen = t_->viewport()->width() / 80 + 2;
    QVERIFY(t_->view()->lastPaint().clips > seen - 3);
    QVERIFY2(t_->view()->lastPaint().visited <= seen, qPrintable(QString::number(t_->view()->lastPaint().visited)));
    // A moved playhead repaints two stripes.
    t_->state().setFollow(FollowMode::none);
    t_->state().setPlayhead(20'010);
    t_->viewport()->repaint(QRect(40, 0, 3, t_->viewport()->height()));
    QVERIFY(t_->view()->lastPaint().clips <= 2);
    // Far out, a column of pixels is painted once.
    t_->view()->zoomAbout(0.0, 0.001);
    t_->view()->scrollToFrame(0);
    t_->viewport()->repaint();
    QVERIFY(t_->view()->lastPaint().visited >= 2000);
    QVERIFY2(t_->view()->lastPaint().clips < 300, qPrintable(QString::number(t_->view()->lastPaint().clips)));
}

void TimelineViewTest::at_the_edge_the_view_scrolls_and_the_drag_goes_on() {
    t_->state().setSnaps(false);
    const TimelineGeometry& geometry = t_->view()->geometry();
    const QPoint from = t_->at(150, 0);
    const QPoint edge(geometry.width() - 2, from.y());
    const std::int64_t withoutScrolling = 130 + geometry.framesIn(edge.x() - from.x());
    t_->press(from, edge);
    QTRY_VERIFY(geometry.left() > 30.0);
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, edge);
    const double left = geometry.left();
    QVERIFY(find_clip(t_->project(), t_->d)->clip().start >= withoutScrolling + 30);
    QTest::qWait(100);
    QCOMPARE(geometry.left(), left);  // nothing is dragged any more
}

void TimelineViewTest::another_project_is_seen_from_its_beginning() {
    t_->state().setPlayhead(140);
    t_->view()->zoomAbout(0.0, 10.0);
    t_->view()->scrollToFrame(120);
    const Project same = t_->project();
    t_->document.create(t_->folder / "other.kinora", same);
    const TimelineGeometry& geometry = t_->view()->geometry();
    QCOMPARE(t_->state().playhead(), std::int64_t{0});
    QCOMPARE(geometry.left(), 0.0);
    const double end = geometry.xOf(timeline_end(same));
    QVERIFY2(end > geometry.width() * 0.8 && end <= geometry.width(), qPrintable(QString::number(end)));
}

void TimelineViewTest::an_empty_project_has_the_usual_scale() {
    t_->view()->zoomAbout(0.0, 10.0);
    t_->document.create(t_->folder / "other.kinora");
    QCOMPARE(t_->view()->geometry().pixelsPerFrame(), TimelineGeometry::usualPixelsPerFrame);
}

void TimelineViewTest::what_has_nothing_to_do_says_so() {
    const auto can = [&](TimelineCommand command) { return t_->panel->commands().whyNot(command).isEmpty(); };
    const std::vector<ClipId> both = {t_->a, t_->b};
    t_->state().select(both);
    QVERIFY(!can(TimelineCommand::ungroup));
    t_->key(Qt::Key_G, Qt::ControlModifier);
    QVERIFY(can(TimelineCommand::ungroup));
    t_->state().setPlayhead(50);
    QVERIFY(!can(TimelineCommand::closeGap));
    t_->state().setPlayhead(110);  // before "d"
    QVERIFY(can(TimelineCommand::closeGap));
    t_->state().setPlayhead(500);
    QVERIFY(!can(TimelineCommand::closeGap));
    QVERIFY(!can(TimelineCommand::relink));
    t_->state().setMissing({t_->project().timeline.tracks[0]->clips[0]->shown()->media});
    QVERIFY(can(TimelineCommand::relink));
}

KINORA_TEST(TimelineViewTest)
#include "timeline_view_test.moc"
