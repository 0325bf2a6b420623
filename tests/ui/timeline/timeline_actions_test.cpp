// The timeline's commands as actions of the studio: their state, and the user's keys.
#include "ui/timeline/timeline_actions.h"

#include <QSignalSpy>

#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/actions/action_registry.h"
#include "ui/session/app_settings.h"

using namespace kinora;
using namespace kinora::test;

namespace {

struct Room : TimelineFixture {
    Room()
        : settings(QString::fromStdString((folder / "kinora.ini").string()), QString::fromStdString(folder.path().string())),
          registry(settings),
          actions(*panel, registry) {}

    QAction* action(const char* id) const { return registry.action(QString::fromLatin1(id)); }

    AppSettings settings;
    ActionRegistry registry;
    TimelineActions actions;
};

}  // namespace

class TimelineActionsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void every_command_is_an_action_that_does_something();
    void what_cannot_be_done_is_grey_and_says_why();
    void an_action_does_the_command();
    void a_key_of_the_user_s_counts_and_the_old_one_does_not();
    void what_is_copied_or_cut_can_be_pasted_at_once();
};

void TimelineActionsTest::every_command_is_an_action_that_does_something() {
    const Room room;
    const QStringList idle = room.registry.withoutWork();
    int found = 0;
    for (const CommandEntry& entry : TimelineCommands::table()) {
        if (entry.command != TimelineCommand::undo && entry.command != TimelineCommand::redo) {
            QVERIFY2(!room.action(entry.id)->text().isEmpty(), entry.id);
            QVERIFY2(!idle.contains(QString::fromLatin1(entry.id)), entry.id);
            ++found;
        }
    }
    QVERIFY(found > 60);
}

void TimelineActionsTest::what_cannot_be_done_is_grey_and_says_why() {
    Room room;
    QVERIFY(!room.action("timeline.lift")->isEnabled());
    QVERIFY(!room.action("timeline.lift")->statusTip().isEmpty());
    room.state().setCurrent(room.a);
    QVERIFY(room.action("timeline.lift")->isEnabled());
    QVERIFY(room.action("timeline.lift")->statusTip().isEmpty());
    QVERIFY(!room.action("timeline.stopInterpolating")->isEnabled());
    room.state().setInterpolationNotes({{room.a, QStringLiteral("half")}});
    QVERIFY(room.action("timeline.stopInterpolating")->isEnabled());
}

void TimelineActionsTest::an_action_does_the_command() {
    Room room;
    QVERIFY(QTest::qWaitForWindowActive(room.panel.get()));
    room.state().setCurrent(room.a);
    QSignalSpy triggered(&room.actions, &TimelineActions::triggered);
    room.action("timeline.lift")->trigger();
    QCOMPARE(triggered.size(), 1);
    QCOMPARE(room.lowerClips(), std::string("b 40-100@80 d 130-170@200"));
    QVERIFY(room.view()->hasFocus());
}

void TimelineActionsTest::a_key_of_the_user_s_counts_and_the_old_one_does_not() {
    Room room;
    QVERIFY(QTest::qWaitForWindowActive(room.panel.get()));
    room.view()->setFocus();
    QCOMPARE(room.state().tool(), ToolKind::select);
    room.registry.setKeys(QStringLiteral("timeline.bladeTool"), {QKeySequence(Qt::Key_F7)});
    room.key(Qt::Key_B);
    QCOMPARE(room.state().tool(), ToolKind::select);
    room.key(Qt::Key_F7);
    QCOMPARE(room.state().tool(), ToolKind::blade);
}

void TimelineActionsTest::what_is_copied_or_cut_can_be_pasted_at_once() {
    for (const Qt::Key key : {Qt::Key_C, Qt::Key_X}) {
        Room room;
        QVERIFY(QTest::qWaitForWindowActive(room.panel.get()));
        room.state().setCurrent(room.a);
        QVERIFY(!room.action("timeline.paste")->isEnabled());
        room.key(key, Qt::ControlModifier);
        QVERIFY(room.action("timeline.paste")->isEnabled());
    }
}

KINORA_TEST(TimelineActionsTest)
#include "timeline_actions_test.moc"
