#include "core/project/journal.h"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <random>
#include <thread>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/edits/marker_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/killed_process.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class JournalTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void brings_back_every_command();
    void a_cut_at_any_byte_loses_at_most_the_last_command();
    void a_damaged_record_ends_the_journal();
    void a_failed_command_comes_with_the_next();
    void a_kill_loses_no_acknowledged_command();
    void refuses_other_files();
    void a_record_that_is_no_command_ends_the_journal();
    void what_cannot_be_meant_so_costs_no_more_than_itself();
    void keeps_what_is_nested_as_deeply_as_a_project_may_be();
    void one_window_at_a_time();
    void a_lock_is_taken_back_with_the_folder_that_it_made();
    void a_lock_that_was_taken_back_while_one_waited_is_no_lock();
    void waits_for_what_a_killed_program_left();
    void is_renewed_while_it_goes_on();
};

// A record as the journal writes them.
static std::string record_of(const std::string& payload) {
    ContentHasher hasher;
    hasher.add(payload);
    return std::to_string(payload.size()) + " " + hasher.text() + "\n" + payload + "\n";
}

static Project step(const Project& project, int i) {
    return add_marker(project, {.start = i, .name = "m" + std::to_string(i)});
}

void JournalTest::brings_back_every_command() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    QVERIFY(!read_journal(file));
    TestProject t;
    ProjectJournal journal(file, t.project);
    QCOMPARE(read_journal(file)->num_commands, std::size_t{0});
    Project p = t.project;
    for (int i = 0; i < 20; ++i) {
        p = step(p, i);
        journal.append(p, "Add marker");
    }
    p = t.project;
    journal.append(p, "Undo");
    auto recovered = read_journal(file);
    QVERIFY(recovered && recovered->project == p && !recovered->is_cut_short);
    QCOMPARE(recovered->num_commands, std::size_t{21});
    QCOMPARE(QString::fromStdString(recovered->last_command), QStringLiteral("Undo"));
    journal.flush_task()();
    journal.mark_saved();
    QCOMPARE(read_journal(file)->num_commands, std::size_t{0});
    QVERIFY(read_journal(file)->project == p);
    journal.restart(step(p, 3));
    QVERIFY(read_journal(file)->project == step(p, 3));
    QCOMPARE(read_journal(file)->num_commands, std::size_t{0});
    journal.remove();
    QVERIFY(!read_journal(file));
}

void JournalTest::a_cut_at_any_byte_loses_at_most_the_last_command() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    std::vector<Project> states = {TestProject().project};
    std::vector<std::size_t> sizes;
    {
        ProjectJournal journal(file, states[0]);
        sizes.push_back(journal.size_bytes());
        for (int i = 0; i < 3; ++i) {
            states.push_back(step(states.back(), i));
            journal.append(states.back(), "Add marker");
            sizes.push_back(journal.size_bytes());
        }
    }
    const std::string whole = read_file(journal_of(file), 1'000'000);
    QCOMPARE(whole.size(), sizes.back());
    for (std::size_t size = sizes[0]; size <= whole.size(); ++size) {
        write_file_atomically(journal_of(file), whole.substr(0, size));
        const auto recovered = read_journal(file);
        std::size_t complete = 0;
        while (complete + 1 < sizes.size() && sizes[complete + 1] <= size) {
            ++complete;
        }
        QVERIFY(recovered && recovered->project == states[complete]);
        QCOMPARE(recovered->is_cut_short, sizes[complete] != size);
    }
    write_file_atomically(journal_of(file), whole.substr(0, sizes[0] - 1));
    QVERIFY_THROWS_EXCEPTION(ProjectFormatError, read_journal(file));  // and is set aside by those who open it
    write_file_atomically(journal_of(file), "");
    QVERIFY(!read_journal(file));
}

void JournalTest::a_damaged_record_ends_the_journal() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    TestProject t;
    const Project one = step(t.project, 1);
    std::size_t before_two = 0;
    {
        ProjectJournal journal(file, t.project);
        journal.append(one, "one");
        before_two = journal.size_bytes();
        journal.append(step(one, 2), "two");
        journal.append(step(one, 3), "three");
    }
    std::string text = read_file(journal_of(file), 1'000'000);
    text[before_two + 60] ^= 1;
    write_file_atomically(journal_of(file), text);
    const auto recovered = read_journal(file);
    QVERIFY(recovered && recovered->project == one && recovered->is_cut_short);
}

void JournalTest::a_failed_command_comes_with_the_next() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    TestProject t;
    ProjectJournal journal(file, t.project);
    const Project one = step(t.project, 1);
    const Project two = step(one, 2);
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {journal.size_bytes() + 20, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto message = message_of<FileError>([&] { journal.append(one, "one"); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(contains(message, "cannot be written"), message.c_str());
    QVERIFY(!read_journal(file)->is_cut_short);
    journal.append(two, "two");
    QVERIFY(read_journal(file)->project == two);
}

// A process that does one command after the other and says so after each, until it is killed.
[[noreturn]] static void write_commands(const std::filesystem::path& file, int acknowledged) {
    TestProject t;
    ProjectJournal journal(file, t.project);
    Project p = t.project;
    for (int i = 0;; ++i) {
        p = step(p, i);
        journal.append(p, "Add marker");
        if (::write(acknowledged, &i, sizeof i) != sizeof i) {
            ::_exit(1);
        }
        if (i % 7 == 6) {
            journal.restart(p);  // as after saving
        }
    }
}

void JournalTest::a_kill_loses_no_acknowledged_command() {
    const TempFolder folder;
    std::mt19937 random(3);
    int num_commands = 0;
    for (int round = 0; round < 25; ++round) {
        const auto file = folder / ("clip" + std::to_string(round) + ".kinora");
        const int last = acknowledged_until_killed([&](int acknowledged) { write_commands(file, acknowledged); }, std::chrono::microseconds(random() % 30'000)).back();
        const auto recovered = read_journal(file);
        QVERIFY(recovered.has_value());
        const auto& markers = *recovered->project.timeline.markers;
        QVERIFY2(static_cast<int>(markers.size()) >= last + 1, "an acknowledged command is lost");
        QVERIFY(static_cast<int>(markers.size()) <= last + 2);
        for (std::size_t i = 0; i < markers.size(); ++i) {
            QCOMPARE(markers[i]->start, static_cast<std::int64_t>(i));
        }
        num_commands += last + 1;
    }
    QVERIFY(num_commands > 100);
}

void JournalTest::refuses_other_files() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    std::ofstream(journal_of(file)) << "something else";
    QVERIFY_THROWS_EXCEPTION(ProjectFormatError, read_journal(file));
}

void JournalTest::one_window_at_a_time() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    {
        const ProjectLock lock(file);
        QVERIFY(contains(message_of<FileError>([&] { ProjectLock second(file); }), "is open in another window"));
    }
    const ProjectLock again(file);
}

void JournalTest::a_lock_is_taken_back_with_the_folder_that_it_made() {
    const TempFolder folder;
    const auto media = folder / "clip.media";
    ProjectLock(folder / "clip.kinora").take_back();
    QVERIFY(!std::filesystem::exists(media));
    {
        ProjectLock lock(folder / "clip.kinora");
        std::ofstream(media / "take.mkv") << "somebody's";
        lock.take_back();
    }
    QVERIFY(std::filesystem::exists(media / "take.mkv"));
    ProjectLock(folder / "clip.kinora").take_back();
    QVERIFY(std::filesystem::exists(media / ".lock"));  // the folder was there before
}

// A file that is gone locks nobody out.
void JournalTest::a_lock_that_was_taken_back_while_one_waited_is_no_lock() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    auto held = std::make_unique<ProjectLock>(file);
    std::thread end([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        held->take_back();
        held.reset();
    });
    const ProjectLock second(file);
    end.join();
    QVERIFY(contains(message_of<FileError>([&] { ProjectLock third(file); }), "is open in another window"));
}

void JournalTest::waits_for_what_a_killed_program_left() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    auto held = std::make_unique<ProjectLock>(file);
    std::thread end([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        held.reset();
    });
    std::string problem;
    try {
        const ProjectLock second(file);
    } catch (const FileError& error) {
        problem = error.what();
    }
    end.join();
    QCOMPARE(problem, std::string());
}

void JournalTest::a_record_that_is_no_command_ends_the_journal() {
    for (const char* payload : {"[]", "7", "{}", R"({"patch":7})", R"({"patch":{"head":[]}})", R"({"patch":{"tracks":{"ids":[9]}}})",
                                R"({"patch":{},"text":7})", R"({"patch":{"head":{"frame_rate":"0/0"}}})", "no JSON"}) {
        const TempFolder folder;
        const auto file = folder / "clip.kinora";
        ProjectJournal journal(file, TestProject().project);
        const Project one = step(TestProject().project, 1);
        journal.append(one, "one");
        append_to_file(journal_of(file), record_of(payload));
        const auto recovered = read_journal(file);
        QVERIFY2(recovered && recovered->project == one && recovered->is_cut_short && recovered->last_command == "one", payload);
    }
}

void JournalTest::what_cannot_be_meant_so_costs_no_more_than_itself() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    const Project one = step(TestProject().project, 1);
    Project wrong = step(one, 2);
    wrong.next_id = 1;
    const Project three = step(one, 3);
    {
        ProjectJournal journal(file, TestProject().project);
        journal.append(one, "one");
        journal.append(wrong, "wrong");
        auto recovered = read_journal(file);
        QVERIFY(recovered && recovered->project == one && recovered->is_cut_short);
        QCOMPARE(recovered->last_command, std::string("one"));
        journal.append(three, "three");  // makes sense again
        recovered = read_journal(file);
        QVERIFY(recovered && recovered->project == three && !recovered->is_cut_short);
        journal.append(wrong, "wrong");
        recovered = read_journal(file);
        QVERIFY(recovered && recovered->project == three && recovered->is_cut_short);
    }
    ProjectJournal journal(file, wrong);
    QVERIFY_THROWS_EXCEPTION(ProjectFormatError, read_journal(file));
}

void JournalTest::keeps_what_is_nested_as_deeply_as_a_project_may_be() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    nlohmann::json deep = 1;
    for (int i = 0; i < 25; ++i) {
        deep = {{"a", deep}};
    }
    TestProject t;
    const ClipId id = t.put(t.lower, "a", t.film, 0, 10);
    nlohmann::json json = nlohmann::json::parse(project_to_text(t.project, file));
    json["timeline"]["tracks"][0]["clips"][0]["deep"] = deep;
    json["timeline"]["tracks"][0]["clip_changes"] = "a newer program's word, which is one of the journal's too";
    const Project project = project_from_text(json.dump(), file);
    ProjectJournal journal(file, project);
    const Project moved = move_clips(project, std::array{id}, 5, 0, EditMode::normal);
    journal.append(moved, "Move");
    QVERIFY(read_journal(file)->project == moved);
}

void JournalTest::is_renewed_while_it_goes_on() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    const TestProject t;
    ProjectJournal before(file, t.project);
    QVERIFY(!before.is_large());
    {
        JournalRenewal renewal(file, t.project);
        before.append(step(t.project, 1), "Add marker");
        QVERIFY(read_journal(file)->project == step(t.project, 1));
        const auto journal = renewal.take_place(step(t.project, 1), "Add marker");
        QCOMPARE(read_journal(file)->num_commands, std::size_t{1});
        journal->append(step(step(t.project, 1), 2), "Add another");
        QVERIFY(read_journal(file)->project == step(step(t.project, 1), 2));
        QVERIFY(!read_journal(file)->is_cut_short);
        const JournalRenewal given_up(file, t.project);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 2);
    }
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

KINORA_TEST(JournalTest)
#include "journal_test.moc"
