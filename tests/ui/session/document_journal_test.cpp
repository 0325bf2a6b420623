#include "ui/session/document.h"

#include <unistd.h>

#include <QSignalSpy>

#include <fstream>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/project_file.h"
#include "tests/support/killed_process.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"
#include "tests/ui/session/document_fixture.h"

using namespace kinora;
using namespace kinora::test;

// What outlives a program that ends in the middle of work.
class DocumentJournalTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void recovers_what_was_not_saved();
    void who_edits_while_it_opens_loses_nothing_of_what_was_recovered();
    void declined_recovery_is_kept_as_a_version();
    void a_newer_journal_stays_where_it_is();
    void a_damaged_journal_is_kept_and_said();
    void recovers_without_the_file();
    void a_kill_loses_no_acknowledged_command();
    void a_journal_that_grew_large_begins_anew();
};

// A document that was left with unsaved work: its journal stays, as after a crash.
static Project leave_unsaved(const std::filesystem::path& file) {
    Document document;
    document.create(file);
    document.apply(QStringLiteral("1"), marker_at(5));
    document.apply(QStringLiteral("2"), marker_at(6));
    document.undoStack()->undo();
    return document.project();
}

void DocumentJournalTest::recovers_what_was_not_saved() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    const Project left = leave_unsaved(file);
    Document document;
    std::size_t num_commands = 0;
    document.open(file, [&](const RecoveredProject& recovered) {
        num_commands = recovered.num_commands;
        return true;
    });
    QCOMPARE(num_commands, std::size_t{3});
    QVERIFY(document.project() == left && document.isModified());
    document.undoStack()->undo();
    QCOMPARE(num_markers(document), std::size_t{0});
    document.undoStack()->redo();
    QVERIFY(read_journal(file)->project == left);
}

void DocumentJournalTest::who_edits_while_it_opens_loses_nothing_of_what_was_recovered() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    leave_unsaved(file);
    const Project unsaved = read_journal(file)->project;
    Document document;
    std::optional<RecoveredProject> inJournal;
    connect(&document, &Document::fileChanged, this, [&] {
        document.apply(QStringLiteral("edit"), [](const Project& project) { return set_timeline_size(project, 320, 240); });
        inJournal = read_journal(file);
    });
    document.open(file, [](const RecoveredProject&) { return true; });
    QCOMPARE(document.project().width, 320);
    QVERIFY(*document.project().timeline.markers == *unsaved.timeline.markers);
    QVERIFY(inJournal && *inJournal->project.timeline.markers == *unsaved.timeline.markers);
    document.undoStack()->undo();
    QVERIFY(document.project() == unsaved);
    document.undoStack()->undo();
    QVERIFY(document.project().timeline.markers->empty());
}

void DocumentJournalTest::declined_recovery_is_kept_as_a_version() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    const Project left = leave_unsaved(file);
    Document document;
    document.open(file, [](const RecoveredProject&) { return false; });
    QCOMPARE(num_markers(document), std::size_t{0});
    QVERIFY(load_project(list_versions(file).front().file) == left);
}

static std::string journal_record(const std::string& text) {
    ContentHasher hasher;
    hasher.add(text);
    return std::to_string(text.size()) + ' ' + hasher.text() + '\n' + text + '\n';
}

void DocumentJournalTest::a_newer_journal_stays_where_it_is() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    leave_unsaved(file);
    const std::string start = R"({"format":"kinora-journal","project":{},"version":99})";
    const std::string text = journal_record(start);
    std::ofstream(journal_of(file), std::ios::trunc) << text;
    Document document;
    QVERIFY(contains(message_of<NewerProjectFormat>([&] { document.open(file, [](const RecoveredProject&) { return true; }); }), "version 99"));
    QCOMPARE(read_file(journal_of(file), 1 << 20), text);
}

void DocumentJournalTest::a_damaged_journal_is_kept_and_said() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    leave_unsaved(file);
    std::ofstream(journal_of(file), std::ios::trunc) << journal_record("[]");
    Document document;
    QSignalSpy said(&document, &Document::journalFailed);
    document.open(file, [](const RecoveredProject&) { return true; });
    QCOMPARE(said.count(), 1);
    const std::string kept = journal_of(file).string() + ".unreadable";
    QVERIFY(said[0][0].value<Saying>().text().contains(QString::fromStdString(kept)));
    QVERIFY(read_file(kept, 1 << 20).ends_with("[]\n"));
}

void DocumentJournalTest::recovers_without_the_file() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    const Project left = leave_unsaved(file);
    std::ofstream(file, std::ios::trunc) << "";  // as a power cut leaves files of careless programs
    {
        Document document;
        QVERIFY(contains(message_of<ProjectFormatError>([&] { document.open(file, [](const RecoveredProject&) { return false; }); }),
                         "damaged"));
    }
    Document document;
    document.open(file, [](const RecoveredProject&) { return true; });
    QVERIFY(document.project() == left);
}

// A studio that edits, undoes and saves until it is killed, and says after each command how many markers there are.
[[noreturn]] static void edit_until_killed(const std::filesystem::path& file, int acknowledged) {
    Document document;
    document.create(file);
    for (int i = 0;; ++i) {
        if (i % 5 == 4) {
            document.undoStack()->undo();
        } else {
            document.apply(QStringLiteral("Add marker"), marker_at(i));
        }
        const auto count = static_cast<int>(num_markers(document));
        if (::write(acknowledged, &count, sizeof count) != sizeof count) {
            ::_exit(1);
        }
        if (i % 11 == 10) {
            document.save();
        }
        QCoreApplication::processEvents();
    }
}

void DocumentJournalTest::a_kill_loses_no_acknowledged_command() {
    const TempFolder folder;
    int num_commands = 0;
    for (int round = 0; round < 12; ++round) {
        const auto file = folder / ("clip" + std::to_string(round) + ".kinora");
        const std::vector<int> counts =
            acknowledged_until_killed([&](int acknowledged) { edit_until_killed(file, acknowledged); }, std::chrono::microseconds(round * 3'000));
        num_commands += static_cast<int>(counts.size());
        Document document;
        document.open(file, [](const RecoveredProject&) { return true; });
        // The command that ran when it was killed may be there or not.
        QVERIFY2(std::abs(static_cast<int>(num_markers(document)) - counts.back()) <= 1, "an acknowledged command is lost");
    }
    QVERIFY(num_commands > 50);
}

void DocumentJournalTest::a_journal_that_grew_large_begins_anew() {
    const TempFolder folder;
    const auto file = folder / "one.kinora";
    Document document;
    document.create(file);
    document.apply(QStringLiteral("marker"), marker_at(5));
    std::uintmax_t largest = 0;
    for (int i = 0; i < 8; ++i) {
        document.apply(QStringLiteral("words %1").arg(i), [i](const Project& project) {
            Marker marker = *project.timeline.markers->front();
            marker.prompt = std::string(3'000'000, static_cast<char>('a' + i));
            return change_marker(project, marker);
        });
        largest = std::max(largest, std::filesystem::file_size(journal_of(file)));
    }
    QVERIFY(largest > 16'000'000);
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::file_size(journal_of(file)) < 8'000'000, 20'000);
    document.apply(QStringLiteral("last"), marker_at(9));
    const auto recovered = read_journal(file);
    QVERIFY(recovered && recovered->project == document.project() && !recovered->is_cut_short);
    QVERIFY(recovered->num_commands >= 1);
    QCOMPARE(recovered->last_command, std::string("last"));
}

KINORA_TEST(DocumentJournalTest)
#include "document_journal_test.moc"
