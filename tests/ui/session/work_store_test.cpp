#include "ui/session/work_store.h"

#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/edits/track_edits.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class WorkStoreTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void entries_come_back();
    void the_last_list_counts();
    void nothing_is_there_before_something_is_written();
    void what_is_no_entry_takes_no_other_along();
    void what_is_no_list_is_kept();
    void a_project_stays_until_its_work_is_over();
    void a_folder_that_cannot_be_made_stops_nothing();
    void why_an_entry_failed_comes_back();
};

static json entriesOf(const WorkStore& store) {
    json entries = json::array();
    store.readEntries([&](const json& entry) { entries.push_back(entry); });
    return entries;
}

static void writeList(const TempFolder& folder, const std::string& text) {
    write_file_atomically(folder / "exports.json", text);
}

void WorkStoreTest::entries_come_back() {
    const TempFolder folder;
    const json entries = {{{"id", 3}, {"name", "ein Bär – 熊"}}, {{"id", 1}, {"name", ""}}};
    WorkStore(folder / "work", "export").writeEntries(entries);
    QVERIFY(std::filesystem::exists(folder / "work/exports.json"));
    QVERIFY(entriesOf(WorkStore(folder / "work", "export")) == entries);
    QVERIFY(entriesOf(WorkStore(folder / "work", "interpolation")).empty());  // which has a list of its own
}

void WorkStoreTest::the_last_list_counts() {
    const TempFolder folder;
    {
        WorkStore store(folder.path(), "export");
        for (int count = 1; count <= 20; ++count) {
            store.writeEntries(json(std::vector<int>(static_cast<std::size_t>(count), count)));
        }
        store.writeEntries(json::array({7}));
    }
    QVERIFY(entriesOf(WorkStore(folder.path(), "export")) == json::array({7}));
}

void WorkStoreTest::nothing_is_there_before_something_is_written() {
    const TempFolder folder;
    QVERIFY(entriesOf(WorkStore(folder / "work", "export")).empty());
    QVERIFY(!std::filesystem::exists(folder / "work"));
}

void WorkStoreTest::what_is_no_entry_takes_no_other_along() {
    const TempFolder folder;
    const std::string text = R"([{"id": 1}, "odd", {"id": 2}, {}])";
    writeList(folder, text);
    const WorkStore store(folder.path(), "export");
    std::vector<int> ids;
    store.readEntries([&](const json& entry) { ids.push_back(entry.at("id")); });
    QCOMPARE(ids, (std::vector<int>{1, 2}));
    QCOMPARE(read_file(folder / "exports.json.unreadable", 1000), text);
    QCOMPARE(read_file(folder / "exports.json", 1000), text);
}

void WorkStoreTest::what_is_no_list_is_kept() {
    for (const std::string text : {"[{\"id\": 1}", "{\"id\": 1}", ""}) {
        const TempFolder folder;
        writeList(folder, text);
        QVERIFY(entriesOf(WorkStore(folder.path(), "export")).empty());
        QCOMPARE(read_file(folder / "exports.json.unreadable", 1000), text);
    }
    const TempFolder folder;
    writeList(folder, "[]");
    QVERIFY(entriesOf(WorkStore(folder.path(), "export")).empty());
    QVERIFY(!std::filesystem::exists(folder / "exports.json.unreadable"));
}

void WorkStoreTest::a_project_stays_until_its_work_is_over() {
    const TempFolder folder;
    const std::filesystem::path file = folder / "film.kinora";
    const auto project = std::make_shared<const Project>(add_track(Project(), 0, "pictures"));
    WorkStore(folder / "work", "export").keepProject(5, project, file);
    bool isGone = false;
    {
        WorkStore store(folder / "work", "export");
        QVERIFY(*store.readProject(5, file) == *project);
        QVERIFY_THROWS_EXCEPTION(FileError, store.readProject(6, file));
        store.forget(5, [&] { isGone = !std::filesystem::exists(folder / "work/export-5.kinora"); });
    }
    QVERIFY(isGone);
    QVERIFY_THROWS_EXCEPTION(FileError, WorkStore(folder / "work", "export").readProject(5, file));
}

void WorkStoreTest::a_folder_that_cannot_be_made_stops_nothing() {
    const TempFolder folder;
    std::ofstream(folder / "work") << "a file";
    bool isCalled = false;
    {
        WorkStore store(folder / "work", "export");
        store.writeEntries(json::array({1}));
        store.forget(1, [&] { isCalled = true; });
    }
    QVERIFY(isCalled);
    QCOMPARE(read_file(folder / "work", 100), std::string("a file"));
}

void WorkStoreTest::why_an_entry_failed_comes_back() {
    const ErrorRecord problem = record_of(FileError("film.mkv", Sentence::of("cannot be written: %1", "the disk is full")));
    QVERIFY(problemFromJson(json::parse(problemToJson(problem).dump())) == problem);
    QVERIFY(!problemFromJson(problemToJson(std::nullopt)));
    // As in lists of earlier versions.
    QCOMPARE(problemFromJson("the disk is full").value().message, std::string("the disk is full"));
    QVERIFY(!problemFromJson(""));
    QVERIFY_THROWS_EXCEPTION(std::exception, problemFromJson(7));
}

KINORA_TEST(WorkStoreTest)
#include "work_store_test.moc"
