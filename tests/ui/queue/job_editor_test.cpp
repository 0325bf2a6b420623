// Jobs that wait are edited, with mouse and keys.
#include "ui/queue/job_editor.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QToolButton>

#include "tests/support/test_main.h"
#include "tests/ui/queue/queue_fixture.h"
#include "tests/ui/screenshot.h"

using namespace kinora;
using namespace kinora::test;

class JobEditorTest : public QObject, private QueueFixture {
    Q_OBJECT

 private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void a_waiting_job_is_edited();
    void keyframes_of_a_waiting_job_are_edited();
    void a_job_does_not_start_while_it_is_edited();
};

void JobEditorTest::a_waiting_job_is_edited() {
    bridge_->engine().halt();
    const JobId id = submit("before");
    select(id);
    press(Qt::Key_F2);
    auto* editor = panel_->findChild<JobEditor*>();
    QVERIFY(editor != nullptr && editor->isVisible());
    auto* prompt = editor->findChild<QPlainTextEdit*>();
    prompt->setFocus();
    QTest::keyClick(prompt, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(prompt, QStringLiteral("after"));
    QTest::mouseClick(editor->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_COMPARE(bridge_->snapshot()->find(id)->recipe.settings.prompt, std::string("after"));
    QTRY_COMPARE(stateOf(id), JobState::waiting);  // it was held while it was edited
    bridge_->engine().run();
    QVERIFY(becomes(id, JobState::done));
}

void JobEditorTest::keyframes_of_a_waiting_job_are_edited() {
    bridge_->engine().halt();
    JobSpec spec = fake_job("with keyframes");
    spec.request.settings.num_frames = 17;
    for (const std::int64_t frame : {0, 8, 16}) {
        const std::string file = "/pictures/at" + std::to_string(frame) + ".png";
        spec.request.conditioning.push_back({.images = {Image(16, 16, std::vector<std::uint8_t>(16 * 16 * 3, 7))}, .start_frame = frame});
        spec.recipe.conditions.push_back({.file = file, .frame = frame, .num_frames = 1});
    }
    const JobId id = bridge_->engine().submit(spec);
    QTRY_VERIFY(bridge_->snapshot()->find(id) != nullptr);
    select(id);
    press(Qt::Key_F2);
    auto* editor = panel_->findChild<JobEditor*>();
    QVERIFY(editor != nullptr && QTest::qWaitForWindowExposed(editor));
    auto* frame = shown<QSpinBox>("Frame of at8.png");
    frame->setFocus();
    frame->selectAll();
    QTest::keyClicks(frame, QStringLiteral("12"));
    auto* strength = shown<QDoubleSpinBox>("Strength of at8.png");
    strength->setFocus();
    strength->selectAll();
    QTest::keyClicks(strength, QStringLiteral("0.6"));
    save_screenshots(*editor, QStringLiteral("job_editor"));
    QTest::mouseClick(shown<QToolButton>("Leave out at16.png"), Qt::LeftButton);
    QTest::mouseClick(editor->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_COMPARE(bridge_->snapshot()->find(id)->recipe.conditions.size(), std::size_t{2});
    const std::vector<RecipeCondition> conditions = bridge_->snapshot()->find(id)->recipe.conditions;
    QVERIFY(conditions[0].frame == 0 && conditions[0].strength == 1.0);
    QVERIFY(conditions[1].frame == 12 && conditions[1].strength == 0.6 && conditions[1].file == "/pictures/at8.png");
    bridge_->engine().run();
    QVERIFY(becomes(id, JobState::done));
}

void JobEditorTest::a_job_does_not_start_while_it_is_edited() {
    bridge_->engine().halt();
    const JobId first = submit("first");
    const JobId id = submit("before");
    select(id);
    press(Qt::Key_F2);
    auto* editor = panel_->findChild<JobEditor*>();
    QVERIFY(editor != nullptr);
    bridge_->engine().run();
    QVERIFY(becomes(first, JobState::done));
    QTest::qWait(100);
    QCOMPARE(stateOf(id), JobState::waiting);  // and on the disk: a kill leaves no job that is paused for good
    auto* prompt = editor->findChild<QPlainTextEdit*>();
    QTest::keyClick(prompt, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(prompt, QStringLiteral("after"));
    QTest::mouseClick(editor->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QVERIFY(becomes(id, JobState::done));
    QCOMPARE(bridge_->snapshot()->find(id)->recipe.settings.prompt, std::string("after"));
}

KINORA_TEST(JobEditorTest)
#include "job_editor_test.moc"
