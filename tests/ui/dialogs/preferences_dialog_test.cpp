#include "ui/dialogs/preferences_dialog.h"

#include <QComboBox>
#include <QSpinBox>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/session/app_settings.h"

using namespace kinora;
using namespace kinora::test;

class PreferencesDialogTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void the_device_is_chosen();
    void the_size_of_the_journal_is_typed();
    void its_own_words_change_with_the_language();
};

static QString path(const TempFolder& folder) {
    return QString::fromStdString((folder / "kinora.ini").string());
}

static void show(PreferencesDialog& dialog) {
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QApplication::setActiveWindow(&dialog);
}

void PreferencesDialogTest::the_device_is_chosen() {
    const TempFolder folder;
    {
        AppSettings settings(path(folder), QString());
        PreferencesDialog dialog(settings);
        show(dialog);
        QSignalSpy changed(&settings, &AppSettings::deviceChanged);
        auto* device = control<QComboBox>(&dialog, "Compute on");
        QCOMPARE(device->currentIndex(), 0);
        device->setFocus();
        QTest::keyClick(device, Qt::Key_Down);
        QCOMPARE(settings.device(), QStringLiteral("cpu"));
        QCOMPARE(changed.count(), 1);
        QTest::keyClick(device, Qt::Key_Down);
        QCOMPARE(settings.device(), QStringLiteral("cuda"));
    }
    AppSettings settings(path(folder), QString());
    PreferencesDialog dialog(settings);
    QCOMPARE(control<QComboBox>(&dialog, "Compute on")->currentText(), QStringLiteral("Graphics card"));
}

void PreferencesDialogTest::the_size_of_the_journal_is_typed() {
    const TempFolder folder;
    {
        AppSettings settings(path(folder), QString());
        PreferencesDialog dialog(settings);
        show(dialog);
        auto* journal = control<QSpinBox>(&dialog, "Keep steps up to");
        QCOMPARE(journal->value(), settings.journalGigabytes());
        journal->setFocus();
        QTest::keyClick(journal, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(journal, QStringLiteral("27"));
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
        QCOMPARE(settings.journalGigabytes(), 27);
    }
    QCOMPARE(AppSettings(path(folder), QString()).journalGigabytes(), 27);
}

void PreferencesDialogTest::its_own_words_change_with_the_language() {
    const TempFolder folder;
    AppSettings settings(path(folder), QString());
    Language language;
    language.set(QStringLiteral("en"));
    connect(&settings, &AppSettings::languageChanged, this, [&](const QString& chosen) { language.set(chosen); });
    PreferencesDialog dialog(settings);
    show(dialog);
    const QString english = dialog.windowTitle();
    auto* languages = control<QComboBox>(&dialog, "Language");
    languages->setFocus();
    for (int i = 0; i < 3 && settings.language() != QStringLiteral("zh_CN"); ++i) {
        QTest::keyClick(languages, Qt::Key_Down);
    }
    QCOMPARE(settings.language(), QStringLiteral("zh_CN"));
    QTRY_VERIFY(dialog.windowTitle() != english);
    const auto all = dialog.findChildren<QComboBox*>();
    QCOMPARE(all.size(), 3);
    for (const QComboBox* each : all) {
        QVERIFY2(each->accessibleName() != QStringLiteral("Theme") && each->accessibleName() != QStringLiteral("Language"),
                 qPrintable(each->accessibleName()));
    }
    // Once more from where it was chosen.
    QVERIFY(QApplication::focusWidget() != nullptr && QApplication::focusWidget()->parentWidget()->parentWidget() == &dialog);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    QCOMPARE(settings.language(), QStringLiteral("en"));
    QTRY_COMPARE(dialog.windowTitle(), english);
}

KINORA_TEST(PreferencesDialogTest)
#include "preferences_dialog_test.moc"
