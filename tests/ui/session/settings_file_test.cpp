#include "ui/session/settings_file.h"

#include <QFile>
#include <QLockFile>
#include <QSettings>

#include <memory>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SettingsFileTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void the_newest_values_are_on_the_disk_at_the_end();
    void nobody_waits_for_the_disk();
    void other_keys_are_left_alone();
};

static const QString number = QStringLiteral("some/number");
static const QString words = QStringLiteral("some/words");

static QString fileIn(const TempFolder& folder) {
    return QString::fromStdString((folder / "kinora.ini").string());
}

void SettingsFileTest::the_newest_values_are_on_the_disk_at_the_end() {
    const TempFolder folder;
    {
        SettingsFile settings(fileIn(folder));
        QCOMPARE(settings.value(number, 7).toInt(), 7);
        for (int i = 0; i <= 300; ++i) {
            settings.setValue(number, i);
            QCOMPARE(settings.value(number).toInt(), i);
        }
        settings.setValue(words, QStringList{QStringLiteral("one")});
    }
    QCOMPARE(QSettings(fileIn(folder), QSettings::IniFormat).value(number).toInt(), 300);
    const SettingsFile again(fileIn(folder));
    QCOMPARE(again.value(number).toInt(), 300);
    QCOMPARE(again.value(words).toStringList(), QStringList{QStringLiteral("one")});
}

// Another program that writes the same file holds its lock as long as that takes.
void SettingsFileTest::nobody_waits_for_the_disk() {
    const TempFolder folder;
    auto lock = std::make_unique<QLockFile>(fileIn(folder) + QStringLiteral(".lock"));
    QVERIFY(lock->lock());
    auto settings = std::make_unique<SettingsFile>(fileIn(folder));
    settings->setValue(number, 1);
    QTest::qWait(50);  // the event loop would write, if it were its business
    settings->setValue(number, 2);
    QCOMPARE(settings->value(number).toInt(), 2);
    QVERIFY(!QFile::exists(fileIn(folder)));
    lock.reset();
    settings.reset();
    QCOMPARE(QSettings(fileIn(folder), QSettings::IniFormat).value(number).toInt(), 2);
}

void SettingsFileTest::other_keys_are_left_alone() {
    const TempFolder folder;
    {
        SettingsFile one(fileIn(folder));
        SettingsFile other(fileIn(folder));
        one.setValue(number, 1);
        other.setValue(words, QStringLiteral("x"));
    }
    const SettingsFile again(fileIn(folder));
    QCOMPARE(again.value(number).toInt(), 1);
    QCOMPARE(again.value(words).toString(), QStringLiteral("x"));
}

KINORA_TEST(SettingsFileTest)
#include "settings_file_test.moc"
