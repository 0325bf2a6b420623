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
    void a_part_has_what_lies_in_it();
    void numbers_that_no_media_has_are_refused_data();
    void numbers_that_no_media_has_are_refused();
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

void SavedScenesTest::a_part_has_what_lies_in_it() {
    SceneScan scan = scan_of(10, 40, {20, 30, 45});
    scan.ends_with_file = true;
    const SceneScan part = within(scan, {20, 20});
    QCOMPARE(part.frames, (FrameRange{20, 20}));
    QCOMPARE(part.num_looked_at, 20);
    QVERIFY(!part.ends_with_file);
    QCOMPARE(part.cuts.size(), std::size_t{1});  // frame 20 is cut from 19, which is none of them
    QCOMPARE(part.cuts[0].frame, 30);
    QVERIFY(part.hard.empty());
    QVERIFY(within(scan, {10, 40}) == scan);
    QVERIFY(within(scan, {0, 100}) == scan);
    scan.num_looked_at = 15;  // on the way
    QCOMPARE(within(scan, {20, 20}).num_looked_at, 5);
    QVERIFY(within(scan, {90, 5}).frames.is_empty());
}

void SavedScenesTest::numbers_that_no_media_has_are_refused_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("value");
    QTest::newRow("a range that overflows") << "/scans/0/frames" << "[9223372036854775807, 10]";
    QTest::newRow("a beginning before the first") << "/scans/0/frames" << "[-1, 10]";
    QTest::newRow("a length below nothing") << "/scans/0/frames" << "[0, -5]";
    QTest::newRow("a fraction") << "/scans/0/frames" << "[0, 1e30]";
    QTest::newRow("too many") << "/scans/0/duplicates" << "4000000000";
    QTest::newRow("looked at none") << "/scans/0/looked_at" << "-1";
    QTest::newRow("marks without order") << "/scans/0/cuts" << "[[7, 0.3], [5, 0.2]]";
    QTest::newRow("a mark before the first") << "/scans/0/hard" << "[[-3, 0.1]]";
}

void SavedScenesTest::numbers_that_no_media_has_are_refused() {
    QFETCH(QString, place);
    QFETCH(QString, value);
    const TempFolder folder;
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    save_scenes(folder.path(), "a", scan_of(50, 10, {52}));
    nlohmann::json object = content(folder);
    object[nlohmann::json::json_pointer(place.toStdString())] = nlohmann::json::parse(value.toStdString());
    write_file_atomically(only_file(folder), object.dump());
    QVERIFY(load_scenes(folder.path(), "a") == std::vector{scan_of(50, 10, {52})});  // the other one is as good as before
    save_scenes(folder.path(), "a", scan_of(0, 10, {5}));
    QCOMPARE(load_scenes(folder.path(), "a").size(), std::size_t{2});
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
