#include "ui/session/document.h"

#include <QSignalSpy>
#include <QThread>

#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/project_file.h"
#include "tests/core/project/test_project.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"
#include "tests/ui/session/document_fixture.h"

using namespace kinora;
using namespace kinora::test;

class DocumentSavingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void saves_in_the_background();
    void edits_during_a_save_stay_unsaved();
    void saves_under_another_name_with_its_media();
    void a_save_during_a_save_as_goes_to_the_new_file();
    void media_that_come_during_a_save_as_go_along();
    void what_is_done_during_a_save_as_counts_as_a_change();
    void an_old_journal_stays_until_there_is_a_new_one();
    void a_full_disk_is_said_until_everything_is_kept();
    void a_failed_save_says_so();
};

void DocumentSavingTest::saves_in_the_background() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    Document document;
    document.create(file);
    QVERIFY(std::filesystem::exists(file) && !document.isModified());
    document.apply(QStringLiteral("Add marker"), marker_at(5));
    document.save();
    QVERIFY(saved_within_reason(document));
    QVERIFY(!document.isModified() && !document.isSaving());
    QVERIFY(load_project(file) == document.project());
    document.undoStack()->undo();
    QVERIFY(document.isModified());
    document.undoStack()->redo();
    QVERIFY(!document.isModified());
    QVERIFY(contains(message_of<FileError>([&] { Document().create(file); }), "exists already"));
}

void DocumentSavingTest::edits_during_a_save_stay_unsaved() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    Document document;
    document.create(file);
    document.apply(QStringLiteral("1"), marker_at(5));
    document.save();
    document.apply(QStringLiteral("2"), marker_at(6));
    QVERIFY(saved_within_reason(document));
    QVERIFY(document.isModified());
    QCOMPARE(load_project(file).timeline.markers->size(), std::size_t{1});
    QVERIFY(read_journal(file)->project == document.project());
}

void DocumentSavingTest::saves_under_another_name_with_its_media() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora", TestProject().project);
    std::filesystem::create_directories(document.mediaFolder() / "takes");
    std::ofstream(document.mediaFolder() / "takes" / "film.mp4") << "frames";
    document.apply(QStringLiteral("1"), marker_at(5));
    document.saveAs(folder / "two.kinora");
    QVERIFY(saved_within_reason(document));
    QCOMPARE(document.file(), folder / "two.kinora");
    QCOMPARE(read_file(folder / "two.media/takes/film.mp4", 100), std::string("frames"));
    QVERIFY(load_project(folder / "two.kinora") == document.project());
    QCOMPARE(load_project(folder / "one.kinora").timeline.markers->size(), std::size_t{0});
    document.apply(QStringLiteral("2"), marker_at(6));
    QVERIFY(read_journal(folder / "two.kinora")->project == document.project());
    QVERIFY(!read_journal(folder / "one.kinora"));
}

void DocumentSavingTest::a_save_during_a_save_as_goes_to_the_new_file() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.saveAs(folder / "two.kinora");
    document.apply(QStringLiteral("1"), marker_at(5));
    document.save();
    QTRY_VERIFY(!document.isSaving());
    QCOMPARE(document.file(), folder / "two.kinora");
    QVERIFY(!document.isModified());
    QCOMPARE(load_project(folder / "two.kinora").timeline.markers->size(), std::size_t{1});
    QCOMPARE(load_project(folder / "one.kinora").timeline.markers->size(), std::size_t{0});
    // Also where the other file cannot be written.
    QSignalSpy failed(&document, &Document::saveFailed);
    document.saveAs("/proc/none/three.kinora");
    document.apply(QStringLiteral("2"), marker_at(6));
    document.save();
    QTRY_VERIFY(!document.isSaving());
    QCOMPARE(failed.count(), 1);
    QCOMPARE(load_project(folder / "two.kinora").timeline.markers->size(), std::size_t{2});
}

void DocumentSavingTest::media_that_come_during_a_save_as_go_along() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.saveAs(folder / "two.kinora");
    while (!std::filesystem::exists(folder / "two.kinora")) {  // without an event loop: the document does not know yet
        QThread::msleep(2);
    }
    std::filesystem::create_directories(document.mediaFolder() / "takes");
    std::ofstream(document.mediaFolder() / "takes" / "late.mkv") << "frames";
    document.apply(QStringLiteral("a take"), marker_at(5));
    QVERIFY(saved_within_reason(document));
    QCOMPARE(document.file(), folder / "two.kinora");
    QCOMPARE(read_file(folder / "two.media/takes/late.mkv", 100), std::string("frames"));
    QVERIFY(!document.isModified());
}

void DocumentSavingTest::what_is_done_during_a_save_as_counts_as_a_change() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.apply(QStringLiteral("1"), marker_at(5));
    document.saveAs(folder / "two.kinora");
    while (!std::filesystem::exists(folder / "two.kinora")) {  // without an event loop: the document does not know yet
        QThread::msleep(2);
    }
    document.apply(QStringLiteral("2"), [](const Project& project) {
        Marker marker = *project.timeline.markers->front();
        marker.prompt = "a storm";
        return change_marker(project, marker);
    });
    QVERIFY(saved_within_reason(document));
    QVERIFY(document.isModified());
    const auto recovered = read_journal(folder / "two.kinora");
    QVERIFY(recovered && recovered->project == document.project());
    QCOMPARE(recovered->num_commands, std::size_t{1});
    QCOMPARE(recovered->last_command, std::string("2"));
    QVERIFY(!read_journal(folder / "one.kinora"));
}

void DocumentSavingTest::an_old_journal_stays_until_there_is_a_new_one() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.apply(QStringLiteral("1"), marker_at(5));
    std::filesystem::create_directories(journal_of(folder / "two.kinora") / "in the way");
    QSignalSpy failed(&document, &Document::journalFailed);
    document.saveAs(folder / "two.kinora");
    QVERIFY(saved_within_reason(document));
    QCOMPARE(failed.count(), 1);
    QCOMPARE(document.file(), folder / "two.kinora");
    QVERIFY(read_journal(folder / "one.kinora"));
    QCOMPARE(read_journal(folder / "one.kinora")->project.timeline.markers->size(), std::size_t{1});
    QVERIFY(!document.isJournalled());
    std::filesystem::remove_all(journal_of(folder / "two.kinora"));
    document.apply(QStringLiteral("2"), marker_at(6));
    QVERIFY(document.isJournalled());
    QVERIFY(read_journal(folder / "two.kinora")->project == document.project());
}

void DocumentSavingTest::a_full_disk_is_said_until_everything_is_kept() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    QSignalSpy changed(&document, &Document::journalledChanged);
    {
        const FullDisk full;
        document.apply(QStringLiteral("1"), marker_at(5));
        document.apply(QStringLiteral("2"), marker_at(6));
        QVERIFY(!document.isJournalled());
        QCOMPARE(changed.count(), 1);
    }
    QCOMPARE(read_journal(folder / "one.kinora")->project.timeline.markers->size(), std::size_t{0});
    document.apply(QStringLiteral("3"), marker_at(7));
    QVERIFY(document.isJournalled());
    QVERIFY(read_journal(folder / "one.kinora")->project == document.project());
    QCOMPARE(document.project().timeline.markers->size(), std::size_t{3});
}

void DocumentSavingTest::a_failed_save_says_so() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.apply(QStringLiteral("1"), marker_at(5));
    QSignalSpy failed(&document, &Document::saveFailed);
    document.saveAs("/proc/none/two.kinora");
    QVERIFY(failed.wait(10'000));
    QVERIFY2(failed[0][0].value<Saying>().text().contains(QStringLiteral("/proc/none")), qPrintable(failed[0][0].value<Saying>().text()));
    QVERIFY(document.isModified());
    QCOMPARE(document.file(), folder / "one.kinora");
}

KINORA_TEST(DocumentSavingTest)
#include "document_saving_test.moc"
