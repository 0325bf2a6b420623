// Generating actions by mouse, key and menu: what is asked for is what the ghost showed.
#include "ui/timeline/generating_commands.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QSpinBox>

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
        connect(&t_->state(), &TimelineState::generationRequested, this, [this](const GenerationAsk& ask) { asked_.push_back(ask); });
    }
    void cleanup() { t_.reset(); }

    void an_edge_dragged_past_the_media_extends();
    void the_overlap_can_be_set();
    void escape_asks_for_nothing();
    void keys_ask_data();
    void keys_ask();
    void a_gap_is_filled_between_its_neighbours();
    void a_marker_s_prompt_comes_first();
    void a_keyframe_is_held();
    void what_the_model_cannot_is_greyed_with_the_reason();
    void markers_are_edited_in_place();

 private:
    PromptBubble* bubble() const { return t_->view()->findChild<PromptBubble*>(); }
    void type(const QString& prompt) const {
        auto* field = bubble()->findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, prompt);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<TimelineFixture> t_;
    std::vector<GenerationAsk> asked_;
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

KINORA_TEST(GeneratingCommandsTest)
#include "generating_commands_test.moc"
