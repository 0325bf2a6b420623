#include "core/engine/job_store.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "tests/support/fake_generator.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::fake_model;
using kinora::test::fake_request;
using kinora::test::message_of;

class JobStoreTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void everything_comes_back();
    void pictures_are_stored_once();
    void numbers_are_never_used_twice();
    void an_unknown_state_is_reported();
    void what_was_saved_survives_a_kill();
    void a_second_program_is_refused();
    void newer_files_are_refused();
    void a_damaged_row_leaves_the_others();
};

static Job job(std::int64_t id) {
    Job result;
    result.id = {id};
    result.rank = id;
    result.model = fake_model();
    result.recipe.model_name = "fake";
    result.recipe.model_fingerprint = "f";
    result.recipe.settings = fake_request("prompt " + std::to_string(id)).settings;
    return result;
}

static JobQueue::JobPointer pointer(const Job& value) {
    return std::make_shared<const Job>(value);
}

static void add(JobStore& store, std::int64_t id, const GenerationRequest& request) {
    store.save({{pointer(job(id))}, {{JobId{id}, request}}, {}});
}

void JobStoreTest::everything_comes_back() {
    const test::TempFolder folder;
    Job one = job(1);
    one.state = JobState::failed;
    one.options = {"cuda", "bf16", "/cache"};
    one.context = "{\"clip\":3}";
    one.ignores_memory = true;
    one.finishes_now = true;
    one.branch = BranchPoint{{9}, 4};
    one.error = record_of(CheckpointError("/x", "k", Sentence::of("has %1 of %2", 1, Sentence::of("its parts"))));
    one.output = "take.mp4";
    one.created_ms = 1'700'000'000'000;
    one.ended_ms = 1'700'000'000'001;
    one.recipe.conditions = {{"a.png", "xxh3:1", 8, 0.5}};
    GenerationRequest request = fake_request("a prompt");
    request.conditioning = {{{Image(2, 1, {1, 2, 3, 4, 5, 6})}, 0, 0.25}};
    request.latents = TensorValues{{2}, {1.0f, 2.0f}};
    {
        JobStore store(folder / "queue.sqlite");
        store.save({{pointer(one), pointer(job(2))}, {{one.id, request}, {JobId{2}, fake_request("two")}}, {}});
    }
    JobStore store(folder / "queue.sqlite");
    const auto jobs = store.load();
    QCOMPARE(jobs.size(), std::size_t{2});
    const Job& back = jobs[0];
    QVERIFY(back.id == one.id && back.state == one.state && back.rank == one.rank && back.model == one.model && back.options == one.options);
    QVERIFY(back.context == one.context && back.ignores_memory && back.finishes_now && back.branch == one.branch && back.error == one.error);
    QVERIFY(back.output == one.output && back.created_ms == one.created_ms && back.ended_ms == one.ended_ms);
    QVERIFY(to_json(back.recipe) == to_json(one.recipe));
    const GenerationRequest again = store.load_request({1});
    QVERIFY(again.settings == request.settings);
    QVERIFY(again.conditioning[0].images[0] == request.conditioning[0].images[0]);
    QVERIFY(again.latents->values == request.latents->values);
    QCOMPARE(store.load_request({2}).settings.prompt, std::string("two"));
    QVERIFY_EXCEPTION_THROWN(store.load_request({3}), FileError);
}

void JobStoreTest::pictures_are_stored_once() {
    const test::TempFolder folder;
    JobStore store(folder / "queue.sqlite");
    GenerationRequest request = fake_request("x");
    request.conditioning = {{{Image(600, 500, std::vector<std::uint8_t>(900'000, 9))}, 0, 1.0}};
    for (int id = 1; id <= 20; ++id) {
        add(store, id, request);
    }
    const auto bytes = std::filesystem::file_size(folder / "queue.sqlite") + std::filesystem::file_size(folder / "queue.sqlite-wal");
    QVERIFY2(bytes < 6'000'000, std::to_string(bytes).c_str());
    for (int id = 1; id < 20; ++id) {
        store.save({{}, {}, {JobId{id}}});
    }
    QVERIFY(store.load_request({20}).conditioning[0].images[0] == request.conditioning[0].images[0]);
}

void JobStoreTest::numbers_are_never_used_twice() {
    const test::TempFolder folder;
    {
        JobStore store(folder / "queue.sqlite");
        add(store, 5, fake_request("x"));
        store.save({{}, {}, {JobId{5}}});
    }
    QCOMPARE(JobStore(folder / "queue.sqlite").last_id(), std::int64_t{5});
}

void JobStoreTest::an_unknown_state_is_reported() {
    const test::TempFolder folder;
    JobStore store(folder / "queue.sqlite");
    add(store, 1, fake_request("x"));
    Job invalid = job(3);
    invalid.state = JobState::unset;  // as a later version's would be
    store.save({{pointer(invalid)}, {}, {}});
    const auto jobs = store.load();
    QCOMPARE(jobs.size(), std::size_t{2});
    QVERIFY(jobs[0].state == JobState::waiting);
    QVERIFY(jobs[1].state == JobState::failed && jobs[1].error->kind == "malformed_data");
}

// A child saves jobs and says each through a pipe after save() returned; it is killed at some moment. What it said must be there.
void JobStoreTest::what_was_saved_survives_a_kill() {
    const test::TempFolder folder;
    std::int64_t next = 1;
    for (int round = 0; round < 12; ++round) {
        int pipe[2] = {};
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            try {
                JobStore store(folder / "queue.sqlite");
                for (std::int64_t id = next;; ++id) {
                    add(store, id, fake_request("job " + std::to_string(id)));
                    if (::write(pipe[1], &id, sizeof id) != sizeof id) {
                        ::_exit(1);
                    }
                }
            } catch (...) {
                ::_exit(2);
            }
        }
        ::close(pipe[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 7 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        std::int64_t acknowledged = next - 1;
        for (std::int64_t id = 0; ::read(pipe[0], &id, sizeof id) == sizeof id;) {
            acknowledged = id;
        }
        ::close(pipe[0]);
        JobStore store(folder / "queue.sqlite");
        const auto jobs = store.load();
        QVERIFY(static_cast<std::int64_t>(jobs.size()) >= acknowledged);
        QVERIFY(static_cast<std::int64_t>(jobs.size()) <= acknowledged + 1);
        for (const Job& each : jobs) {
            QCOMPARE(store.load_request(each.id).settings.prompt, "job " + std::to_string(each.id.value));
        }
        next = static_cast<std::int64_t>(jobs.size()) + 1;
    }
    QVERIFY(next > 5);
}

void JobStoreTest::a_second_program_is_refused() {
    const test::TempFolder folder;
    const JobStore store(folder / "queue.sqlite");
    const std::string message = message_of<FileError>([&] { JobStore(folder / "queue.sqlite"); });
    QVERIFY2(contains(message, "another running Kinora"), message.c_str());
}

void JobStoreTest::newer_files_are_refused() {
    const test::TempFolder folder;
    {
        JobStore store(folder / "queue.sqlite");
        add(store, 1, fake_request("x"));
    }
    {
        // SQLite keeps user_version in the four bytes from 60 on, most significant first.
        std::fstream file(folder / "queue.sqlite", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(63);
        file.put(9);
    }
    const std::string message = message_of<FileError>([&] { JobStore(folder / "queue.sqlite"); });
    QVERIFY2(contains(message, "version 9") && contains(message, "version 1"), message.c_str());
    std::ofstream(folder / "text.sqlite") << std::string(5000, 'x');
    QVERIFY(contains(message_of<FileError>([&] { JobStore(folder / "text.sqlite"); }), "not a database"));
}

void JobStoreTest::a_damaged_row_leaves_the_others() {
    const test::TempFolder folder;
    {
        JobStore store(folder / "queue.sqlite");
        add(store, 1, fake_request("x"));
        add(store, 2, fake_request("x"));
    }
    std::string content;
    {
        std::ifstream file(folder / "queue.sqlite", std::ios::binary);
        content.assign(std::istreambuf_iterator<char>(file), {});
    }
    const auto at = content.find("\"fingerprint\"");
    QVERIFY(at != std::string::npos);
    content[at + 1] = 'X';
    std::ofstream(folder / "queue.sqlite", std::ios::binary) << content;
    JobStore store(folder / "queue.sqlite");
    int num_damaged = 0;
    for (const Job& each : store.load()) {
        num_damaged += each.error ? 1 : 0;
        QVERIFY(each.error || each.state == JobState::waiting);
    }
    QCOMPARE(num_damaged, 1);
}

KINORA_TEST(JobStoreTest)
#include "job_store_test.moc"
