// Generating actions by mouse, key and menu: what is asked for is what the ghost showed.
#include "ui/timeline/generating_commands.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

#include <array>
#include <set>

#include "core/project/edits/marker_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_menu.h"

using namespace kinora;
using namespace kinora::test;

class GeneratingCommandsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        t_->state().setModel(modelThatContinues());
        asked_.clear();
        connect(&t_->state(), &TimelineState::generationRequested, this, [this](const GenerationAsk& ask) {
            asked_.push_back(ask);
            if (!refusal_.isEmpty()) {
                t_->state().refuseStart(refusal_);
            }
        });
    }
    void cleanup() {
        t_.reset();
        refusal_.clear();
    }

    void an_edge_dragged_past_the_media_extends();
    void an_edge_dragged_past_its_last_frame_extends_and_goes_back();
    void without_a_model_an_edge_stops_at_its_last_frame();
    void what_was_typed_survives_a_click();
    void what_was_typed_survives_a_refusal();
    void overlapping_clips_are_blended_data();
    void overlapping_clips_are_blended();
    void the_overlap_can_be_set();
    void escape_asks_for_nothing();
    void keys_ask_data();
    void keys_ask();
    void a_gap_is_filled_between_its_neighbours();
    void a_marker_s_prompt_comes_first();
    void a_keyframe_is_held();
    void what_the_model_cannot_is_greyed_with_the_reason();
    void markers_are_edited_in_place();
    void return_on_cancel_asks_for_nothing();
    void what_was_typed_survives_another_ask();

 private:
    PromptBubble* bubble() const { return t_->bubble(); }
    void type(const QString& prompt) const { t_->answerBubble(prompt); }

    std::unique_ptr<TimelineFixture> t_;
    std::vector<GenerationAsk> asked_;
    QString refusal_;
};

void GeneratingCommandsTest::an_edge_dragged_past_the_media_extends() {
    t_->state().setSnaps(false);
    t_->press(t_->at(170, 0, -3), t_->at(190, 0, -3));
    const EditPreview* preview = t_->state().preview();
    QVERIFY(preview != nullptr && preview->ask);
    QCOMPARE(preview->ask->range, (FrameRange{170, 20}));
    const AskedFrames frames = asked_frames(*preview->project);
    QCOMPARE(frames.kept, 20);
    QVERIFY(frames.given > 0);
    QCOMPARE((frames.made - 1) % 8, 0);
    QVERIFY(frames.made >= frames.kept + frames.given);
    QVERIFY(preview->label.contains(QString::number(frames.made)));
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, t_->at(190, 0, -3));
    QVERIFY(bubble()->isVisible());
    QVERIFY(asked_.empty());
    type(QStringLiteral("the boat sails on"));
    QCOMPARE(asked_.size(), 1U);
    QCOMPARE(asked_[0].kind, GenerationKind::extend);
    QCOMPARE(asked_[0].clip, t_->d);
    QCOMPARE(asked_[0].prompt, std::string("the boat sails on"));
    QVERIFY(!bubble()->isVisible());
    QVERIFY(t_->state().preview() == nullptr);
    // The owner makes it a step of the document.
    QVERIFY(t_->state().apply({}, [&](const Project& before) { return with_generation(before, asked_[0], t_->state().wish()); }));
    QCOMPARE(t_->lowerClips(), std::string("a 0-40@20 b 40-100@80 d 130-170@200 the boat sails on 170-190#"));
    QCOMPARE(t_->document.undoStack()->count(), 1);
}

void GeneratingCommandsTest::an_edge_dragged_past_its_last_frame_extends_and_goes_back() {
    t_->state().setSnaps(false);
    const auto hasAsk = [&] { return t_->state().preview() != nullptr && t_->state().preview()->ask.has_value(); };
    // "c" ends 50 frames before its media does, which would be at 140.
    t_->press(t_->at(90, 1, -3), t_->at(120, 1, -3));
    QVERIFY(!hasAsk());
    t_->move(t_->at(150, 1, -3));
    QVERIFY(hasAsk());
    QCOMPARE(t_->state().preview()->ask->range, (FrameRange{140, 10}));
    QCOMPARE(drawing(*t_->state().preview()->project, t_->upper), std::string("c 50-140@10  140-150#"));
    t_->move(t_->at(130, 1, -3));
    QVERIFY(!hasAsk());
    QCOMPARE(drawing(*t_->state().preview()->project, t_->upper), std::string("c 50-130@10"));
    t_->move(t_->at(150, 1, -3));
    QTest::mouseRelease(t_->viewport(), Qt::LeftButton, {}, t_->at(150, 1, -3));
    type(QStringLiteral("on"));
    QVERIFY(t_->state().apply({}, [&](const Project& before) { return with_generation(before, asked_.at(0), t_->state().wish()); }));
    QCOMPARE(t_->upperClips(), std::string("c 50-140@10 on 140-150#"));
    QCOMPARE(t_->document.undoStack()->count(), 1);
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    // And its beginning, which has 10 frames more.
    t_->drag(t_->at(50, 1, 3), t_->at(30, 1, 3));
    type(QStringLiteral("before"));
    QVERIFY(t_->state().apply({}, [&](const Project& before) { return with_generation(before, asked_.at(1), t_->state().wish()); }));
    QCOMPARE(t_->upperClips(), std::string("before 30-40# c 40-90@0"));
}

void GeneratingCommandsTest::without_a_model_an_edge_stops_at_its_last_frame() {
    t_->state().setSnaps(false);
    t_->state().setModel(std::nullopt);
    t_->drag(t_->at(90, 1, -3), t_->at(150, 1, -3));
    QCOMPARE(t_->upperClips(), std::string("c 50-140@10"));
    t_->drag(t_->at(140, 1, -3), t_->at(150, 1, -3));  // says why it goes no further
    QCOMPARE(t_->upperClips(), std::string("c 50-140@10"));
    QCOMPARE(t_->document.undoStack()->count(), 1);
    QVERIFY(!bubble()->isVisible());
}

void GeneratingCommandsTest::what_was_typed_survives_a_click() {
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    auto* field = bubble()->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("a long prompt"));
    QTest::mouseClick(t_->viewport(), Qt::LeftButton, {}, t_->at(20, 0));
    QVERIFY(bubble()->isVisible());
    QVERIFY(t_->state().preview() != nullptr && t_->state().preview()->ask);
    QCOMPARE(t_->state().current(), t_->d);
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral(" goes on"));
    // What happens elsewhere meanwhile does not take it either.
    t_->document.apply({}, [&](const Project& before) { return set_clip_muted(before, t_->a, true); });
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(asked_.size(), 1U);
    QCOMPARE(asked_[0].prompt, std::string("a long prompt goes on"));
    QVERIFY(!bubble()->isVisible());
}

void GeneratingCommandsTest::what_was_typed_survives_a_refusal() {
    refusal_ = QStringLiteral("The disk is full");
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    type(QStringLiteral("a long prompt"));
    QCOMPARE(asked_.size(), 1U);
    QVERIFY(bubble()->isVisible());
    QCOMPARE(bubble()->prompt(), QStringLiteral("a long prompt"));
    const auto labels = bubble()->findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [&](const QLabel* label) { return label->text() == refusal_; }));
    refusal_.clear();
    QTest::keyClick(bubble()->findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(asked_.size(), 2U);
    QCOMPARE(asked_[1].prompt, std::string("a long prompt"));
    QVERIFY(!bubble()->isVisible());
    QVERIFY(t_->state().preview() == nullptr);
}

void GeneratingCommandsTest::overlapping_clips_are_blended_data() {
    QTest::addColumn<bool>("isUpper");
    QTest::addColumn<bool>("areBothSelected");
    QTest::newRow("the left one") << false << false;
    QTest::newRow("the right one") << true << false;
    QTest::newRow("both") << false << true;
}

void GeneratingCommandsTest::overlapping_clips_are_blended() {
    QFETCH(bool, isUpper);
    QFETCH(bool, areBothSelected);
    // "b" ends at 100, "c" begins at 70 and ends at 110; "a" touches "b".
    t_->state().apply({}, [&](const Project& before) { return move_clips(before, std::array{t_->c}, 20, 0, EditMode::normal); });
    t_->state().setCurrent(isUpper ? t_->c : t_->b);
    if (areBothSelected) {
        QTest::mouseClick(t_->viewport(), Qt::LeftButton, Qt::ControlModifier, t_->at(105, 1));
        QCOMPARE(t_->state().selection().size(), 2U);
    }
    t_->key(Qt::Key_B, Qt::ShiftModifier);
    QVERIFY(bubble()->isVisible());
    type(QStringLiteral("melt"));
    QCOMPARE(asked_.size(), 1U);
    QCOMPARE(asked_[0].range, (FrameRange{70, 30}));
    QCOMPARE((std::set{asked_[0].clip, asked_[0].other}), (std::set{t_->b, t_->c}));
    QVERIFY(t_->state().apply({}, [&](const Project& before) { return with_generation(before, asked_[0], t_->state().wish()); }));
    QCOMPARE(find_clip(t_->project(), t_->b)->clip().range(), (FrameRange{40, 30}));
    // A hidden track has nothing to blend with.
    t_->key(Qt::Key_Z, Qt::ControlModifier);
    t_->state().apply({}, [&](const Project& before) { return set_track_hidden(before, t_->upper, true); });
    t_->state().setCurrent(t_->b);
    QVERIFY(!t_->panel->commands().whyNot(TimelineCommand::blend).isEmpty());
    t_->state().setCurrent(t_->a);
    t_->key(Qt::Key_B, Qt::ShiftModifier);
    type(QStringLiteral("melt"));
    QCOMPARE(asked_.at(1).other, t_->b);
}

void GeneratingCommandsTest::the_overlap_can_be_set() {
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    const std::int64_t before = asked_frames(*t_->state().preview()->project).given;
    bubble()->findChild<QSpinBox*>()->setValue(25);
    const AskedFrames after = asked_frames(*t_->state().preview()->project);
    QVERIFY(after.given > before);
    QVERIFY(std::abs(after.given - 25) <= 8);
    type(QStringLiteral("x"));
    QCOMPARE(asked_.at(0).overlap, 25);
}

void GeneratingCommandsTest::escape_asks_for_nothing() {
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    QTest::keyClick(bubble()->findChild<QLineEdit*>(), Qt::Key_Escape);
    QVERIFY(!bubble()->isVisible());
    QVERIFY(t_->state().preview() == nullptr);
    QVERIFY(asked_.empty());
    QVERIFY(t_->view()->hasFocus());
}

void GeneratingCommandsTest::keys_ask_data() {
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<bool>("withShift");
    QTest::addColumn<bool>("onFirst");
    QTest::addColumn<GenerationKind>("kind");
    QTest::newRow("extend") << Qt::Key_E << false << false << GenerationKind::extend;
    QTest::newRow("regenerate") << Qt::Key_R << true << true << GenerationKind::regenerate;
    QTest::newRow("loop") << Qt::Key_L << true << false << GenerationKind::loop;
    QTest::newRow("blend") << Qt::Key_B << true << true << GenerationKind::blend;
    QTest::newRow("restyle") << Qt::Key_S << true << true << GenerationKind::restyle;
}

void GeneratingCommandsTest::keys_ask() {
    QFETCH(Qt::Key, key);
    QFETCH(bool, withShift);
    QFETCH(bool, onFirst);
    QFETCH(GenerationKind, kind);
    t_->state().apply({}, [](const Project& before) { return set_out_point(set_in_point(before, 12), 20); });
    t_->state().setCurrent(onFirst ? t_->a : t_->d);
    t_->key(key, withShift ? Qt::ShiftModifier : Qt::NoModifier);
    QVERIFY(bubble()->isVisible());
    QVERIFY(t_->state().preview()->project != nullptr);
    type(QStringLiteral("p"));
    QCOMPARE(asked_.size(), 1U);
    QCOMPARE(asked_[0].kind, kind);
    QCOMPARE(t_->document.undoStack()->count(), 1);  // of the range alone
}

void GeneratingCommandsTest::a_gap_is_filled_between_its_neighbours() {
    t_->key(Qt::Key_G);
    QVERIFY(!bubble()->isVisible());  // the playhead is in no gap
    t_->state().setPlayhead(110);
    t_->key(Qt::Key_G);
    QVERIFY(bubble()->isVisible());
    const GenerationPart& part = t_->state().preview()->project->generations->back()->parts.front();
    QCOMPARE(part.conditions.size(), 2U);
    QVERIFY(std::abs(part.num_kept - 30) <= 8);
    type(QStringLiteral("a bridge"));
    QCOMPARE(asked_.at(0).track, t_->lower);
    QCOMPARE(asked_.at(0).range, (FrameRange{100, 30}));
}

void GeneratingCommandsTest::a_marker_s_prompt_comes_first() {
    Marker marker;
    marker.start = 172;
    marker.prompt = "a storm";
    t_->state().apply({}, [&](const Project& before) { return add_marker(before, marker); });
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    QCOMPARE(bubble()->prompt(), QStringLiteral("a storm"));
}

void GeneratingCommandsTest::a_keyframe_is_held() {
    t_->state().setPlayhead(55);
    t_->key(Qt::Key_K, Qt::ShiftModifier);
    QCOMPARE(t_->project().generate->keyframes.size(), 1U);
    QCOMPARE(t_->project().generate->keyframes[0].source.source_in, 15);  // c covers b
    QCOMPARE(t_->project().generate->keyframes[0].frame, 0);
    // The next ones are not put onto it: they are what it ends with, and what comes between.
    ModelInfo model = modelThatContinues();
    model.defaults.num_frames = 25;
    t_->state().setModel(model);
    for (const std::int64_t playhead : {56, 57}) {
        t_->state().setPlayhead(playhead);
        t_->key(Qt::Key_K, Qt::ShiftModifier);
    }
    const auto& keyframes = t_->project().generate->keyframes;
    QCOMPARE(keyframes.size(), 3U);
    QCOMPARE(keyframes[2].frame, 24);
    QCOMPARE(keyframes[2].source.source_in, 16);
    QCOMPARE(keyframes[1].frame, 12);
}

void GeneratingCommandsTest::what_the_model_cannot_is_greyed_with_the_reason() {
    t_->state().setCurrent(t_->d);
    const auto extend = [&](QMenu& menu) {
        for (QAction* action : menu.actions()) {
            if (action->text() == TimelineCommands::text(TimelineCommand::extendForwards)) {
                return action;
            }
        }
        return static_cast<QAction*>(nullptr);
    };
    const std::unique_ptr<QMenu> can(makeTimelineMenu(t_->panel->commands(), t_->view()));
    QVERIFY(extend(*can)->isEnabled());
    ModelInfo model = modelThatContinues();
    model.can_condition_frames = false;
    t_->state().setModel(model);
    const std::unique_ptr<QMenu> cannot(makeTimelineMenu(t_->panel->commands(), t_->view()));
    QVERIFY(!extend(*cannot)->isEnabled());
    QCOMPARE(extend(*cannot)->toolTip(), QStringLiteral("model cannot continue given frames"));
    QSignalSpy refused(&t_->state(), &TimelineState::refused);
    t_->key(Qt::Key_E);
    QCOMPARE(refused.size(), 1);
    QVERIFY(!bubble()->isVisible());
}

void GeneratingCommandsTest::markers_are_edited_in_place() {
    t_->state().setPlayhead(30);
    t_->key(Qt::Key_M);
    QVERIFY(bubble()->isVisible());
    type(QStringLiteral("rain"));
    QCOMPARE(t_->project().timeline.markers->size(), 1U);
    QCOMPARE(t_->project().timeline.markers->front()->prompt, std::string("rain"));
    QCOMPARE(t_->project().timeline.markers->front()->start, 30);
    t_->key(Qt::Key_M);  // there is one already
    QCOMPARE(bubble()->prompt(), QStringLiteral("rain"));
    QTest::keyClick(bubble()->findChild<QLineEdit*>(), Qt::Key_Escape);
    QCOMPARE(t_->project().timeline.markers->size(), 1U);
}

void GeneratingCommandsTest::return_on_cancel_asks_for_nothing() {
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    auto* field = bubble()->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    QPushButton* cancel = nullptr;
    for (QPushButton* button : bubble()->findChildren<QPushButton*>()) {
        cancel = button->text() == QStringLiteral("Cancel") ? button : cancel;
    }
    for (int i = 0; i < 5 && !cancel->hasFocus(); ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QVERIFY(cancel->hasFocus());
    QTest::keyClick(cancel, Qt::Key_Return);
    QVERIFY(!bubble()->isVisible());
    QVERIFY(asked_.empty());
}

void GeneratingCommandsTest::what_was_typed_survives_another_ask() {
    t_->state().setCurrent(t_->d);
    t_->key(Qt::Key_E);
    auto* field = bubble()->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("a long prompt"));
    t_->panel->commands().run(TimelineCommand::loop);  // as the window's menu does, which a typing field leaves alone
    QCOMPARE(bubble()->prompt(), QStringLiteral("a long prompt"));
    QTest::keyClick(field, Qt::Key_End);
    QTest::keyClicks(field, QStringLiteral(" goes on"));
    // A marker has words of its own.
    t_->state().setPlayhead(120);
    t_->panel->commands().run(TimelineCommand::marker);
    QCOMPARE(bubble()->prompt(), QString());
    QTest::keyClicks(field, QStringLiteral("a storm"));
    t_->panel->commands().run(TimelineCommand::extendForwards);
    QCOMPARE(t_->project().timeline.markers->size(), std::size_t{1});
    QCOMPARE(t_->project().timeline.markers->front()->prompt, std::string("a storm"));
    QCOMPARE(bubble()->prompt(), QStringLiteral("a long prompt goes on"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(asked_.size(), 1U);
    QCOMPARE(asked_[0].prompt, std::string("a long prompt goes on"));
    // What was used, or given up, does not come back.
    t_->key(Qt::Key_E);
    QVERIFY(bubble()->prompt() != QStringLiteral("a long prompt goes on"));
}

KINORA_TEST(GeneratingCommandsTest)
#include "generating_commands_test.moc"
