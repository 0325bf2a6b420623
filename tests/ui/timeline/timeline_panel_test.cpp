// Ruler, headers, tools, takes, and what screen readers are told.
#include "ui/timeline/timeline_panel.h"

#include <QAccessible>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QToolButton>

#include "core/project/edits/generation_edits.h"
#include "core/project/edits/marker_edits.h"
#include "core/project/edits/media_edits.h"
#include "core/project/edits/take_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/theme/theme.h"
#include "ui/timeline/message_bubble.h"
#include "ui/timeline/time_ruler.h"
#include "ui/timeline/track_header.h"

using namespace kinora;
using namespace kinora::test;

class TimelinePanelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
    }
    void cleanup() { t_.reset(); }

    void the_ruler_moves_the_playhead();
    void markers_are_dragged_as_one_step();
    void labels_do_not_touch();
    void headers_mute_hide_lock_and_rename();
    void a_header_s_border_changes_the_height();
    void tool_buttons_follow_the_keys();
    void takes_are_chosen();
    void filmstrips_arrive();
    void the_view_follows_the_playhead();
    void clips_are_accessible();
    void a_clip_that_is_being_made_is_not_cut();
    void another_project_forgets_what_was_copied();
    void looks_right_in_both_themes();

 private:
    TrackHeader* header(TrackId track) const {
        for (TrackHeader* each : t_->panel->findChildren<TrackHeader*>()) {
            if (each->track() == track) {
                return each;
            }
        }
        return nullptr;
    }
    QToolButton* button(QWidget* root, const QString& name) const {
        for (QToolButton* each : root->findChildren<QToolButton*>()) {
            if (each->accessibleName() == name) {
                return each;
            }
        }
        return nullptr;
    }
    void addTake() const {
        t_->document.apply({}, [&](const Project& before) {
            MediaUse use;
            use.media = before.assets->at(1)->id;
            return add_version(before, t_->a, use);
        });
    }

    std::unique_ptr<TimelineFixture> t_;
};

void TimelinePanelTest::the_ruler_moves_the_playhead() {
    TimeRuler* ruler = t_->panel->ruler();
    QTest::mousePress(ruler, Qt::LeftButton, {}, {81, 20});
    QCOMPARE(t_->state().playhead(), 20);
    QTest::mouseMove(ruler, {121, 20});
    QCOMPARE(t_->state().playhead(), 30);
    QTest::mouseRelease(ruler, Qt::LeftButton, {}, {121, 20});
    QTest::mouseMove(ruler, {401, 20});
    QCOMPARE(t_->state().playhead(), 30);
}

void TimelinePanelTest::markers_are_dragged_as_one_step() {
    Marker marker;
    marker.start = 50;
    t_->document.apply({}, [&](const Project& before) { return add_marker(before, marker); });
    TimeRuler* ruler = t_->panel->ruler();
    QTest::mousePress(ruler, Qt::LeftButton, {}, {200, 5});
    QTest::mouseMove(ruler, {240, 5});
    QTest::mouseMove(ruler, {280, 5});
    QTest::mouseRelease(ruler, Qt::LeftButton, {}, {280, 5});
    QCOMPARE(t_->project().timeline.markers->front()->start, 70);
    QCOMPARE(t_->document.undoStack()->count(), 2);
    QCOMPARE(t_->state().playhead(), 0);
}

void TimelinePanelTest::labels_do_not_touch() {
    QCOMPARE(t_->panel->ruler()->labelStep(), 24);
    t_->view()->zoomAbout(0.0, 16.0);
    QCOMPARE(t_->panel->ruler()->labelStep(), 2);
    t_->view()->zoomAbout(0.0, 1.0 / 16384.0);
    const std::int64_t step = t_->panel->ruler()->labelStep();
    QVERIFY(t_->view()->geometry().widthOf(step) >= 92.0);
    QCOMPARE(step % (24 * 60), 0);
}

void TimelinePanelTest::headers_mute_hide_lock_and_rename() {
    QTest::mouseClick(button(header(t_->lower), QStringLiteral("Lock track")), Qt::LeftButton);
    QVERIFY(find_track(t_->project(), t_->lower)->is_locked);
    QTest::mouseClick(button(header(t_->lower), QStringLiteral("Mute track")), Qt::LeftButton);
    QVERIFY(find_track(t_->project(), t_->lower)->is_muted);
    QTest::mouseClick(button(header(t_->upper), QStringLiteral("Hide track")), Qt::LeftButton);
    QVERIFY(find_track(t_->project(), t_->upper)->is_hidden);
    t_->document.undoStack()->undo();
    QVERIFY(!button(header(t_->upper), QStringLiteral("Hide track"))->isChecked());
    auto* name = header(t_->upper)->findChild<QLineEdit*>();
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("titles"));
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(find_track(t_->project(), t_->upper)->name, std::string("titles"));
}

void TimelinePanelTest::a_header_s_border_changes_the_height() {
    TrackHeader* upper = header(t_->upper);
    const int before = upper->height();
    QTest::mousePress(upper, Qt::LeftButton, {}, {60, before - 2});
    QTest::mouseMove(upper, {60, before + 30});
    QTest::mouseRelease(upper, Qt::LeftButton, {}, {60, before + 30});
    QCOMPARE(t_->view()->geometry().rowHeight(1), before + 30);
    QCOMPARE(upper->height(), before + 30);
    QCOMPARE(header(t_->lower)->y(), t_->view()->geometry().rowTop(0));
}

void TimelinePanelTest::tool_buttons_follow_the_keys() {
    QToolButton* blade = button(t_->panel.get(), TimelineCommands::text(TimelineCommand::bladeTool));
    t_->key(Qt::Key_B);
    QVERIFY(blade->isChecked());
    QTest::mouseClick(button(t_->panel.get(), TimelineCommands::text(TimelineCommand::selectTool)), Qt::LeftButton);
    QCOMPARE(t_->state().tool(), ToolKind::select);
    QVERIFY(!blade->isChecked());
}

void TimelinePanelTest::takes_are_chosen() {
    addTake();
    const std::size_t chosen = find_clip(t_->project(), t_->a)->clip().chosen;
    QCOMPARE(chosen, 1U);
    const QRectF badge = takesBadge(QRectF(t_->view()->clipRect(t_->a)), 2);
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, badge.center().toPoint());
    auto* list = t_->view()->findChild<QListWidget*>();
    QTRY_VERIFY(list->isVisible());
    QCOMPARE(list->count(), 2);
    QTest::keyClick(list, Qt::Key_Escape);
    QVERIFY(!list->isVisible());
    t_->key(Qt::Key_T, Qt::ShiftModifier);
    QTRY_VERIFY(list->isVisible());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
    QCOMPARE(find_clip(t_->project(), t_->a)->clip().chosen, 1U);  // looked at
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(find_clip(t_->project(), t_->a)->clip().chosen, 0U);
    QVERIFY(!list->isVisible());
}

void TimelinePanelTest::filmstrips_arrive() {
    t_ = std::make_unique<TimelineFixture>(true);
    t_->viewport()->repaint();
    QCOMPARE(t_->view()->lastPaint().pictures, 0);  // nothing is decoded while painting
    const auto arrived = [&] {
        t_->viewport()->repaint();
        return t_->view()->lastPaint().pictures;
    };
    QTRY_VERIFY_WITH_TIMEOUT(arrived() >= 6, 20'000);
}

void TimelinePanelTest::the_view_follows_the_playhead() {
    t_->state().setPlayhead(5000);
    QVERIFY(t_->view()->geometry().visibleFrames().contains(5000));
    t_->key(Qt::Key_F, Qt::ShiftModifier);
    QCOMPARE(t_->state().follow(), FollowMode::smooth);
    t_->state().setPlayhead(5100);
    QVERIFY(std::abs(t_->view()->geometry().xOf(5100) - t_->viewport()->width() / 2.0) < 3.0);
    t_->state().setFollow(FollowMode::none);
    t_->state().setPlayhead(0);
    QVERIFY(!t_->view()->geometry().visibleFrames().contains(0));
}

void TimelinePanelTest::clips_are_accessible() {
    QAccessibleInterface* timeline = QAccessible::queryAccessibleInterface(t_->view());
    QVERIFY(timeline != nullptr);
    QCOMPARE(timeline->role(), QAccessible::List);
    QCOMPARE(timeline->childCount(), 4);
    QAccessibleInterface* b = timeline->child(1);
    QCOMPARE(b->role(), QAccessible::ListItem);
    QCOMPARE(b->text(QAccessible::Name), QStringLiteral("b"));
    QVERIFY(b->text(QAccessible::Description).contains(QStringLiteral("00:00:01:16")));
    QCOMPARE(timeline->indexOfChild(b), 1);
    const QRect expected(t_->viewport()->mapToGlobal(t_->view()->clipRect(t_->b).topLeft()), t_->view()->clipRect(t_->b).size());
    QCOMPARE(b->rect(), expected);
    QCOMPARE(timeline->childAt(expected.center().x(), expected.center().y()), b);
    QVERIFY(!b->state().selected);
    b->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QVERIFY(b->state().selected);
    QCOMPARE(timeline->focusChild(), b);
    b->actionInterface()->doAction(TimelineCommands::text(TimelineCommand::lift));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 d 130-170@200"));
    QVERIFY(!b->isValid());
    QCOMPARE(timeline->childCount(), 3);
}

void TimelinePanelTest::a_clip_that_is_being_made_is_not_cut() {
    t_->state().setCurrent(t_->a);
    t_->key(Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), std::string("b 40-100@80 d 130-170@200"));
    QCOMPARE(t_->state().clipboard().items.size(), std::size_t{1});
    t_->document.apply({}, [&](const Project& before) { return extend_clip(before, t_->b, 20, false, {}, EditMode::normal); });
    const Clip& made = *find_track(t_->project(), t_->lower)->clips[1];
    const std::string before = t_->lowerClips();
    t_->state().setCurrent(made.id);
    t_->key(Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(t_->lowerClips(), before);
    QVERIFY(t_->view()->findChild<MessageBubble*>()->isVisible());
    t_->state().setPlayhead(0);
    t_->key(Qt::Key_V, Qt::ControlModifier);  // what was cut before
    QCOMPARE(t_->lowerClips(), "a 0-40@20 " + before);
}

void TimelinePanelTest::another_project_forgets_what_was_copied() {
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_C, Qt::ControlModifier);
    QSignalSpy moved(&t_->document, &Document::fileChanged);
    t_->document.saveAs(t_->folder / "elsewhere.kinora");
    QVERIFY(moved.wait());
    QVERIFY(t_->panel->commands().whyNot(TimelineCommand::paste).isEmpty());
    QCOMPARE(t_->state().current(), t_->d);
    // The same ids, which mean other things.
    t_->document.create(t_->folder / "other.kinora", TestProject().project);
    QVERIFY(t_->state().clipboard().items.empty());
    QVERIFY(!t_->panel->commands().whyNot(TimelineCommand::paste).isEmpty());
    QVERIFY(t_->state().selection().empty());
}

void TimelinePanelTest::looks_right_in_both_themes() {
    const QString folder = qEnvironmentVariable("KINORA_SCREENSHOTS");
    const QPalette before = QApplication::palette();
    t_ = std::make_unique<TimelineFixture>(true);
    addTake();
    Marker marker;
    marker.start = 60;
    marker.prompt = "rain";
    marker.colour = 0xe6b450;
    t_->document.apply({}, [&](const Project& project) { return set_out_point(set_in_point(add_marker(project, marker), 40), 89); });
    t_->state().setModel(modelThatContinues());
    t_->state().setPlayhead(75);
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    QImage shown[2];
    for (const bool isDark : {true, false}) {
        theme::apply(*qApp, isDark ? QStringLiteral("dark") : QStringLiteral("light"));
        QTRY_VERIFY_WITH_TIMEOUT((t_->viewport()->repaint(), t_->view()->lastPaint().pictures >= 6), 20'000);
        QTest::qWait(100);
        shown[isDark ? 0 : 1] = t_->panel->grab().toImage();
        if (!folder.isEmpty()) {
            QVERIFY(shown[isDark ? 0 : 1].save(QDir(folder).filePath(isDark ? QStringLiteral("timeline_dark.png") : QStringLiteral("timeline_light.png"))));
        }
    }
    // The bare track behind the clips takes the theme's colour.
    const QPoint bare = t_->viewport()->mapTo(t_->panel.get(), t_->at(120, 0));
    QVERIFY(shown[0].pixelColor(bare).lightness() < 80);
    QVERIFY(shown[1].pixelColor(bare).lightness() > 180);
    QApplication::setPalette(before);
}

KINORA_TEST(TimelinePanelTest)
#include "timeline_panel_test.moc"
