#include "core/render/saved_scenes.h"

#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SavedScenesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void comes_back_as_it_was();
    void is_kept_by_content();
    void a_wider_range_takes_the_place_of_a_narrower_one();
    void the_end_of_the_file_covers_what_would_come_behind();
    void ranges_are_seen_together();
    void keeps_what_it_does_not_know();
    void leaves_a_newer_file_alone();
    void what_was_found_otherwise_is_looked_for_again();
    void damage_is_nothing_found();
};

static SceneScan scan_of(std::int64_t start, std::int64_t length, const std::vector<std::int64_t>& cuts) {
    SceneScan scan = {.frames = {start, length}, .num_looked_at = length, .cuts = {}, .hard = {}, .num_duplicates = 3};
    for (const std::int64_t frame : cuts) {
        scan.cuts.push_back({frame, static_cast<double>(frame) / 24.0});
    }
    scan.hard = {{start + 1, 0.125}};
    return scan;
}

static std::filesystem::path only_file(const TempFolder& folder) {
    return std::filesystem::directory_iterator(folder / "scenes")->path();
}

static nlohmann::json content(const TempFolder& folder) {
    return nlohmann::json::parse(read_file(only_file(folder), 1'000'000));
}

void SavedScenesTest::comes_back_as_it_was() {
    const TempFolder folder;
    SceneScan scan = scan_of(20, 40, {30, 44});
    scan.ends_with_file = true;
    save_scenes(folder.path(), "xxh3:ab", scan);
    QVERIFY(load_scenes(folder.path(), "xxh3:ab") == std::vector{scan});
}

void SavedScenesTest::is_kept_by_content() {
    const TempFolder folder;
    save_scenes(folder.path(), "../../xxh3:ab", scan_of(0, 10, {5}));
    QVERIFY(load_scenes(folder.path(), "xxh3:ab").empty());
    QCOMPARE(load_scenes(folder.path(), "../../xxh3:ab").size(), std::size_t{1});
    QVERIFY(only_file(folder).parent_path() == folder / "scenes");  // whatever a damaged project calls a hash
}

void SavedScenesTest::a_wider_range_takes_the_place_of_a_narrower_one() {
    const TempFolder folder;
    save_scenes(folder.path(), "a", scan_of(10, 10, {12}));
    save_scenes(folder.path(), "a", scan_of(50, 10, {52}));
    QCOMPARE(load_scenes(folder.path(), "a").size(), std::size_t{2});
    save_scenes(folder.path(), "a", scan_of(0, 30, {12, 25}));
    const auto scans = load_scenes(folder.path(), "a");
    QCOMPARE(scans.size(), std::size_t{2});
    QVERIFY(scans[0] == scan_of(50, 10, {52}));
    QVERIFY(scans[1] == scan_of(0, 30, {12, 25}));
}

void SavedScenesTest::the_end_of_the_file_covers_what_would_come_behind() {
    SceneScan scan = scan_of(10, 20, {});
    QVERIFY(covers(scan, {10, 20}));
    QVERIFY(covers(scan, {15, 5}));
    QVERIFY(!covers(scan, {9, 5}));
    QVERIFY(!covers(scan, {15, 16}));
    scan.ends_with_file = true;
    QVERIFY(covers(scan, {15, 16}));
    QVERIFY(!covers(scan, {30, 5}));
}

void SavedScenesTest::ranges_are_seen_together() {
    const SceneScan all = merged({scan_of(50, 10, {52}), scan_of(10, 20, {12, 25}), scan_of(20, 15, {25, 33})});
    QCOMPARE(all.frames, (FrameRange{10, 50}));
    std::vector<std::int64_t> cuts;
    for (const SceneMark& mark : all.cuts) {
        cuts.push_back(mark.frame);
    }
    QCOMPARE(cuts, (std::vector<std::int64_t>{12, 25, 33, 52}));
    QCOMPARE(all.hard.size(), std::size_t{3});
}

void SavedScenesTest::keeps_what_it_does_not_know() {
    const TempFolder folder;
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    nlohmann::json object = content(folder);
    object["mood"] = "calm";
    object["scans"][0]["colour"] = "blue";
    write_file_atomically(only_file(folder), object.dump());
    save_scenes(folder.path(), "a", scan_of(50, 10, {}));
    QVERIFY(content(folder)["mood"] == "calm");
    QVERIFY(content(folder)["scans"][0]["colour"] == "blue");
    QCOMPARE(load_scenes(folder.path(), "a").size(), std::size_t{2});
}

void SavedScenesTest::leaves_a_newer_file_alone() {
    const TempFolder folder;
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    nlohmann::json object = content(folder);
    object["version"] = 2;
    write_file_atomically(only_file(folder), object.dump());
    QVERIFY(load_scenes(folder.path(), "a").empty());
    save_scenes(folder.path(), "a", scan_of(50, 10, {}));
    QVERIFY(content(folder) == object);
}

void SavedScenesTest::what_was_found_otherwise_is_looked_for_again() {
    const TempFolder folder;
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    nlohmann::json object = content(folder);
    object["detector"] = 0;
    write_file_atomically(only_file(folder), object.dump());
    QVERIFY(load_scenes(folder.path(), "a").empty());
    save_scenes(folder.path(), "a", scan_of(50, 10, {}));
    QVERIFY(load_scenes(folder.path(), "a") == std::vector{scan_of(50, 10, {})});
}

void SavedScenesTest::damage_is_nothing_found() {
    const TempFolder folder;
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    for (const char* text : {"", "[]", "{", R"({"format":"kinora-scenes","version":1,"detector":1,"scans":[{"frames":"all"}]})"}) {
        write_file_atomically(only_file(folder), text);
        QVERIFY(load_scenes(folder.path(), "a").empty());
    }
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    QCOMPARE(load_scenes(folder.path(), "a").size(), std::size_t{1});
}

KINORA_TEST(SavedScenesTest)
#include "saved_scenes_test.moc"
