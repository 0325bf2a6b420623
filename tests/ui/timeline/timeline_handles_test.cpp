// Handles under the pointer: what each of them asks for, and where there is none.
#include "ui/timeline/timeline_handles.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolTip>

#include <algorithm>
#include <array>

#include "core/project/edits/marker_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/segments_dialog.h"

using namespace kinora;
using namespace kinora::test;

class TimelineHandlesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        t_->state().setModel(modelThatContinues());
        t_->state().setPlayhead(200);
        asked_.clear();
        connect(&t_->state(), &TimelineState::generationRequested, this, [this](const GenerationAsk& ask) { asked_.push_back(ask); });
    }
    void cleanup() { t_.reset(); }

    void a_gap_is_filled();
    void a_marked_range_is_made_again();
    void a_corner_loops_and_restyles_data();
    void a_corner_loops_and_restyles();
    void a_cut_is_blended();
    void an_overlap_is_blended_data();
    void an_overlap_is_blended();
    void the_playheads_frame_is_held();
    void the_room_behind_the_last_clip_takes_segments();
    void tips_name_the_key();
    void what_the_model_cannot_is_greyed_with_the_reason();
    void handles_are_seen_and_lit();
    void they_are_not_in_the_way();
    void none_where_nothing_can_be_made();
    void screen_readers_find_the_same();

 private:
    PromptBubble* bubble() const { return t_->bubble(); }
    void type(const QString& prompt) const { t_->answerBubble(prompt); }
    void hover(const QPoint& at) const {
        QTest::mouseMove(t_->viewport(), at + QPoint(1, 0));
        QTest::mouseMove(t_->viewport(), at);
    }
    Qt::CursorShape cursor() const { return t_->viewport()->cursor().shape(); }
    void click(const QPoint& at) const {
        hover(at);
        QCOMPARE(cursor(), Qt::PointingHandCursor);
        QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, at);
    }
    QString tip(const QPoint& at) const {
        hover(at);
        QHelpEvent event(QEvent::ToolTip, at, t_->viewport()->mapToGlobal(at));
        QApplication::sendEvent(t_->viewport(), &event);
        return QToolTip::text();
    }
    // Places on a clip: below its name at the right, and above its lower border.
    QPoint corner(ClipId clip, int fromRight) const {
        const QRect rect = t_->view()->clipRect(clip);
        return {rect.right() - fromRight, rect.top() + 30};
    }
    QPoint loopCorner(ClipId clip) const { return corner(clip, 24); }
    QPoint restyleCorner(ClipId clip) const { return corner(clip, 49); }
    QPoint low(std::int64_t frame, std::size_t track) const {
        const TimelineGeometry& geometry = t_->view()->geometry();
        return {qRound(geometry.xOf(frame)), geometry.rowTop(track) + geometry.rowHeight(track) - 14};
    }
    // How many places of a clip are on a handle, in steps of some pixels.
    int places(ClipId clip) const {
        const QRect rect = t_->view()->clipRect(clip);
        int found = 0;
        for (int x = rect.left() + 1; x < rect.right(); x += 3) {
            for (int y = rect.top() + 1; y < rect.bottom(); y += 5) {
                QTest::mouseMove(t_->viewport(), {x, y});
                found += cursor() == Qt::PointingHandCursor || cursor() == Qt::ForbiddenCursor;
            }
        }
        return found;
    }

    std::unique_ptr<TimelineFixture> t_;
    std::vector<GenerationAsk> asked_;
};

void TimelineHandlesTest::a_gap_is_filled() {
    t_->state().setPlayhead(110);
    t_->key(Qt::Key_G);
    const std::int64_t kept = t_->state().preview()->project->generations->back()->parts.front().num_kept;
    t_->key(Qt::Key_Escape);
    t_->state().setPlayhead(5);
    const QPoint middle = t_->at(115, 0);
    click(middle);
    QVERIFY(bubble()->isVisible());
    QCOMPARE(t_->state().preview()->project->generations->back()->parts.front().num_kept, kept);
    type(QStringLiteral("a bridge"));
    QCOMPARE(asked_.at(0).kind, GenerationKind::fill);
    QCOMPARE(asked_.at(0).range, (FrameRange{100, 30}));
    QCOMPARE(t_->state().playhead(), 5);
}

void TimelineHandlesTest::a_marked_range_is_made_again() {
    t_->state().apply({}, [](const Project& before) { return set_out_point(set_in_point(before, 60), 79); });
    t_->state().setCurrent(t_->a);
    const QPoint handle = low(70, 0);
    hover({handle.x() - 80, handle.y()});
    QVERIFY(cursor() != Qt::PointingHandCursor);
    click(handle);
    QCOMPARE(t_->state().current(), t_->b);
    type(QStringLiteral("rain"));
    QCOMPARE(asked_.at(0).kind, GenerationKind::regenerate);
    QCOMPARE(asked_.at(0).clip, t_->b);
    QCOMPARE(asked_.at(0).range, (FrameRange{60, 20}));
}

void TimelineHandlesTest::a_corner_loops_and_restyles_data() {
    QTest::addColumn<bool>("isLoop");
    QTest::addColumn<FrameRange>("range");
    QTest::newRow("loop") << true << FrameRange{100, 24};
    QTest::newRow("restyle") << false << FrameRange{40, 60};
}

void TimelineHandlesTest::a_corner_loops_and_restyles() {
    QFETCH(bool, isLoop);
    QFETCH(FrameRange, range);
    t_->state().setCurrent(t_->d);
    click(isLoop ? loopCorner(t_->b) : restyleCorner(t_->b));
    QCOMPARE(t_->state().current(), t_->b);
    QVERIFY(t_->state().preview() != nullptr && t_->state().preview()->project);
    type(QStringLiteral("again"));
    QCOMPARE(asked_.size(), 1U);
    QCOMPARE(asked_[0].kind, isLoop ? GenerationKind::loop : GenerationKind::restyle);
    QCOMPARE(asked_[0].clip, t_->b);
    QCOMPARE(asked_[0].range, range);
    QCOMPARE(t_->document.undoStack()->count(), 0);  // the owner makes it a step
    // As the key does.
    t_->key(isLoop ? Qt::Key_L : Qt::Key_S, Qt::ShiftModifier);
    type(QStringLiteral("again"));
    QCOMPARE(asked_.at(1).kind, asked_[0].kind);
    QCOMPARE(asked_.at(1).range, asked_[0].range);
}

void TimelineHandlesTest::a_cut_is_blended() {
    t_->state().setSnaps(false);
    hover(low(30, 0));  // on the left one
    click(low(40, 0));
    QVERIFY(bubble()->isVisible());
    type(QStringLiteral("melt"));
    hover(low(50, 0) + QPoint(0, -20));  // on the right one
    click(low(40, 0) + QPoint(-8, 0));
    type(QStringLiteral("melt"));
    QCOMPARE(asked_.size(), 2U);
    for (const GenerationAsk& ask : asked_) {
        QCOMPARE(ask.kind, GenerationKind::blend);
        QCOMPARE(ask.clip, t_->a);
        QCOMPARE(ask.other, t_->b);
        QCOMPARE(ask.range, (FrameRange{28, 24}));
    }
    // Above it the edge is still one that is dragged.
    hover(t_->at(40, 0, 3) + QPoint(0, -8));
    QCOMPARE(cursor(), Qt::SizeHorCursor);
    t_->drag(t_->at(40, 0, 3) + QPoint(0, -8), t_->at(50, 0, 3) + QPoint(0, -8));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 50-100@90 d 130-170@200"));
    hover(low(38, 0));
    QVERIFY(cursor() != Qt::PointingHandCursor);  // they touch no more
}

void TimelineHandlesTest::an_overlap_is_blended_data() {
    QTest::addColumn<std::size_t>("track");
    QTest::newRow("the lower one") << std::size_t{0};
    QTest::newRow("the upper one") << std::size_t{1};
}

void TimelineHandlesTest::an_overlap_is_blended() {
    QFETCH(std::size_t, track);
    hover(low(70, track));
    QVERIFY(cursor() != Qt::PointingHandCursor);  // "c" lies within "b"
    t_->state().apply({}, [&](const Project& before) { return move_clips(before, std::array{t_->c}, 20, 0, EditMode::normal); });
    click(low(85, track));
    type(QStringLiteral("melt"));
    QCOMPARE(asked_.at(0).kind, GenerationKind::blend);
    QCOMPARE(asked_[0].clip, t_->b);
    QCOMPARE(asked_[0].other, t_->c);
    QCOMPARE(asked_[0].range, (FrameRange{70, 30}));
    t_->state().apply({}, [&](const Project& before) { return set_track_hidden(before, track == 0 ? t_->upper : t_->lower, true); });
    hover(low(85, track));
    QVERIFY(cursor() != Qt::PointingHandCursor);
}

void TimelineHandlesTest::the_playheads_frame_is_held() {
    t_->state().setPlayhead(70);
    hover(low(60, 0));
    QVERIFY(cursor() != Qt::PointingHandCursor);
    click(low(70, 0));
    QCOMPARE(t_->project().generate->keyframes.size(), 1U);
    QCOMPARE(t_->project().generate->keyframes[0].source.source_in, 110);  // of "b", though "c" covers it
    QCOMPARE(t_->document.undoStack()->count(), 1);
    // It stands where the playhead is.
    hover(low(75, 0));
    t_->key(Qt::Key_Right);
    hover(low(71, 0));
    QCOMPARE(cursor(), Qt::PointingHandCursor);
    t_->state().setPlayhead(80);
    QVERIFY(cursor() != Qt::PointingHandCursor);  // it went, and the pointer did not
    t_->state().setModel(std::nullopt);  // holding needs none
    click(low(80, 0));
    QCOMPARE(t_->project().generate->keyframes.size(), 2U);
}

void TimelineHandlesTest::the_room_behind_the_last_clip_takes_segments() {
    click(t_->at(170, 0, 25));
    auto* dialog = t_->panel->findChild<SegmentsDialog*>();
    QVERIFY(dialog != nullptr && dialog->isVisible());
    QVERIFY(t_->state().preview() != nullptr && t_->state().preview()->ask);
    QCOMPARE(t_->state().preview()->ask->kind, GenerationKind::segments);
    QCOMPARE(t_->state().preview()->ask->track, t_->lower);
    QCOMPARE(t_->state().preview()->ask->range.start, 170);
    QCOMPARE(t_->state().playhead(), 200);
    dialog->reject();
    t_->state().apply({}, [&](const Project& before) { return lift_clips(before, std::array{t_->c}); });
    t_->view()->scrollToFrame(0);  // an empty track from its beginning
    QCOMPARE(tip(t_->at(0, 1, 25)), QStringLiteral("Prompts one after the other… (Shift+P)"));
}

void TimelineHandlesTest::tips_name_the_key() {
    QCOMPARE(tip(loopCorner(t_->b)), QStringLiteral("Loop: lead back to the beginning… (Shift+L)"));
    QCOMPARE(tip(restyleCorner(t_->b)), QStringLiteral("Restyle… (Shift+S)"));
    QCOMPARE(tip(low(40, 0)), QStringLiteral("Blend into the next or overlapping clip… (Shift+B)"));
    t_->state().setPlayhead(70);
    QCOMPARE(tip(low(70, 0)), QStringLiteral("Hold this frame as a keyframe (Shift+K)"));
    QCOMPARE(tip(t_->at(115, 0)), QStringLiteral("Fill the gap… (G)"));
    QVERIFY(tip(t_->at(100, 0, -2)).endsWith(QStringLiteral("Extend forwards… (E)")));
    QVERIFY(tip(t_->at(130, 0, 2)).endsWith(QStringLiteral("Extend backwards… (Shift+E)")));
    t_->panel->commands().setKeys(TimelineCommand::restyle, {QKeySequence(QStringLiteral("Ctrl+R"))});
    QCOMPARE(tip(restyleCorner(t_->b)), QStringLiteral("Restyle… (Ctrl+R)"));
    QTRY_COMPARE(tip(t_->at(60, 0)), QString());
}

void TimelineHandlesTest::what_the_model_cannot_is_greyed_with_the_reason() {
    hover(loopCorner(t_->b));
    const QImage possible = t_->viewport()->grab().toImage();
    ModelInfo model = modelThatContinues();
    model.can_condition_frames = false;
    t_->state().setModel(model);
    QSignalSpy refused(&t_->state(), &TimelineState::refused);
    const QPoint places[] = {loopCorner(t_->b), restyleCorner(t_->b), low(40, 0), t_->at(115, 0), t_->at(170, 0, 25)};
    for (const QPoint& at : places) {
        QVERIFY(tip(at).endsWith(QStringLiteral("\nmodel cannot continue given frames")));
        QCOMPARE(cursor(), Qt::ForbiddenCursor);
        QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, at);
        QVERIFY(!bubble()->isVisible());
        QVERIFY(t_->panel->findChild<SegmentsDialog*>() == nullptr);
    }
    QCOMPARE(refused.size(), 5);
    hover(loopCorner(t_->b));
    QVERIFY(t_->viewport()->grab().toImage().copy(QRect(restyleCorner(t_->b) - QPoint(8, 8), QSize(16, 16))) !=
            possible.copy(QRect(restyleCorner(t_->b) - QPoint(8, 8), QSize(16, 16))));
}

void TimelineHandlesTest::handles_are_seen_and_lit() {
    const auto shown = [&](const QPoint& at) { return t_->viewport()->grab(QRect(at - QPoint(10, 10), QSize(20, 20))).toImage(); };
    const QPoint places[] = {loopCorner(t_->b), restyleCorner(t_->b), low(40, 0)};
    QTest::mouseMove(t_->viewport(), t_->at(150, 0));
    std::vector<QImage> bare;
    std::ranges::transform(places, std::back_inserter(bare), shown);
    QTest::mouseMove(t_->viewport(), t_->at(50, 0));
    std::vector<QImage> offered;
    std::ranges::transform(places, std::back_inserter(offered), shown);
    for (std::size_t i = 0; i < std::size(places); ++i) {
        QVERIFY(offered[i] != bare[i]);
    }
    hover(places[0]);
    QVERIFY(shown(places[0]) != offered[0]);
    QCOMPARE(shown(places[1]), offered[1]);
    t_->state().setCurrent(t_->b);
    t_->key(Qt::Key_L, Qt::ShiftModifier);
    t_->key(Qt::Key_Escape);
    QVERIFY(shown(places[1]) != offered[1]);  // what was asked by key took them away
    hover(places[0]);
    t_->state().select({});
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(t_->viewport(), &leave);
    QCOMPARE(shown(places[0]), bare[0]);
}

void TimelineHandlesTest::they_are_not_in_the_way() {
    t_->state().setPlayhead(70);
    QVERIFY(places(t_->b) > 20);
    // A clip that is hovered is still clicked, and moved.
    hover(t_->at(55, 0));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(55, 0));
    QCOMPARE(t_->state().selection(), std::vector<ClipId>{t_->b});
    QVERIFY(t_->state().preview() == nullptr);
    // Narrow clips and low rows have none.
    t_->state().setRowHeight(t_->lower, 36);
    QCOMPARE(places(t_->b), 0);
    t_->state().setRowHeight(t_->lower, 68);
    t_->view()->zoomAbout(0.0, 0.15);
    QVERIFY(t_->view()->clipRect(t_->b).width() < 40);
    QCOMPARE(places(t_->b), 0);
    // In between, those in the corner go first.
    t_->view()->zoomAbout(0.0, 2.0);
    QVERIFY(places(t_->b) > 0);
    QVERIFY(!tip(loopCorner(t_->b)).contains(QStringLiteral("Loop")));
}

void TimelineHandlesTest::none_where_nothing_can_be_made() {
    t_->key(Qt::Key_B);
    QCOMPARE(places(t_->b), 0);
    t_->key(Qt::Key_S);
    t_->state().apply({}, [&](const Project& before) { return set_track_locked(before, t_->lower, true); });
    QCOMPARE(places(t_->b), 0);
    QTRY_COMPARE(tip(t_->at(115, 0)), QString());
    QTRY_COMPARE(tip(t_->at(170, 0, 25)), QString());
    t_->state().apply({}, [&](const Project& before) { return set_track_locked(before, t_->lower, false); });
    GenerationAsk ask;
    ask.kind = GenerationKind::extend;
    ask.clip = t_->d;
    ask.range = {170, 60};
    t_->state().apply({}, [&](const Project& before) { return with_generation(before, ask, t_->state().wish()); });
    const Clip& waiting = *find_track(t_->project(), t_->lower)->clips.back();
    QVERIFY(waiting.shown() == nullptr);
    QCOMPARE(places(waiting.id), 0);
    hover(low(170, 0) - QPoint(12, 0));
    QVERIFY(cursor() != Qt::PointingHandCursor);  // nor is there a blend into it
}

void TimelineHandlesTest::screen_readers_find_the_same() {
    QAccessibleInterface* timeline = QAccessible::queryAccessibleInterface(t_->view());
    const auto actionsOf = [&](int clip) { return timeline->child(clip)->actionInterface(); };
    const auto name = [](TimelineCommand command) { return TimelineCommands::text(command); };
    // "a", "b", "d", "c"
    for (const TimelineCommand command : {TimelineCommand::loop, TimelineCommand::restyle, TimelineCommand::blend, TimelineCommand::extendBackwards}) {
        QVERIFY(actionsOf(0)->actionNames().contains(name(command)));
    }
    QVERIFY(!actionsOf(0)->actionNames().contains(name(TimelineCommand::fillGap)));
    QVERIFY(actionsOf(1)->actionNames().contains(name(TimelineCommand::fillGap)));
    QVERIFY(!actionsOf(1)->actionNames().contains(name(TimelineCommand::holdKeyframe)));
    QVERIFY(!actionsOf(1)->actionNames().contains(name(TimelineCommand::regenerate)));
    QCOMPARE(actionsOf(1)->keyBindingsForAction(name(TimelineCommand::loop)), QStringList(QStringLiteral("Shift+L")));
    actionsOf(1)->doAction(name(TimelineCommand::loop));
    type(QStringLiteral("x"));
    QCOMPARE(asked_.at(0).kind, GenerationKind::loop);
    QCOMPARE(asked_.at(0).clip, t_->b);
    actionsOf(1)->doAction(name(TimelineCommand::fillGap));
    type(QStringLiteral("x"));
    QCOMPARE(asked_.at(1).kind, GenerationKind::fill);
    QCOMPARE(asked_.at(1).range, (FrameRange{100, 30}));
    t_->state().setPlayhead(60);
    actionsOf(1)->doAction(name(TimelineCommand::holdKeyframe));
    QCOMPARE(t_->project().generate->keyframes.at(0).source.source_in, 100);
}

KINORA_TEST(TimelineHandlesTest)
#include "timeline_handles_test.moc"
