#include "ui/session/app_settings.h"

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class AppSettingsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void jobs_follow_moves_in_their_order();
    void a_move_ends_for_later_jobs();
    void the_volume_is_remembered();
};

static const QString film = QStringLiteral("/film");
static const QString second = QStringLiteral("/film, second");
static const QString third = QStringLiteral("/film, third");

void AppSettingsTest::jobs_follow_moves_in_their_order() {
    const TempFolder folder;
    const QString file = QString::fromStdString((folder / "kinora.ini").string());
    AppSettings(file, {}).addMove(film, second);
    QCOMPARE(AppSettings(file, {}).movedTo(film, 1), second);  // one alone comes back from the disk as well
    AppSettings(file, {}).addMove(second, third);
    AppSettings(file, {}).addMove(third, film);
    const AppSettings settings(file, {});
    QCOMPARE(settings.movedTo(film, 1), film);
    QCOMPARE(settings.movedTo(second, 1), film);
    QCOMPARE(settings.movedTo(QStringLiteral("/other"), 1), QStringLiteral("/other"));
}

void AppSettingsTest::a_move_ends_for_later_jobs() {
    const TempFolder folder;
    const QString file = QString::fromStdString((folder / "kinora.ini").string());
    {
        AppSettings settings(file, {});
        settings.addMove(film, second);
        settings.endMove(film, 5);
        settings.addMove(film, third);
        settings.endMove(film, 8);
    }
    const AppSettings settings(file, {});
    QCOMPARE(settings.movedTo(film, 5), second);
    QCOMPARE(settings.movedTo(film, 6), third);
    QCOMPARE(settings.movedTo(film, 8), third);
    QCOMPARE(settings.movedTo(film, 9), film);
}

void AppSettingsTest::the_volume_is_remembered() {
    const TempFolder folder;
    const QString file = QString::fromStdString((folder / "kinora.ini").string());
    QCOMPARE(AppSettings(file, {}).soundVolume(), 1.0);
    QVERIFY(!AppSettings(file, {}).isSoundMuted());
    {
        AppSettings settings(file, {});
        settings.setSoundVolume(0.35);
        settings.setSoundMuted(true);
    }
    QCOMPARE(AppSettings(file, {}).soundVolume(), 0.35);
    QVERIFY(AppSettings(file, {}).isSoundMuted());
    AppSettings(file, {}).setSoundVolume(12.0);
    QCOMPARE(AppSettings(file, {}).soundVolume(), 1.0);
}

KINORA_TEST(AppSettingsTest)
#include "app_settings_test.moc"
