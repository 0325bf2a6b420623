#include "core/engine/open_store.h"

#include <filesystem>
#include <fstream>

#include "core/base/file_io.h"
#include "core/engine/damaged_store.h"
#include "core/engine/database.h"
#include "tests/core/engine/engine_fixture.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
namespace fs = std::filesystem;

class OpenStoreTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void what_is_no_queue_is_set_aside_data();
    void what_is_no_queue_is_set_aside();
    void a_second_one_gets_another_name();
    void a_queue_in_use_is_left_alone();
    void a_newer_queue_is_left_alone();
    void an_engine_goes_on_with_an_empty_queue();
};

// A queue with jobs whose pictures take some pages, and a step of one of them.
static void make_queue(const fs::path& folder) {
    Takes takes;
    EngineOptions options = engine_options(folder, takes);
    options.starts_halted = true;
    Engine engine(options);
    JobSpec spec = fake_job("one");
    spec.request.conditioning.push_back({.images = {Image(64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 7))}});
    const JobId id = engine.submit(spec, QueuePlace::back, 40);
    QVERIFY(wait_for_state(engine, {id.value + 39}, JobState::waiting));
    fs::create_directories(folder / "steps/40");
    std::ofstream(folder / "steps/40/step_00001.safetensors") << "a step";
}

static void run_sql(const fs::path& file, const char* sql) {
    fs::remove(file);
    Database(file).run(sql);
}

void OpenStoreTest::what_is_no_queue_is_set_aside_data() {
    QTest::addColumn<int>("damage");
    QTest::newRow("cut in the middle") << 0;
    QTest::newRow("cut to nothing") << 1;
    QTest::newRow("no database") << 2;
    QTest::newRow("another program's tables") << 3;
    QTest::newRow("tables of our names with other columns") << 4;
    QTest::newRow("another program's version") << 5;
}

static void damage(const fs::path& file, int how) {
    switch (how) {
        case 0:
            fs::resize_file(file, fs::file_size(file) / 2);
            break;
        case 1:
            fs::resize_file(file, 0);
            break;
        case 2:
            std::ofstream(file, std::ios::trunc) << std::string(9000, 'x');
            break;
        case 3:
            run_sql(file, "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('a')");
            break;
        case 4:
            run_sql(file, "CREATE TABLE jobs (id); CREATE TABLE buffers (id); CREATE TABLE job_buffers (id); CREATE TABLE counters (id);"
                          "PRAGMA user_version = 1");
            break;
        default:
            run_sql(file, "CREATE TABLE songs (title TEXT); PRAGMA user_version = 35");
    }
}

void OpenStoreTest::what_is_no_queue_is_set_aside() {
    QFETCH(int, damage);
    const TempFolder folder;
    make_queue(folder.path());
    ::damage(folder / "queue.sqlite", damage);
    const std::string bytes = read_file(folder / "queue.sqlite", 10'000'000);
    OpenedStore opened = open_store(folder.path());
    QCOMPARE(opened.set_aside, folder / "queue.damaged.sqlite");
    QCOMPARE(opened.jobs.size(), std::size_t{0});
    QVERIFY(read_file(opened.set_aside, 10'000'000) == bytes);
    QVERIFY(fs::exists(folder / "steps.damaged/40/step_00001.safetensors"));
    QVERIFY(!fs::exists(folder / "steps"));
    QVERIFY2(opened.store->last_id() >= 40, "numbers of the old jobs would be given out again");
    opened = {};
    opened = open_store(folder.path());
    QVERIFY(opened.set_aside.empty());
}

void OpenStoreTest::a_second_one_gets_another_name() {
    const TempFolder folder;
    for (const char* name : {"queue.damaged.sqlite", "queue.damaged-2.sqlite"}) {
        std::ofstream(folder / "queue.sqlite") << std::string(5000, 'x');
        QCOMPARE(open_store(folder.path()).set_aside, folder / name);
    }
    QVERIFY(fs::exists(folder / "queue.damaged.sqlite"));
}

void OpenStoreTest::a_queue_in_use_is_left_alone() {
    const TempFolder folder;
    const OpenedStore first = open_store(folder.path());
    const std::string message = message_of<FileError>([&] { open_store(folder.path()); });
    QVERIFY2(contains(message, "another running Kinora"), message.c_str());
    QVERIFY(fs::exists(folder / "queue.sqlite") && !fs::exists(folder / "queue.damaged.sqlite"));
}

void OpenStoreTest::a_newer_queue_is_left_alone() {
    const TempFolder folder;
    open_store(folder.path());
    Database(folder / "queue.sqlite").run("PRAGMA user_version = 9");
    const std::string message = message_of<FileError>([&] { open_store(folder.path()); });
    QVERIFY2(contains(message, "newer Kinora"), message.c_str());
    QVERIFY(fs::exists(folder / "queue.sqlite") && !fs::exists(folder / "queue.damaged.sqlite"));
}

void OpenStoreTest::an_engine_goes_on_with_an_empty_queue() {
    const TempFolder folder;
    make_queue(folder.path());
    damage(folder / "queue.sqlite", 0);
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    QCOMPARE(engine.set_aside(), folder / "queue.damaged.sqlite");
    QVERIFY(engine.snapshot()->jobs.empty());
    const JobId id = engine.submit(fake_job("new"));
    QVERIFY(id.value > 40);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QVERIFY(fs::exists(folder / "steps.damaged/40/step_00001.safetensors"));
}

KINORA_TEST(OpenStoreTest)
#include "open_store_test.moc"
