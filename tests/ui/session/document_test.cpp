#include "ui/session/document.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QSignalSpy>
#include <QThread>

#include <array>
#include <csignal>
#include <fstream>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "core/project/project_file.h"
#include "tests/core/project/edit_script.h"
#include "tests/core/project/test_project.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class DocumentTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void undoes_and_redoes();
    void a_failed_edit_changes_nothing();
    void drags_become_one_step();
    void ids_are_never_given_out_twice();
    void saves_in_the_background();
    void edits_during_a_save_stay_unsaved();
    void saves_under_another_name_with_its_media();
    void a_save_during_a_save_as_goes_to_the_new_file();
    void media_that_come_during_a_save_as_go_along();
    void an_old_journal_stays_until_there_is_a_new_one();
    void a_full_disk_is_said_until_everything_is_kept();
    void a_failed_save_says_so();
    void recovers_what_was_not_saved();
    void who_edits_while_it_opens_loses_nothing_of_what_was_recovered();
    void declined_recovery_is_kept_as_a_version();
    void a_newer_journal_stays_where_it_is();
    void a_damaged_journal_is_kept_and_said();
    void recovers_without_the_file();
    void a_closed_project_needs_no_recovery();
    void opens_in_the_background();
    void what_cannot_be_opened_leaves_the_document();
    void leaving_keeps_what_was_not_saved();
    void what_was_discarded_is_a_version();
    void is_open_once();
    void random_edits_can_be_undone();
    void a_kill_loses_no_acknowledged_command();
    void what_is_done_during_a_save_as_counts_as_a_change();
    void a_journal_that_grew_large_begins_anew();
};

static Document::Edit marker_at(std::int64_t start) {
    return [start](const Project& p) { return add_marker(p, {.start = start}); };
}

static std::size_t num_markers(const Document& document) {
    return document.project().timeline.markers->size();
}

static bool saved_within_reason(Document& document) {
    QSignalSpy spy(&document, &Document::saved);
    return spy.wait(10'000);
}

static const auto no_recovery = [](const RecoveredProject&) {
    throw std::logic_error("recovery was offered");
    return false;
};

void DocumentTest::undoes_and_redoes() {
    Document document;
    QSignalSpy changes(&document, &Document::changed);
    QSignalSpy modified(&document, &Document::modifiedChanged);
    const auto before = document.snapshot();
    document.apply(QStringLiteral("Add marker"), marker_at(5));
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes[0][0].value<Change>().markers.added.size(), std::size_t{1});
    QVERIFY(document.isModified());
    const auto after = document.snapshot();
    document.undoStack()->undo();
    QCOMPARE(document.snapshot(), before);
    QCOMPARE(changes[1][0].value<Change>().markers.removed.size(), std::size_t{1});
    QVERIFY(!document.isModified());
    document.undoStack()->redo();
    QCOMPARE(document.snapshot(), after);
    QCOMPARE(modified.size(), 3);
    QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Add marker"));
    document.apply(QStringLiteral("Nothing"), [](const Project& p) { return p; });
    QCOMPARE(document.undoStack()->count(), 1);
}

void DocumentTest::a_failed_edit_changes_nothing() {
    Document document;
    const auto before = document.snapshot();
    const auto message = message_of<EditError>([&] { document.apply(QStringLiteral("Add marker"), marker_at(-1)); });
    QVERIFY(contains(message, "before the timeline"));
    QCOMPARE(document.snapshot(), before);
    QCOMPARE(document.undoStack()->count(), 0);
}

void DocumentTest::drags_become_one_step() {
    Document document;
    const auto set_seed = [&](std::uint64_t seed) {
        document.apply(QStringLiteral("Seed"),
                       [seed](const Project& p) {
                           GenerateState state = *p.generate;
                           state.settings.seed = seed;
                           return set_generate_state(p, state);
                       },
                       QStringLiteral("seed"));
    };
    set_seed(1);
    set_seed(2);
    set_seed(3);
    QCOMPARE(document.undoStack()->count(), 1);
    document.endMerging();
    set_seed(4);
    QCOMPARE(document.undoStack()->count(), 2);
    document.undoStack()->undo();
    QCOMPARE(document.project().generate->settings.seed, std::uint64_t{3});
    document.undoStack()->undo();
    QCOMPARE(document.project().generate->settings.seed, std::uint64_t{0});
}

void DocumentTest::ids_are_never_given_out_twice() {
    Document document;
    document.apply(QStringLiteral("1"), marker_at(1));
    const MarkerId first = document.project().timeline.markers->front()->id;
    document.undoStack()->undo();
    document.apply(QStringLiteral("2"), marker_at(2));
    QVERIFY(document.project().timeline.markers->front()->id != first);
}

void DocumentTest::saves_in_the_background() {
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

void DocumentTest::edits_during_a_save_stay_unsaved() {
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

void DocumentTest::saves_under_another_name_with_its_media() {
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

void DocumentTest::a_save_during_a_save_as_goes_to_the_new_file() {
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

void DocumentTest::media_that_come_during_a_save_as_go_along() {
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

void DocumentTest::an_old_journal_stays_until_there_is_a_new_one() {
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

void DocumentTest::a_full_disk_is_said_until_everything_is_kept() {
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

void DocumentTest::a_failed_save_says_so() {
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

// A document that was left with unsaved work: its journal stays, as after a crash.
static Project leave_unsaved(const std::filesystem::path& file) {
    Document document;
    document.create(file);
    document.apply(QStringLiteral("1"), marker_at(5));
    document.apply(QStringLiteral("2"), marker_at(6));
    document.undoStack()->undo();
    return document.project();
}

void DocumentTest::recovers_what_was_not_saved() {
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

void DocumentTest::who_edits_while_it_opens_loses_nothing_of_what_was_recovered() {
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

void DocumentTest::declined_recovery_is_kept_as_a_version() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    const Project left = leave_unsaved(file);
    Document document;
    document.open(file, [](const RecoveredProject&) { return false; });
    QCOMPARE(num_markers(document), std::size_t{0});
    QVERIFY(load_project(list_versions(file).front().file) == left);
}

void DocumentTest::recovers_without_the_file() {
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

void DocumentTest::a_closed_project_needs_no_recovery() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    {
        Document document;
        document.create(file);
        document.apply(QStringLiteral("1"), marker_at(5));
        document.close();  // without saving
        QVERIFY(!read_journal(file));
        QCOMPARE(load_project(list_versions(file).front().file).timeline.markers->size(), std::size_t{1});
    }
    {
        Document document;
        document.open(file, no_recovery);
        document.apply(QStringLiteral("1"), marker_at(5));
        document.save();
        QVERIFY(saved_within_reason(document));
    }
    Document document;
    document.open(file, no_recovery);
    QCOMPARE(num_markers(document), std::size_t{1});
}

void DocumentTest::opens_in_the_background() {
    const TempFolder folder;
    Document document;
    QSignalSpy opened(&document, &Document::fileChanged);
    document.createInBackground(folder / "one.kinora");
    QCOMPARE(document.opening(), folder / "one.kinora");
    QVERIFY(!document.hasFile());  // nobody waited
    QVERIFY(opened.wait());
    QVERIFY(document.opening().empty());
    document.apply(QStringLiteral("a"), marker_at(1));
    document.save();
    QTRY_VERIFY(!document.isSaving());
    document.openInBackground(folder / "one.kinora", [](const RecoveredProject&) { return false; });
    QTRY_VERIFY(document.hasFile() && document.opening().empty());
    QCOMPARE(num_markers(document), std::size_t{1});
    QVERIFY(!document.undoStack()->canUndo());
}

void DocumentTest::what_cannot_be_opened_leaves_the_document() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.apply(QStringLiteral("a"), marker_at(1));
    write_file_atomically(folder / "broken.kinora", "{");
    QSignalSpy failed(&document, &Document::openFailed);
    document.openInBackground(folder / "broken.kinora", [](const RecoveredProject&) { return true; });
    QVERIFY(failed.wait());
    QVERIFY(failed[0][0].toString().endsWith(QStringLiteral("broken.kinora")));
    QVERIFY(document.opening().empty());
    QCOMPARE(document.file(), folder / "one.kinora");
    QCOMPARE(num_markers(document), std::size_t{1});
    document.createInBackground(folder / "one.kinora");
    QVERIFY(failed.wait());  // it exists
    QCOMPARE(num_markers(document), std::size_t{1});
}

void DocumentTest::leaving_keeps_what_was_not_saved() {
    const TempFolder folder;
    {
        Document document;
        document.create(folder / "one.kinora");
        document.apply(QStringLiteral("a"), marker_at(1));
        document.createInBackground(folder / "two.kinora");
        QTRY_COMPARE(document.file(), folder / "two.kinora");
    }
    Document again;
    again.open(folder / "one.kinora", [](const RecoveredProject&) { return true; });  // its lock was given back
    QCOMPARE(num_markers(again), std::size_t{1});
}

void DocumentTest::what_was_discarded_is_a_version() {
    const TempFolder folder;
    {
        Document document;
        document.create(folder / "one.kinora");
        document.apply(QStringLiteral("a"), marker_at(1));
        document.discard();
        document.createInBackground(folder / "two.kinora");
        QTRY_COMPARE(document.file(), folder / "two.kinora");
    }
    const auto versions = list_versions(folder / "one.kinora");
    QCOMPARE(versions.size(), std::size_t{1});
    QCOMPARE(load_project(versions.front().file).timeline.markers->size(), std::size_t{1});
    Document again;
    again.open(folder / "one.kinora", no_recovery);
    QCOMPARE(num_markers(again), std::size_t{0});
}

void DocumentTest::is_open_once() {
    const TempFolder folder;
    Document first;
    first.create(folder / "clip.kinora");
    Document second;
    QVERIFY(contains(message_of<FileError>([&] { second.open(folder / "clip.kinora", no_recovery); }), "another window"));
    QVERIFY(!second.hasFile());
    first.open(folder / "clip.kinora", no_recovery);  // again in the same window
}

void DocumentTest::random_edits_can_be_undone() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 60);
    t.put(t.upper, "b", t.photo, 30, 50);
    Document document;
    document.create(file, t.project);
    EditScript script(11);
    for (int i = 0; i < 400; ++i) {
        const auto step = script.next(document.project());
        if (step.after) {
            document.apply(QString::fromStdString(step.name), [&](const Project&) { return *step.after; });
        }
        if (i % 7 == 0) {
            document.undoStack()->undo();
        }
    }
    const Project last = document.project();
    QVERIFY(document.undoStack()->count() > 50);
    while (document.undoStack()->canUndo()) {
        document.undoStack()->undo();
    }
    QVERIFY(document.project() == t.project);
    document.undoStack()->setIndex(document.undoStack()->count());
    while (document.undoStack()->canRedo()) {
        document.undoStack()->redo();
    }
    document.save();
    QVERIFY(saved_within_reason(document));
    QVERIFY(load_project(file) == document.project());
    QVERIFY(read_journal(file)->project == document.project());
    QVERIFY(check_invariants(last).empty());
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

void DocumentTest::a_kill_loses_no_acknowledged_command() {
    const TempFolder folder;
    int num_commands = 0;
    for (int round = 0; round < 12; ++round) {
        const auto file = folder / ("clip" + std::to_string(round) + ".kinora");
        int pipe_ends[2];
        QCOMPARE(::pipe(pipe_ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipe_ends[0]);
            edit_until_killed(file, pipe_ends[1]);
        }
        ::close(pipe_ends[1]);
        int last = 0;
        QCOMPARE(::read(pipe_ends[0], &last, sizeof last), ssize_t{sizeof last});
        ::usleep(static_cast<unsigned>(round) * 3'000);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ++num_commands;
        for (int count = 0; ::read(pipe_ends[0], &count, sizeof count) == sizeof count; ++num_commands) {
            last = count;
        }
        ::close(pipe_ends[0]);
        Document document;
        document.open(file, [](const RecoveredProject&) { return true; });
        // The command that ran when it was killed may be there or not.
        QVERIFY2(std::abs(static_cast<int>(num_markers(document)) - last) <= 1, "an acknowledged command is lost");
    }
    QVERIFY(num_commands > 50);
}

static std::string journal_record(const std::string& text) {
    ContentHasher hasher;
    hasher.add(text);
    return std::to_string(text.size()) + ' ' + hasher.text() + '\n' + text + '\n';
}

void DocumentTest::a_newer_journal_stays_where_it_is() {
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

void DocumentTest::a_damaged_journal_is_kept_and_said() {
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

void DocumentTest::what_is_done_during_a_save_as_counts_as_a_change() {
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

void DocumentTest::a_journal_that_grew_large_begins_anew() {
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

KINORA_TEST(DocumentTest)
#include "document_test.moc"
