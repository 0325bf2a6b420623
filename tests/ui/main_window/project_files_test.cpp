// Projects that the user comes back to: untitled ones, and earlier versions.
#include "ui/main_window/project_files.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>

#include "core/project/edits/marker_edits.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"

using namespace kinora;
using namespace kinora::test;

class ProjectFilesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void untitled_projects_can_be_opened_again();
    void the_first_project_is_found_without_settings();
    void an_earlier_version_comes_back_in_one_step();
    void there_may_be_no_earlier_version();
    void a_name_with_a_dot_gets_the_ending();
    void floating_panels_wait_while_a_project_opens();
    void what_changes_while_it_is_saved_is_saved_too();
    void what_changes_after_it_was_discarded_is_offered_again();
};

static void addMarker(Studio& studio, std::int64_t start) {
    studio.document.apply(QStringLiteral("marker"), [&](const Project& project) { return add_marker(project, {.start = start}); });
}

static std::size_t numMarkers(const Studio& studio) {
    return studio.document.project().timeline.markers->size();
}

void ProjectFilesTest::untitled_projects_can_be_opened_again() {
    const TempFolder folder;
    Studio studio(folder.path());
    QWidget window;
    ProjectFiles files(studio.document, studio.settings, window);
    files.createUntitled();
    QTRY_VERIFY(files.isUntitled());
    files.askForNew();
    QTRY_COMPARE(files.title(), QStringLiteral("Untitled 2"));
    QVERIFY(studio.settings.recentProjects().isEmpty());  // the first was never touched
    addMarker(studio, 5);
    const QString second = QString::fromStdString(studio.document.file().string());
    files.askForNew();
    QTRY_COMPARE(files.title(), QStringLiteral("Untitled 3"));
    QCOMPARE(studio.settings.recentProjects(), QStringList{second});
    QVERIFY(ProjectFiles::isUntitled(second, studio.settings));
    QCOMPARE(ProjectFiles::titleOf(second, studio.settings), QStringLiteral("Untitled 2"));
    files.open(second);
    QTRY_COMPARE(numMarkers(studio), std::size_t{1});
}

void ProjectFilesTest::the_first_project_is_found_without_settings() {
    const TempFolder folder;
    QWidget window;
    {
        Studio studio(folder.path());
        ProjectFiles files(studio.document, studio.settings, window);
        files.createUntitled();
        QTRY_VERIFY(files.isUntitled());
        files.askForNew();
        QTRY_COMPARE(files.title(), QStringLiteral("Untitled 2"));
        addMarker(studio, 5);
        files.askForNew();
        QTRY_COMPARE(files.title(), QStringLiteral("Untitled 3"));
    }
    const auto second = folder / "data/projects/Untitled 2.kinora";
    Studio studio(folder.path());
    studio.settings.setLastProject({});  // as if it had been killed before that was written
    std::filesystem::last_write_time(second, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
    ProjectFiles files(studio.document, studio.settings, window);
    files.openLast();
    QTRY_COMPARE(files.title(), QStringLiteral("Untitled 2"));
    QCOMPARE(numMarkers(studio), std::size_t{1});
}

void ProjectFilesTest::an_earlier_version_comes_back_in_one_step() {
    const TempFolder folder;
    Studio studio(folder.path());
    QWidget window;
    ProjectFiles files(studio.document, studio.settings, window);
    studio.document.create(folder / "film.kinora");
    addMarker(studio, 5);
    studio.document.save();
    QTRY_VERIFY(!studio.document.isSaving());
    addMarker(studio, 6);
    const auto present = studio.document.snapshot();
    files.askForVersion();
    auto* dialog = window.findChild<QInputDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->comboBoxItems().size(), 1);
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(numMarkers(studio), std::size_t{0});  // as the file was before it was saved
    studio.document.undoStack()->undo();
    QCOMPARE(studio.document.snapshot(), present);
    studio.document.undoStack()->redo();
    addMarker(studio, 7);
    QVERIFY(studio.document.project().timeline.markers->front()->id != present->timeline.markers->front()->id);
}

void ProjectFilesTest::there_may_be_no_earlier_version() {
    const TempFolder folder;
    Studio studio(folder.path());
    QWidget window;
    ProjectFiles files(studio.document, studio.settings, window);
    studio.document.create(folder / "film.kinora");
    files.askForVersion();
    QVERIFY(window.findChild<QMessageBox*>() != nullptr);
    QVERIFY(window.findChild<QInputDialog*>() == nullptr);
}

void ProjectFilesTest::a_name_with_a_dot_gets_the_ending() {
    const TempFolder folder;
    Studio studio(folder.path());
    QWidget window;
    ProjectFiles files(studio.document, studio.settings, window);
    studio.document.create(folder / "film.kinora");
    const auto saveAs = [&](const std::string& name) {
        files.askForSaveAs();
        auto* dialog = window.findChild<QFileDialog*>();
        Q_EMIT dialog->fileSelected(QString::fromStdString((folder / name).string()));  // as it does where a name has a dot
        dialog->close();
        QTRY_VERIFY(window.findChild<QFileDialog*>() == nullptr);
    };
    saveAs("film v1.2");
    QTRY_COMPARE(studio.document.file(), folder / "film v1.2.kinora");
    saveAs("film v1.3");
    QTRY_COMPARE(studio.document.file(), folder / "film v1.3.kinora");
    addMarker(studio, 5);
    saveAs("film v1.2");  // it is there: nothing is replaced without a word
    auto* question = window.findChild<QMessageBox*>();
    QVERIFY(question != nullptr);
    QTest::mouseClick(question->button(QMessageBox::No), Qt::LeftButton);
    QCOMPARE(load_project(folder / "film v1.2.kinora").timeline.markers->size(), std::size_t{0});
    QCOMPARE(studio.document.file(), folder / "film v1.3.kinora");
}

// A floating panel is a window of its own, and what is typed into it would go to the project that is being left.
void ProjectFilesTest::floating_panels_wait_while_a_project_opens() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "one.kinora");
    studio.showWindow();
    auto* prompt = control<QPlainTextEdit>(studio.window.get(), "Prompt");
    QDockWidget* dock = nullptr;
    for (QWidget* parent = prompt; parent != nullptr && dock == nullptr; parent = parent->parentWidget()) {
        dock = qobject_cast<QDockWidget*>(parent);
    }
    QVERIFY(dock != nullptr);
    dock->setFloating(true);
    QVERIFY(QTest::qWaitForWindowExposed(dock));
    QVERIFY(prompt->window() == dock);
    studio.document.createInBackground(folder / "two.kinora");
    QVERIFY(!studio.document.opening().empty());
    QTest::keyClicks(prompt, QStringLiteral("lost"));
    QVERIFY(!studio.document.isModified());
    QTRY_VERIFY(studio.document.opening().empty());
    QTest::keyClicks(prompt, QStringLiteral("kept"));
    QCOMPARE(studio.document.project().generate->settings.prompt, std::string("kept"));
}

void ProjectFilesTest::what_changes_while_it_is_saved_is_saved_too() {
    const TempFolder folder;
    Studio studio(folder.path());
    QWidget window;
    ProjectFiles files(studio.document, studio.settings, window);
    files.createUntitled();
    QTRY_VERIFY(files.isUntitled());
    const auto file = studio.document.file();
    addMarker(studio, 5);
    files.askForNew();
    addMarker(studio, 6);  // before it has left
    QTRY_COMPARE(files.title(), QStringLiteral("Untitled 2"));
    QTRY_COMPARE(load_project(file).timeline.markers->size(), std::size_t{2});
}

void ProjectFilesTest::what_changes_after_it_was_discarded_is_offered_again() {
    const TempFolder folder;
    Studio studio(folder.path());
    QWidget window;
    ProjectFiles files(studio.document, studio.settings, window);
    studio.document.create(folder / "film.kinora");
    addMarker(studio, 5);
    const auto discard = [&] {
        files.askForNew();
        auto* question = window.findChild<QMessageBox*>();
        QVERIFY(question != nullptr);
        QTest::mouseClick(question->button(QMessageBox::Discard), Qt::LeftButton);
    };
    const auto openAgain = [&] {
        studio.document.openInBackground(folder / "film.kinora", [](const RecoveredProject&) { return true; });
        QTRY_VERIFY(studio.document.file() == folder / "film.kinora" && studio.document.opening().empty());
    };
    discard();
    QTRY_COMPARE(files.title(), QStringLiteral("Untitled"));
    openAgain();
    QCOMPARE(numMarkers(studio), std::size_t{0});
    addMarker(studio, 5);
    QTRY_VERIFY(window.findChild<QMessageBox*>() == nullptr);
    discard();
    addMarker(studio, 6);  // while the other project is on its way
    QTRY_COMPARE(files.title(), QStringLiteral("Untitled 2"));
    openAgain();
    QCOMPARE(numMarkers(studio), std::size_t{2});
}

KINORA_TEST(ProjectFilesTest)
#include "project_files_test.moc"
