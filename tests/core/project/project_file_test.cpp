#include "core/project/project_file.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/project/full_project.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class ProjectFileTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void keeps_everything();
    void any_rate_of_media_comes_back();
    void is_what_the_contract_says();
    void keeps_unknown_fields_at_every_level();
    void refuses_newer_versions();
    void upgrades_step_by_step();
    void refuses_what_is_no_project_data();
    void refuses_what_is_no_project();
    void a_cause_can_be_said_in_other_languages();
    void survives_any_damage();
    void a_full_disk_keeps_the_old_file();
    void a_renamed_project_finds_its_media();
    void keeps_earlier_versions();
    void thins_versions();
};

void ProjectFileTest::keeps_everything() {
    const TempFolder folder;
    const Project project = full_project();
    QVERIFY(check_invariants(project).empty());
    save_project(folder / "clip.kinora", project);
    QVERIFY(load_project(folder / "clip.kinora") == project);
    save_project(folder / "empty.kinora", Project());
    QVERIFY(load_project(folder / "empty.kinora") == Project());
}

void ProjectFileTest::any_rate_of_media_comes_back() {
    for (const FrameRate& rate : {FrameRate{1080, 1}, FrameRate{2'147'483'647, 71'582'788}, FrameRate{1, 1'000'000}, FrameRate{24000, 1001}}) {
        Project project = full_project();
        project = add_asset(project, {.kind = AssetKind::video, .name = "fast", .file = "fast.mkv", .num_frames = 1000, .frame_rate = rate});
        const Project again = project_from_text(project_to_text(project, "clip.kinora"), "clip.kinora");
        QVERIFY2(again.assets->back()->frame_rate == rate, to_string(rate).c_str());
    }
}

void ProjectFileTest::is_what_the_contract_says() {
    const TempFolder folder;
    save_project(folder / "clip.kinora", full_project());
    const json file = json::parse(read_file(folder / "clip.kinora", 1'000'000));
    QVERIFY(file["format"] == "kinora-project");
    QVERIFY(file["version"].is_number_integer() && file["version"] == project_format_version);
    QVERIFY(file["takes"][0]["file"] == "clip.media/takes/t.mp4");
    QVERIFY(std::filesystem::is_directory(folder / "clip.media"));
}

// Puts a field "from_the_future" into every object below `value`, outside of recipes, which are kept whole anyway.
static int add_future(json& value, int& count) {
    if (value.is_object()) {
        for (auto& [key, item] : value.items()) {
            add_future(item, count);
        }
        value["from_the_future"] = ++count;
    } else if (value.is_array()) {
        for (json& item : value) {
            add_future(item, count);
        }
    }
    return count;
}

void ProjectFileTest::keeps_unknown_fields_at_every_level() {
    json file = json::parse(project_to_text(full_project(), "clip.kinora"));
    int count = 0;
    QVERIFY(add_future(file, count) > 30);
    const Project project = project_from_text(file.dump(), "clip.kinora");
    const json again = json::parse(project_to_text(project, "clip.kinora"));
    const json difference = json::diff(file, again);
    QVERIFY2(difference.empty(), difference.dump().c_str());
    // Edits keep them too.
    TestProject t;
    const Project edited = set_track_muted(project, project.timeline.tracks[0]->id, true);
    QVERIFY(json::parse(project_to_text(edited, "clip.kinora"))["timeline"]["tracks"][0].contains("from_the_future"));
}

void ProjectFileTest::refuses_newer_versions() {
    json file = json::parse(project_to_text(Project(), "clip.kinora"));
    file["version"] = 7;
    const auto message = message_of<ProjectFormatError>([&] { project_from_text(file.dump(), "clip.kinora"); });
    QVERIFY2(contains(message, "version 7") && contains(message, "version 1") && contains(message, "clip.kinora"), message.c_str());
}

void ProjectFileTest::upgrades_step_by_step() {
    const std::vector<ProjectUpgrade> chain = {[](json& p) { p["seen"] = "1"; },
                                               [](json& p) { p["seen"] = p["seen"].get<std::string>() + "2"; }};
    json oldest = {{"format", "kinora-project"}, {"version", 1}};
    upgrade_project(oldest, chain, "x");
    QVERIFY(oldest["seen"] == "12" && oldest["version"] == 3);
    json newest = {{"format", "kinora-project"}, {"version", 3}};
    upgrade_project(newest, chain, "x");
    QVERIFY(!newest.contains("seen"));
}

void ProjectFileTest::refuses_what_is_no_project_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* problem) {
        QTest::newRow(name) << pointer << value << problem;
    };
    row("no format", "/format", "\"other\"", "is no project of Kinora");
    row("version is text", "/version", "\"1\"", "has no version");
    row("version 0", "/version", "0", "has no version");
    row("start is text", "/timeline/tracks/0/clips/0/start", "\"0\"", "\"timeline.tracks[0].clips[0].start\" is no whole number");
    row("huge start", "/timeline/tracks/0/clips/0/start", "9223372036854775807", "is outside");
    row("huge length", "/timeline/tracks/0/clips/0/length", "18446744073709551615", "is outside");
    row("fraction", "/timeline/tracks/0/clips/0/length", "1.5", "is no whole number");
    row("length 0", "/timeline/tracks/0/clips/0/length", "0", "lies outside the timeline");
    row("longer than its media", "/timeline/tracks/0/clips/0/length", "100000", "longer than its media");
    row("version that is not there", "/timeline/tracks/0/clips/0/chosen", "4", "does not have");
    row("fade of no frames", "/timeline/tracks/0/clips/0/crossfade", "{\"length\": 0}", "fades over no frames");
    row("incoming sound", "/timeline/tracks/0/clips/0/crossfade", "{\"length\": 5, \"incoming\": {\"asset\": 999}}", "not in the project");
    row("fade from elsewhere", "/timeline/tracks/0/clips/0/crossfade", "{\"start\": -99999999999999, \"length\": 5}", "is outside");
    row("unknown media", "/timeline/tracks/0/clips/0/versions/0/asset", "999", "not in the project");
    row("overlap", "/timeline/tracks/1/clips/1/start", "40", "overlaps");
    row("two ids", "/assets/0/id", "1", "the id of something else");
    row("id from nowhere", "/next_id", "2", "never given out");
    row("clips is text", "/timeline/tracks/0/clips", "\"\"", "is no list");
    row("tracks hold a number", "/timeline/tracks/0", "3", "is no JSON object");
    row("absolute path", "/assets/0/file", "\"/etc/passwd\"", "does not lie in the project's media folder");
    row("path upwards", "/assets/0/file", "\"clip.media/../../x\"", "is no path inside");
    row("path elsewhere", "/assets/0/file", "\"films/x.mp4\"", "does not lie in the project's media folder");
    row("empty path", "/assets/0/file", "\"clip.media/\"", "is no path inside");
    row("rate", "/frame_rate", "\"0/0\"", "is no frame rate");
    row("rate is a number", "/frame_rate", "24", "is no text");
    row("strength", "/generate/keyframes/0/strength", "7", "outside 0 to 1");
    row("interpolation", "/generate/keyframes/0/curve/0/interpolation", "\"bouncy\"", "does not know");
    row("seed", "/generate/settings/seed", "\"x\"", "wrong type");
    row("frames of settings", "/generate/settings/num_frames", "99999999999999", "out of bounds");
    row("later part", "/generations/0/parts/1/conditions/0/part", "1", "later part");
    row("range", "/timeline/range", "[1]", "first frame and a length");
    row("colour", "/timeline/markers/0/colour", "16777216", "is outside");
    row("kind of asset", "/assets/0/kind", "\"sound\"", "neither a picture nor a video");
    row("no variations", "/generations/0/num_variations", "0", "makes nothing");
}

void ProjectFileTest::refuses_what_is_no_project() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, problem);
    json file = json::parse(project_to_text(full_project(), "clip.kinora"));
    file[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
    const auto message = message_of<ProjectFormatError>([&] { project_from_text(file.dump(), "clip.kinora"); });
    QVERIFY2(contains(message, problem.toStdString()) && contains(message, "clip.kinora"), message.c_str());
}

void ProjectFileTest::a_cause_can_be_said_in_other_languages() {
    const auto sentence_for = [](const std::string& text) {
        try {
            project_from_text(text, "clip.kinora");
        } catch (const ProjectFormatError& error) {
            return error.sentence();
        }
        return Sentence("(nothing was thrown)");
    };
    QVERIFY(sentence_for("{") == Sentence::of("%1; the file is damaged, so open an earlier version of it", Sentence::of("is no JSON (at byte %1)", 2)));
    json file = json::parse(project_to_text(full_project(), "clip.kinora"));
    file["timeline"]["tracks"][0]["name"] = 3;
    QVERIFY(sentence_for(file.dump()) == Sentence::of("\"%1\" %2", "timeline.tracks[0].name", Sentence::of("is no text")));
    file = json::parse(project_to_text(full_project(), "clip.kinora"));
    file["takes"][0]["num_frames"] = 0;
    const Sentence take = Sentence::of("take %1", file["takes"][0]["id"].get<int>());
    QVERIFY(sentence_for(file.dump()) == Sentence::of("cannot be meant so: %1", Sentence::of("%1 has no frames or no frame rate", take)));
}

void ProjectFileTest::survives_any_damage() {
    const std::string text = project_to_text(full_project(), "clip.kinora");
    std::mt19937 random(7);
    int num_refused = 0;
    for (int i = 0; i < 1500; ++i) {
        std::string damaged = text;
        if (i % 3 == 0) {
            damaged.resize(random() % text.size());
        }
        for (int k = 0; k < 1 + i % 4 && !damaged.empty(); ++k) {
            damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        }
        try {
            const Project project = project_from_text(damaged, "clip.kinora");
            QVERIFY(check_invariants(project).empty());
        } catch (const ProjectFormatError& error) {
            ++num_refused;
            QVERIFY(contains(error.what(), "clip.kinora: "));
        }
    }
    QVERIFY(num_refused > 700);
    QVERIFY(contains(message_of<ProjectFormatError>([] { project_from_text("", "clip.kinora"); }), "is no JSON"));
    QVERIFY(contains(message_of<ProjectFormatError>([] { project_from_text(std::string(100'000, '['), "clip.kinora"); }), "nested"));
}

void ProjectFileTest::a_full_disk_keeps_the_old_file() {
    const TempFolder folder;
    save_project(folder / "clip.kinora", Project());
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {1000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto message = message_of<FileError>([&] { save_project(folder / "clip.kinora", full_project()); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(contains(message, "cannot be written"), message.c_str());
    QVERIFY(load_project(folder / "clip.kinora") == Project());
}

void ProjectFileTest::a_renamed_project_finds_its_media() {
    const TempFolder folder;
    save_project(folder / "old.kinora", full_project());
    std::filesystem::rename(folder / "old.kinora", folder / "new.kinora");
    const Project project = load_project(folder / "new.kinora");
    QCOMPARE(QString::fromStdString(project.takes->front()->file), QStringLiteral("takes/t.mp4"));
    QVERIFY(contains(project_to_text(project, folder / "new.kinora"), "new.media/takes/t.mp4"));
}

void ProjectFileTest::keeps_earlier_versions() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    QVERIFY(list_versions(file).empty());
    Project project;
    for (int i = 0; i < 4; ++i) {
        project.width = 100 + i;
        save_project(file, project);
    }
    QCOMPARE(load_project(file).width, 103);
    auto versions = list_versions(file);
    QCOMPARE(versions.size(), std::size_t{3});
    QCOMPARE(load_project(versions.front().file).width, 102);
    QCOMPARE(load_project(versions.back().file).width, 100);
    project.width = 555;
    keep_version(file, project);
    QCOMPARE(load_project(list_versions(file).front().file).width, 555);
    // An older program's stray file is no version.
    std::ofstream(media_folder_of(file) / "versions" / "notes.txt") << "x";
    QCOMPARE(list_versions(file).size(), std::size_t{4});
}

void ProjectFileTest::thins_versions() {
    using namespace std::chrono;
    const sys_seconds now = sys_days(2030y / 6 / 15) + hours(12);
    std::vector<sys_seconds> times;
    for (int i = 1; i <= 100 * 24 * 6; ++i) {  // one every ten minutes for a hundred days
        times.push_back(now - minutes(10 * i));
    }
    const auto keep = versions_to_keep(times, now);
    QVERIFY(std::all_of(keep.begin(), keep.begin() + 10, [](bool is_kept) { return is_kept; }));
    const auto kept_between = [&](hours from, hours to) {
        int count = 0;
        for (std::size_t i = 0; i < times.size(); ++i) {
            count += keep[i] && now - times[i] >= from && now - times[i] < to ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(kept_between(hours(3), hours(23)), 20);
    QCOMPARE(kept_between(hours(48), hours(48 + 24 * 10)), 10);
    QVERIFY(kept_between(hours(24 * 32), hours(24 * 100)) <= 4);
    // What is kept now is kept when it is looked at again.
    std::vector<sys_seconds> left;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (keep[i]) {
            left.push_back(times[i]);
        }
    }
    const auto again = versions_to_keep(left, now);
    QVERIFY(std::all_of(again.begin(), again.end(), [](bool is_kept) { return is_kept; }));
}

KINORA_TEST(ProjectFileTest)
#include "project_file_test.moc"
