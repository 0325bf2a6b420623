#include "ui/models/models_panel.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeWidget>

#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"

using namespace kinora;
using namespace kinora::test;

class ModelsPanelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void models_are_listed_with_what_is_wrong();
    void a_model_is_used();
    void folders_come_and_go();
    void a_model_is_verified();
    void verification_texts();
};

static QPushButton* button(QWidget& panel, const char* text) {
    for (auto* candidate : panel.findChildren<QPushButton*>()) {
        if (candidate->text() == QString::fromUtf8(text)) {
            return candidate;
        }
    }
    return nullptr;
}

void ModelsPanelTest::models_are_listed_with_what_is_wrong() {
    const TempFolder folder;
    Studio studio(folder.path());
    ModelsPanel panel(studio.models, studio.verification, studio.settings, studio.actions);
    panel.show();
    studio.open(folder / "film.kinora");
    auto* list = panel.findChild<QTreeWidget*>();
    QCOMPARE(list->topLevelItemCount(), 3);
    auto* details = panel.findChild<QTextBrowser*>();
    QVERIFY(details->toPlainText().contains(QStringLiteral("multiples of 16")));
    QVERIFY(details->toPlainText().contains(QStringLiteral("/models/fake")));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Down);
    QVERIFY(details->toPlainText().contains(QStringLiteral("it is broken")));
    QVERIFY(!button(panel, "Use")->isEnabled());
}

void ModelsPanelTest::a_model_is_used() {
    const TempFolder folder;
    Studio studio(folder.path());
    ModelsPanel panel(studio.models, studio.verification, studio.settings, studio.actions);
    panel.show();
    studio.open(folder / "film.kinora");
    QSignalSpy wanted(&panel, &ModelsPanel::useWanted);
    QTest::keyClick(panel.findChild<QTreeWidget*>(), Qt::Key_Down);
    QTest::mouseClick(button(panel, "Use"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toString(), QStringLiteral("other"));
}

void ModelsPanelTest::folders_come_and_go() {
    const TempFolder folder;
    Studio studio(folder.path());
    ModelsPanel panel(studio.models, studio.verification, studio.settings, studio.actions);
    panel.show();
    studio.settings.setModelFolders({QStringLiteral("/a"), QStringLiteral("/b")});
    auto* folders = control<QListWidget>(&panel, "Model folders");
    QCOMPARE(folders->count(), 2);
    QVERIFY(!button(panel, "Remove")->isEnabled());
    QTest::mouseClick(folders->viewport(), Qt::LeftButton, {}, folders->visualItemRect(folders->item(0)).center());
    QTest::mouseClick(button(panel, "Remove"), Qt::LeftButton);
    QCOMPARE(studio.settings.modelFolders(), QStringList{QStringLiteral("/b")});
    QCOMPARE(folders->count(), 1);
}

void ModelsPanelTest::a_model_is_verified() {
    const TempFolder folder;
    Studio studio(folder.path());
    ModelsPanel panel(studio.models, studio.verification, studio.settings, studio.actions);
    panel.show();
    studio.open(folder / "film.kinora");
    const QString reference = QString::fromStdString((folder / "reference.safetensors").string());
    QFile file(reference);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QTest::mouseClick(button(panel, "Verify…"), Qt::LeftButton);
    auto* dialog = panel.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    name->setText(reference);
    QTest::keyClick(name, Qt::Key_Return);
    auto* details = panel.findChild<QTextBrowser*>();
    QTRY_VERIFY(details->toPlainText().contains(QStringLiteral("It differs from the reference in 1 stage")));
    QVERIFY(details->toPlainText().contains(QStringLiteral("encode /models/fake")));
    QVERIFY(details->toPlainText().contains(QStringLiteral("5.00e-01"), Qt::CaseInsensitive));
    QVERIFY(button(panel, "Verify…")->isEnabled());
    // It is that of one model.
    QTest::keyClick(panel.findChild<QTreeWidget*>(), Qt::Key_Down);
    QVERIFY(!details->toPlainText().contains(QStringLiteral("It differs")));
}

void ModelsPanelTest::verification_texts() {
    Language language;
    language.set(QStringLiteral("en"));
    VerificationState state;
    QVERIFY(!state.agrees());
    QVERIFY(verificationText(state).contains(QStringLiteral("has no stage")));
    state.verdicts = {{"encode", 1e-6, 1e-4, true, ""}, {"decode", 1e-5, 1e-4, true, ""}};
    QVERIFY(state.agrees());
    QVERIFY(verificationText(state).contains(QStringLiteral("2 stages agree")));
    state.verdicts[1] = {"decode", 1.0, 1e-4, false, "shapes differ"};
    QVERIFY(!state.agrees());
    QVERIFY(verificationText(state).contains(QStringLiteral("shapes differ")));
    state.problem = record_of(FileError("/r.safetensors", "is not there"));
    QVERIFY(verificationText(state).contains(QStringLiteral("is not there")));
    QVERIFY(!state.agrees());
}

KINORA_TEST(ModelsPanelTest)
#include "models_panel_test.moc"
