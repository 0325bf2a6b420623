#include "ui/actions/action_registry.h"

#include <QSignalSpy>
#include <QWidget>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/session/app_settings.h"

using namespace kinora;
using namespace kinora::test;

class ActionRegistryTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void key_maps_have_no_conflicts();
    void every_action_has_an_icon_that_is_there();
    void tooltips_name_the_keys();
    void own_keys_are_kept();
    void each_map_has_its_own_keys();
    void conflicts_are_found();
};

static QString path(const TempFolder& folder) {
    return QString::fromStdString((folder / "kinora.ini").string());
}

void ActionRegistryTest::key_maps_have_no_conflicts() {
    const TempFolder folder;
    AppSettings settings(path(folder), QString());
    ActionRegistry registry(settings);
    for (const KeyMap& map : ActionRegistry::keyMaps()) {
        registry.setKeyMap(map.id);
        for (const QAction* action : registry.actions()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                const QAction* other = registry.conflict(ActionRegistry::idOf(action), keys);
                QVERIFY2(other == nullptr, qPrintable(map.id + QLatin1Char(' ') + keys.toString()));
                QVERIFY(!keys.toString().isEmpty());
            }
        }
    }
}

void ActionRegistryTest::every_action_has_an_icon_that_is_there() {
    for (const ActionSpec& spec : actionTable()) {
        const QString name = QString::fromLatin1(spec.icon);
        QVERIFY2(name.isEmpty() || QFile::exists(QStringLiteral(KINORA_SOURCE_DIR "/resources/icons/%1.svg").arg(name)), spec.icon);
    }
}

void ActionRegistryTest::tooltips_name_the_keys() {
    const TempFolder folder;
    AppSettings settings(path(folder), QString());
    ActionRegistry registry(settings);
    QCOMPARE(registry.action(QStringLiteral("file.open"))->toolTip(), QStringLiteral("Open Project (Ctrl+O)"));
    registry.setKeys(QStringLiteral("file.open"), {QKeySequence(QStringLiteral("Ctrl+J"))});
    QCOMPARE(registry.action(QStringLiteral("file.open"))->toolTip(), QStringLiteral("Open Project (Ctrl+J)"));
    QCOMPARE(registry.action(QStringLiteral("help.about"))->toolTip(), QStringLiteral("About Kinora"));
}

void ActionRegistryTest::own_keys_are_kept() {
    const TempFolder folder;
    {
        AppSettings settings(path(folder), QString());
        ActionRegistry registry(settings);
        registry.setKeys(QStringLiteral("file.open"), {QKeySequence(QStringLiteral("Ctrl+J"))});
        registry.setKeys(QStringLiteral("file.new"), {});
    }
    AppSettings settings(path(folder), QString());
    ActionRegistry registry(settings);
    QCOMPARE(registry.action(QStringLiteral("file.open"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+J")));
    QVERIFY(registry.action(QStringLiteral("file.new"))->shortcuts().isEmpty());
    registry.setKeys(QStringLiteral("file.open"), registry.defaultKeys(QStringLiteral("file.open")));
    QCOMPARE(registry.action(QStringLiteral("file.open"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+O")));
    QVERIFY(!settings.shortcuts().contains(QStringLiteral("file.open")));
}

void ActionRegistryTest::each_map_has_its_own_keys() {
    const TempFolder folder;
    AppSettings settings(path(folder), QString());
    ActionRegistry registry(settings);
    QSignalSpy changed(&registry, &ActionRegistry::keysChanged);
    registry.setKeys(QStringLiteral("file.open"), {QKeySequence(QStringLiteral("Ctrl+J"))});
    registry.setKeyMap(QStringLiteral("premiere"));
    QCOMPARE(changed.count(), 2);
    QCOMPARE(registry.action(QStringLiteral("file.new"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+N")));
    QCOMPARE(registry.action(QStringLiteral("file.open"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+O")));
    QCOMPARE(settings.keyMap(), QStringLiteral("premiere"));
    registry.setKeyMap(QStringLiteral("premiere"));  // chosen once more in the box
    registry.setKeys(QStringLiteral("file.new"), {});
    registry.setKeyMap(QStringLiteral("kinora"));
    QCOMPARE(registry.action(QStringLiteral("file.open"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+J")));
    QCOMPARE(registry.action(QStringLiteral("file.new"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+N")));
    registry.setKeyMap(QStringLiteral("premiere"));
    QVERIFY(registry.action(QStringLiteral("file.new"))->shortcuts().isEmpty());
}

void ActionRegistryTest::conflicts_are_found() {
    const TempFolder folder;
    AppSettings settings(path(folder), QString());
    ActionRegistry registry(settings);
    const QAction* other = registry.conflict(QStringLiteral("file.open"), QKeySequence(QStringLiteral("Ctrl+S")));
    QVERIFY(other == registry.action(QStringLiteral("file.save")));
    QVERIFY(registry.conflict(QStringLiteral("file.open"), QKeySequence(QStringLiteral("Ctrl+J"))) == nullptr);
}

KINORA_TEST(ActionRegistryTest)
#include "action_registry_test.moc"
