// The timeline in the window: monitor, queue, menus and keys.
#include "ui/session/timeline_controller.h"

#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include <map>

#include "core/project/edits/marker_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/timeline/clip_hit.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/segments_dialog.h"
#include "ui/timeline/takes_picker.h"
#include "ui/timeline/time_ruler.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class TimelineControllerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void scrubbing_shows_the_timeline_s_frame();
    void space_plays_and_the_playhead_follows();
    void a_click_shows_the_clip_s_take();
    void an_edit_is_seen_at_once();
    void a_dragged_edge_is_made_and_lands();
    void the_ghost_says_memory_and_time();
    void the_ghost_says_how_many_takes();
    void nothing_is_made_of_no_words();
    void takes_are_compared_and_made_again();
    void commands_have_the_registry_s_keys();
    void no_keys_are_ambiguous();
    void a_command_of_the_menu_brings_the_timeline();

 private:
    MainWindow* window() const { return studio_->window.get(); }
    TimelinePanel* panel() const { return window()->findChild<TimelinePanel*>(); }
    TimelineView* view() const { return panel()->view(); }
    TimelineState& state() const { return panel()->state(); }
    Monitor* monitor() const { return window()->findChild<Monitor*>(); }
    PlaybackController& playback() const { return monitor()->timelineViewer().controller(); }
    const Project& project() const { return studio_->document.project(); }
    const Clip& clip(std::size_t index) const { return *project().timeline.tracks.front()->clips.at(index); }
    QPoint at(std::int64_t frame, int pixels = 0) const {
        const TimelineGeometry& geometry = view()->geometry();
        return {qRound(geometry.xOf(frame)) + pixels, geometry.rowTop(0) + geometry.rowHeight(0) / 2};
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(view(), key, modifiers); }
    void type(const QString& prompt) const {
        auto* field = view()->findChild<PromptBubble*>()->findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        field->selectAll();
        QTest::keyClicks(field, prompt);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QString said(QWidget* by) const {
        QStringList texts;
        for (const auto* label : by->findChildren<QLabel*>()) {
            texts.append(label->text());
        }
        return texts.join(QLatin1Char('\n'));
    }
    void waitForAll() const { QTRY_VERIFY_WITH_TIMEOUT(project().generations->empty(), 30'000); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void TimelineControllerTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "p.kinora");
    studio_->showWindow();
    QApplication::setActiveWindow(window());
    studio_->actions.action(QStringLiteral("layout.edit"))->trigger();
    make_takes(*studio_, "a ball", 1);
    QTRY_VERIFY(view()->isVisible() && view()->geometry().height() > 30);
    view()->setFocus();
}

void TimelineControllerTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void TimelineControllerTest::scrubbing_shows_the_timeline_s_frame() {
    const QPoint ruler(qRound(view()->geometry().xOf(5)), panel()->ruler()->height() / 2);
    QTest::mouseClick(panel()->ruler(), Qt::LeftButton, {}, ruler);
    QCOMPARE(state().playhead(), std::int64_t{5});
    QCOMPARE(monitor()->mode(), Monitor::Mode::timeline);
    QTRY_COMPARE(monitor()->timelineViewer().feed().shownFrame(), std::int64_t{5});
    QCOMPARE(playback().numFrames(), std::int64_t{9});
    QCOMPARE(playback().playhead(), std::int64_t{5});
    key(Qt::Key_Right);
    QTRY_COMPARE(monitor()->timelineViewer().feed().shownFrame(), std::int64_t{6});
    // Behind the end the last picture stays, and the playhead is where it was put.
    key(Qt::Key_End);
    QCOMPARE(state().playhead(), std::int64_t{9});
    QTRY_COMPARE(monitor()->timelineViewer().feed().shownFrame(), std::int64_t{8});
    QCOMPARE(state().playhead(), std::int64_t{9});
}

void TimelineControllerTest::space_plays_and_the_playhead_follows() {
    QSignalSpy moved(&state(), &TimelineState::playheadChanged);
    key(Qt::Key_Space);
    QCOMPARE(monitor()->mode(), Monitor::Mode::timeline);
    QTRY_COMPARE_WITH_TIMEOUT(state().playhead(), std::int64_t{8}, 20'000);
    QVERIFY(moved.count() >= 1);
    QTRY_VERIFY(!playback().isPlaying());
    state().setPlayhead(0);
    key(Qt::Key_L);
    QVERIFY(playback().isPlaying());
    key(Qt::Key_K);
    QVERIFY(!playback().isPlaying());
}

void TimelineControllerTest::a_click_shows_the_clip_s_take() {
    state().setPlayhead(3);
    QCOMPARE(monitor()->mode(), Monitor::Mode::timeline);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at(4));
    QVERIFY(state().isSelected(clip(0).id));
    QCOMPARE(monitor()->mode(), Monitor::Mode::clip);
    QTRY_COMPARE(monitor()->viewer().controller().numFrames(), std::int64_t{9});
}

void TimelineControllerTest::an_edit_is_seen_at_once() {
    state().setPlayhead(2);
    QTRY_COMPARE(playback().numFrames(), std::int64_t{9});
    state().setCurrent(clip(0).id);
    key(Qt::Key_Left, Qt::ControlModifier);
    QTRY_COMPARE(playback().numFrames(), std::int64_t{8});
    QCOMPARE(state().playhead(), std::int64_t{2});
}

void TimelineControllerTest::a_dragged_edge_is_made_and_lands() {
    state().setSnaps(false);
    QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, at(9, -3));
    for (const int frames : {13, 17}) {
        QMouseEvent move(QEvent::MouseMove, at(frames, -3), view()->viewport()->mapToGlobal(QPointF(at(frames, -3))), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view()->viewport(), &move);
    }
    QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, at(17, -3));
    type(QStringLiteral("it rolls on"));
    QCOMPARE(clip(1).range(), (FrameRange{9, 8}));
    waitForAll();
    QVERIFY(clip(1).shown() != nullptr);
    QCOMPARE(project().takes->back()->name, std::string("it rolls on"));
    QCOMPARE(project().takes->back()->width, 16);
    studio_->actions.action(QStringLiteral("edit.undo"))->trigger();
    QCOMPARE(project().timeline.tracks.front()->clips.size(), std::size_t{1});
}

void TimelineControllerTest::the_ghost_says_memory_and_time() {
    state().setCurrent(clip(0).id);
    key(Qt::Key_E);
    auto* bubble = view()->findChild<PromptBubble*>();
    QVERIFY(bubble->isVisible());
    const QString all = said(bubble);
    QVERIFY2(all.contains(QStringLiteral("of memory")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("conditioning frames")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("second")) || all.contains(QStringLiteral(" s")), qPrintable(all));
    QVERIFY2(!all.contains(QStringLiteral("not known")), qPrintable(all));
    QTest::keyClick(bubble, Qt::Key_Escape);
    QVERIFY(!bubble->isVisible());
    QCOMPARE(project().generations->size(), std::size_t{0});
}

void TimelineControllerTest::the_ghost_says_how_many_takes() {
    write_prompt(*studio_, "a ball", 3);
    state().setCurrent(clip(0).id);
    key(Qt::Key_E);
    auto* bubble = view()->findChild<PromptBubble*>();
    QVERIFY2(said(bubble).contains(QStringLiteral("3 takes")), qPrintable(said(bubble)));
    QCOMPARE(state().preview()->project->generations->back()->num_variations, 3);
    type(QStringLiteral("it rolls"));
    QCOMPARE(project().generations->back()->num_variations, 3);
    waitForAll();
    QCOMPARE(clip(1).versions.size(), std::size_t{3});
}

void TimelineControllerTest::nothing_is_made_of_no_words() {
    write_prompt(*studio_, "");
    state().setCurrent(clip(0).id);
    key(Qt::Key_E);
    auto* bubble = view()->findChild<PromptBubble*>();
    type(QStringLiteral("  "));
    QVERIFY(bubble->isVisible());
    QCOMPARE(bubble->prompt(), QStringLiteral("  "));
    QVERIFY2(said(bubble).contains(QStringLiteral("prompt is empty"), Qt::CaseInsensitive), qPrintable(said(bubble)));
    QTest::keyClick(bubble, Qt::Key_Escape);

    view()->setFocus();
    key(Qt::Key_P, Qt::ShiftModifier);
    auto* dialog = panel()->findChild<SegmentsDialog*>();
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(control<QLineEdit>(dialog, "Prompt of segment 1"), QStringLiteral("dawn"));
    for (auto* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(dialog->isVisible());
    QCOMPARE(control<QLineEdit>(dialog, "Prompt of segment 1")->text(), QStringLiteral("dawn"));
    QVERIFY2(said(dialog).contains(QStringLiteral("segment 2 has no prompt"), Qt::CaseInsensitive), qPrintable(said(dialog)));
    QVERIFY(project().generations->empty());
    QCOMPARE(project().timeline.tracks.front()->clips.size(), std::size_t{1});
}

void TimelineControllerTest::takes_are_compared_and_made_again() {
    state().setCurrent(clip(0).id);
    key(Qt::Key_G, Qt::ShiftModifier);
    type(QStringLiteral("a cube"));
    waitForAll();
    QCOMPARE(clip(0).versions.size(), std::size_t{2});
    key(Qt::Key_T, Qt::ShiftModifier);
    auto* picker = view()->findChild<TakesPicker*>();
    QVERIFY(picker->isVisible());
    auto* list = picker->findChild<QListWidget*>();
    QTest::keyClick(list, Qt::Key_Left);
    QCOMPARE(list->currentRow(), 0);
    QVERIFY(control<QLabel>(picker, "Recipe")->text().contains(QStringLiteral("a ball")));
    for (auto* button : picker->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Compare A/B")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(monitor()->mode(), Monitor::Mode::compare);
}

void TimelineControllerTest::commands_have_the_registry_s_keys() {
    studio_->actions.setKeys(QStringLiteral("timeline.bladeTool"), {QKeySequence(QStringLiteral("W"))});
    key(Qt::Key_B);
    QCOMPARE(state().tool(), ToolKind::select);
    key(Qt::Key_W);
    QCOMPARE(state().tool(), ToolKind::blade);
    studio_->actions.setKeyMap(QStringLiteral("premiere"));
    key(Qt::Key_V);
    QCOMPARE(state().tool(), ToolKind::select);
    key(Qt::Key_C);
    QCOMPARE(state().tool(), ToolKind::blade);
}

void TimelineControllerTest::no_keys_are_ambiguous() {
    for (const KeyMap& map : ActionRegistry::keyMaps()) {
        studio_->actions.setKeyMap(map.id);
        for (const QAction* action : studio_->actions.actions()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                const QAction* other = studio_->actions.conflict(ActionRegistry::idOf(action), keys);
                QVERIFY2(other == nullptr, qPrintable(map.id + QLatin1Char(' ') + ActionRegistry::idOf(action) + QLatin1Char(' ') +
                                                      keys.toString()));
            }
        }
    }
}

void TimelineControllerTest::a_command_of_the_menu_brings_the_timeline() {
    studio_->actions.action(QStringLiteral("layout.write"))->trigger();
    QVERIFY(!window()->findChild<QDockWidget*>(QStringLiteral("timeline"))->isVisible());
    state().setPlayhead(4);
    studio_->actions.action(QStringLiteral("timeline.split"))->trigger();
    QVERIFY(window()->findChild<QDockWidget*>(QStringLiteral("timeline"))->isVisible());
    QCOMPARE(project().timeline.tracks.front()->clips.size(), std::size_t{2});
    QVERIFY(!studio_->actions.action(QStringLiteral("timeline.fillGap"))->isEnabled());
}

KINORA_TEST(TimelineControllerTest)
#include "timeline_controller_test.moc"
