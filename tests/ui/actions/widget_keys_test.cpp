#include "ui/actions/widget_keys.h"

#include <QAction>
#include <QKeyEvent>
#include <QSignalSpy>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/actions/action_registry.h"
#include "ui/keyframes/curve_commands.h"
#include "ui/session/app_settings.h"
#include "ui/viewer/viewer_commands.h"

using namespace kinora;
using namespace kinora::test;

class WidgetKeysTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void begins_with_the_tables_keys();
    void signs_are_found_with_and_without_shift();
    void the_registry_and_its_key_maps_count();
    void no_two_commands_share_a_key();
    void tables_and_commands_agree();
};

static int commandOf(const WidgetKeys& keys, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    return keys.commandOf(QKeyEvent(QEvent::KeyPress, key, modifiers));
}

static int number(ViewerCommand command) {
    return static_cast<int>(command);
}

void WidgetKeysTest::begins_with_the_tables_keys() {
    const WidgetKeys keys(viewerCommands());
    QCOMPARE(commandOf(keys, Qt::Key_J), number(ViewerCommand::shuttleBackward));
    QCOMPARE(commandOf(keys, Qt::Key_I, Qt::AltModifier), number(ViewerCommand::clearIn));
    QCOMPARE(commandOf(keys, Qt::Key_Left, Qt::KeypadModifier), number(ViewerCommand::frameBack));
    QCOMPARE(commandOf(keys, Qt::Key_J, Qt::ControlModifier), -1);
    QCOMPARE(keys.text(number(ViewerCommand::toIn)), QKeySequence(Qt::SHIFT | Qt::Key_I).toString(QKeySequence::NativeText));
}

void WidgetKeysTest::signs_are_found_with_and_without_shift() {
    const WidgetKeys keys(viewerCommands());
    QCOMPARE(commandOf(keys, Qt::Key_Plus, Qt::ShiftModifier), number(ViewerCommand::zoomIn));
    QCOMPARE(commandOf(keys, Qt::Key_Equal), number(ViewerCommand::zoomIn));
    QCOMPARE(commandOf(keys, Qt::Key_J, Qt::ShiftModifier), -1);  // a letter with Shift is another key
}

void WidgetKeysTest::the_registry_and_its_key_maps_count() {
    const TempFolder folder;
    AppSettings settings(QString::fromStdString((folder / "kinora.ini").string()), QString());
    ActionRegistry actions(settings);
    WidgetKeys keys(viewerCommands());
    int ran = -1;
    keys.follow(actions, [&](int command) { ran = command; });
    actions.action(QStringLiteral("viewer.loop"))->trigger();
    QCOMPARE(ran, number(ViewerCommand::loop));
    QVERIFY(actions.withoutWork().filter(QStringLiteral("viewer.")).isEmpty());
    QSignalSpy changed(&keys, &WidgetKeys::changed);
    actions.setKeys(QStringLiteral("viewer.play"), {QKeySequence(QStringLiteral("Y"))});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(commandOf(keys, Qt::Key_Y), number(ViewerCommand::play));
    QCOMPARE(commandOf(keys, Qt::Key_Space), -1);
    actions.setKeyMap(QStringLiteral("premiere"));
    QCOMPARE(commandOf(keys, Qt::Key_Space), number(ViewerCommand::play));
    QCOMPARE(commandOf(keys, Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier), number(ViewerCommand::clearIn));
    QCOMPARE(commandOf(keys, Qt::Key_I, Qt::AltModifier), -1);
}

void WidgetKeysTest::no_two_commands_share_a_key() {
    const TempFolder folder;
    AppSettings settings(QString::fromStdString((folder / "kinora.ini").string()), QString());
    ActionRegistry actions(settings);
    WidgetKeys viewer(viewerCommands());
    WidgetKeys curve(curveCommands());
    viewer.follow(actions, [](int) {});
    curve.follow(actions, [](int) {});
    for (const KeyMap& map : ActionRegistry::keyMaps()) {
        actions.setKeyMap(map.id);
        for (const QAction* action : actions.actions()) {
            for (const QKeySequence& key : action->shortcuts()) {
                const QAction* other = actions.conflict(ActionRegistry::idOf(action), key);
                QVERIFY2(other == nullptr, qPrintable(map.id + QLatin1Char(' ') + ActionRegistry::idOf(action) + QLatin1Char(' ') + key.toString()));
                QVERIFY2(!key.toString().isEmpty(), qPrintable(ActionRegistry::idOf(action)));
            }
        }
    }
}

void WidgetKeysTest::tables_and_commands_agree() {
    QCOMPARE(static_cast<int>(viewerCommands().size()), number(ViewerCommand::wipeRight) + 1);
    QCOMPARE(QString::fromLatin1(viewerCommands()[static_cast<std::size_t>(number(ViewerCommand::clearRange))].id), QStringLiteral("viewer.clearRange"));
    QCOMPARE(static_cast<int>(curveCommands().size()), static_cast<int>(CurveCommand::smooth) + 1);
    QCOMPARE(QString::fromLatin1(curveCommands().back().id), QStringLiteral("curve.smooth"));
}

KINORA_TEST(WidgetKeysTest)
#include "widget_keys_test.moc"
