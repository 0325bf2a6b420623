#include "ui/models/models_panel.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>

#include <algorithm>
#include <filesystem>
#include <system_error>

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
    void folders_without_a_model_say_so();
    void a_look_that_found_nothing_ends();
    void why_nothing_could_be_looked_for_is_told();
    void the_licence_is_opened();
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
    QVERIFY(details->toPlainText().contains(QStringLiteral("FakeTransformer, 1.0 M parameters, BF16")));
    QVERIFY(details->toPlainText().contains(QStringLiteral("FakeScheduler")));
    QVERIFY(!details->toPlainText().contains(QStringLiteral("FakeScheduler,")));  // it has none
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

// Instead of the system's programs.
class UrlCatcher : public QObject {
    Q_OBJECT

 public:
    UrlCatcher() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "take"); }
    ~UrlCatcher() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
    QList<QUrl> urls;

 public Q_SLOTS:
    void take(const QUrl& url) { urls.append(url); }
};

// A catalogue that finds nothing, or fails.
class PoorCatalog : public FakeCatalog {
 public:
    std::vector<ModelInfo> list() override {
        if (fails) {
            throw WorkerDied(WorkerDied::Cause::exited, 3, "the worker ended");
        }
        std::vector<ModelInfo> models;
        if (!folder.empty()) {
            models.push_back(FakeCatalog::list().front());
            models.back().folder = folder;
            models.back().licence_file = folder / "LICENSE";
        }
        return models;
    }
    std::filesystem::path folder;
    bool fails = false;
};

static QString verdictOn(QWidget& panel, const QString& folder) {
    auto* folders = control<QListWidget>(&panel, "Model folders");
    for (int row = 0; row < folders->count(); ++row) {
        if (folders->item(row)->data(Qt::UserRole).toString() == folder) {
            return folders->item(row)->text().mid(folder.size());
        }
    }
    return QStringLiteral("not listed");
}

void ModelsPanelTest::folders_without_a_model_say_so() {
    const TempFolder folder;
    Studio studio(folder.path());
    PoorCatalog catalog;
    std::filesystem::create_directories(folder / "empty");
    std::filesystem::create_directories(folder / "good/owner/model");
    std::filesystem::create_directories(folder / "closed/inside");
    std::filesystem::permissions(folder / "closed", std::filesystem::perms::none);
    std::error_code problem;
    const bool isReadable = std::filesystem::directory_iterator(folder / "closed", problem) != std::filesystem::directory_iterator() && !problem;
    catalog.folder = folder / "good/owner/model";
    AvailableModels models(catalog);
    ModelsPanel panel(models, studio.verification, studio.settings, studio.actions);
    panel.show();
    const auto path = [&](const char* name) { return QString::fromStdString((folder / name).string()); };
    studio.settings.setModelFolders({path("empty"), path("good"), path("nowhere"), path("closed")});
    QCOMPARE(verdictOn(panel, path("nowhere")), QString());  // nobody has looked
    models.setFolders({folder / "empty", folder / "good", folder / "nowhere", folder / "closed"});
    models.refresh();
    QTRY_COMPARE(verdictOn(panel, path("nowhere")), QStringLiteral(": is not there"));
    QCOMPARE(verdictOn(panel, path("empty")), QStringLiteral(": holds no model"));
    QCOMPARE(verdictOn(panel, path("good")), QString());
    if (!isReadable) {  // an administrator reads everything
        QCOMPARE(verdictOn(panel, path("closed")), QStringLiteral(": cannot be read"));
    }
    std::filesystem::permissions(folder / "closed", std::filesystem::perms::owner_all);
    // With its verdict it is still the folder that is removed.
    auto* folders = control<QListWidget>(&panel, "Model folders");
    QTest::mouseClick(folders->viewport(), Qt::LeftButton, {}, folders->visualItemRect(folders->item(2)).center());
    QTest::mouseClick(button(panel, "Remove"), Qt::LeftButton);
    QCOMPARE(studio.settings.modelFolders(), (QStringList{path("empty"), path("good"), path("closed")}));
}

void ModelsPanelTest::a_look_that_found_nothing_ends() {
    const TempFolder folder;
    Studio studio(folder.path());
    PoorCatalog catalog;
    AvailableModels models(catalog);
    ModelsPanel panel(models, studio.verification, studio.settings, studio.actions);
    panel.show();
    const auto says = [&](const char* words) {
        return std::ranges::any_of(panel.findChildren<QLabel*>(), [&](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(QString::fromLatin1(words));
        });
    };
    QVERIFY(says("Looking for models"));
    models.refresh();
    QTRY_VERIFY(says("No model was found"));
    QVERIFY(!says("Looking for models"));
}

void ModelsPanelTest::why_nothing_could_be_looked_for_is_told() {
    const TempFolder folder;
    Studio studio(folder.path());
    PoorCatalog catalog;
    catalog.fails = true;
    AvailableModels models(catalog);
    ModelsPanel panel(models, studio.verification, studio.settings, studio.actions);
    panel.show();
    models.refresh();
    auto* sentence = control<QLabel>(&panel, "Problem");
    QTRY_VERIFY(sentence->isVisible());
    QVERIFY2(sentence->text().contains(QStringLiteral("status 3")), qPrintable(sentence->text()));
    QVERIFY(!control<QPlainTextEdit>(&panel, "Details")->isVisible());
    QTest::mouseClick(control<QToolButton>(&panel, "Show the details"), Qt::LeftButton);
    QVERIFY(control<QPlainTextEdit>(&panel, "Details")->toPlainText().contains(QStringLiteral("the worker ended")));
    catalog.fails = false;
    QSignalSpy wanted(studio.actions.action(QStringLiteral("models.refresh")), &QAction::triggered);
    QTest::mouseClick(button(panel, "Try again"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
}

void ModelsPanelTest::the_licence_is_opened() {
    const TempFolder folder;
    Studio studio(folder.path());
    PoorCatalog catalog;
    catalog.folder = folder.path();
    AvailableModels models(catalog);
    ModelsPanel panel(models, studio.verification, studio.settings, studio.actions);
    panel.show();
    QVERIFY(!button(panel, "Licence")->isEnabled());
    models.refresh();
    QTRY_VERIFY(button(panel, "Licence")->isEnabled());
    UrlCatcher catcher;
    QTest::mouseClick(button(panel, "Licence"), Qt::LeftButton);
    QCOMPARE(catcher.urls, QList<QUrl>{QUrl::fromLocalFile(QString::fromStdString((folder / "LICENSE").string()))});
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
