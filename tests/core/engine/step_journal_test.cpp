#include "core/engine/step_journal.h"

#include <chrono>
#include <fstream>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
namespace fs = std::filesystem;

class StepJournalTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void keeps_every_bit();
    void damage_is_recognised_data();
    void damage_is_recognised();
    void leftovers_of_a_kill_are_ignored_and_removed();
    void cleans_up_the_oldest_first();
    void removes_a_job();
};

static StepState state(int step, std::size_t bytes = 1000) {
    StepState result = {"family", 1, step, 20, {{"sigma", "0.123456789"}}, {}};
    StateTensor tokens = {"tokens", ScalarType::f32, {static_cast<std::int64_t>(bytes / 4)}, std::vector<std::byte>(bytes / 4 * 4)};
    for (std::size_t i = 0; i < tokens.bytes.size(); ++i) {
        tokens.bytes[i] = static_cast<std::byte>(i * 7 + static_cast<std::size_t>(step));
    }
    result.tensors = {tokens, {"random", ScalarType::u8, {3}, std::vector<std::byte>(3, std::byte{5})}};
    return result;
}

static fs::path file_of(const fs::path& folder, int job, const std::string& step) {
    return folder / std::to_string(job) / ("step_" + step + ".safetensors");
}

void StepJournalTest::keeps_every_bit() {
    const test::TempFolder folder;
    {
        StepJournal journal(folder.path(), {});
        for (const int step : {1, 2, 3}) {
            journal.write(7, state(step));
        }
        journal.write(7, state(2));
        QVERIFY(journal.steps(8).empty());
        QVERIFY(!journal.read_last(8));
    }
    const StepJournal journal(folder.path(), {});
    QCOMPARE(journal.steps(7), (std::vector<int>{1, 2, 3}));
    QVERIFY(journal.read(7, 2) == state(2));
    QVERIFY(journal.read_last(7) == state(3));
    QVERIFY(!journal.read(7, 4));
}

void StepJournalTest::damage_is_recognised_data() {
    QTest::addColumn<qint64>("cut_to");   // -1 leaves the length
    QTest::addColumn<qint64>("flip_at");  // from the end; 0 flips nothing
    QTest::newRow("empty") << qint64{0} << qint64{0};
    QTest::newRow("torn") << qint64{700} << qint64{0};
    QTest::newRow("one bit of the latents") << qint64{-1} << qint64{500};
    QTest::newRow("one bit of the random numbers") << qint64{-1} << qint64{1};
}

void StepJournalTest::damage_is_recognised() {
    QFETCH(qint64, cut_to);
    QFETCH(qint64, flip_at);
    const test::TempFolder folder;
    StepJournal journal(folder.path(), {});
    journal.write(1, state(4));
    journal.write(1, state(5));
    const fs::path file = file_of(folder.path(), 1, "00005");
    if (cut_to >= 0) {
        fs::resize_file(file, static_cast<std::uintmax_t>(cut_to));
    }
    if (flip_at > 0) {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(-flip_at, std::ios::end);
        const char byte = static_cast<char>(stream.get() ^ 1);
        stream.seekp(-flip_at, std::ios::end);
        stream.put(byte);
    }
    QVERIFY(!journal.read(1, 5));
    QVERIFY(journal.read_last(1) == state(4));
}

void StepJournalTest::leftovers_of_a_kill_are_ignored_and_removed() {
    const test::TempFolder folder;
    StepJournal(folder.path(), {}).write(1, state(1));
    const fs::path part = folder / "1/.step_00002.safetensors.99-1.part";
    std::ofstream(part) << "half";
    std::ofstream(folder / "1/step_x.safetensors") << "no step";
    const StepJournal journal(folder.path(), {});
    QVERIFY(!fs::exists(part));
    QCOMPARE(journal.steps(1), std::vector<int>{1});
}

void StepJournalTest::cleans_up_the_oldest_first() {
    const test::TempFolder folder;
    StepJournal journal(folder.path(), {.max_bytes = 35'000});
    const auto now = fs::file_time_type::clock::now();
    int age = 20;
    for (const int job : {1, 2, 3}) {
        for (const int step : {1, 2}) {
            journal.write(job, state(step, 10'000));
            fs::last_write_time(file_of(folder.path(), job, "0000" + std::to_string(step)), now - std::chrono::minutes(age--));
        }
    }
    // Job 1 is unfinished: its last step outlives younger steps of the others.
    QVERIFY(journal.clean_up({1, 3}) <= 35'000);
    QCOMPARE(journal.steps(1), std::vector<int>{2});
    QVERIFY(journal.steps(2).empty());
    QVERIFY(!fs::exists(folder / "2"));
    QCOMPARE(journal.steps(3), (std::vector<int>{1, 2}));
}

void StepJournalTest::removes_a_job() {
    const test::TempFolder folder;
    StepJournal journal(folder.path(), {});
    journal.write(1, state(1));
    journal.write(2, state(1));
    journal.remove(1);
    QVERIFY(journal.steps(1).empty());
    QCOMPARE(journal.steps(2), std::vector<int>{1});
}

KINORA_TEST(StepJournalTest)
#include "step_journal_test.moc"
