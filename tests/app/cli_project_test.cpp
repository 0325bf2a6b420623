// kinora-cli project render: what a project waits for is made and kept, and the file shows what the timeline shows.
#include <sys/stat.h>

#include <fstream>

#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/media_probe.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/project/journal.h"
#include "core/project/project_file.h"
#include "core/render/timeline_renderer.h"
#include "tests/support/command.h"
#include "tests/support/decoded_frames.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
namespace fs = std::filesystem;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::entries;
using kinora::test::frames_of;
using kinora::test::run;
using kinora::test::TempFolder;

class CliProjectTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void makes_what_is_pending_and_shows_it();
    void takes_come_from_their_recipes();
    void a_take_never_takes_the_name_of_another();
    void a_restyling_comes_from_its_recipe_and_knows_its_strength();
    void goes_on_where_it_was_killed();
    void ctrl_c_keeps_the_project();
    void a_journal_without_changes_is_no_obstacle();
    void exports_the_range_at_another_size_and_rate();
    void media_that_is_not_shown_may_be_missing();
    void says_what_is_wrong_data();
    void says_what_is_wrong();
};

#define KINORA_VERIFY_STATUS(result, expected) QVERIFY2((result).status == (expected), describe(result).constData())

static constexpr int width = 96;
static constexpr int height = 64;
static constexpr const char* model = "kinora-tiny";

static GenerationWish wish(const std::string& prompt, int steps) {
    GenerationWish wish = {.model = model};
    wish.settings.prompt = prompt;
    wish.settings.width = width;
    wish.settings.height = height;
    wish.settings.num_frames = 9;
    wish.settings.num_inference_steps = steps;
    wish.settings.seed = 5;
    return wish;
}

static Project empty_timeline() {
    return set_timeline_size(add_track(Project(), 0, ""), width, height);
}

// A clip of its own with two takes, and behind it a chain of two.
static Project pending_project(int steps) {
    Project project = empty_timeline();
    const TrackId track = project.timeline.tracks[0]->id;
    GenerationWish first = wish("a red ball", steps);
    first.num_variations = 2;
    project = generate_clip(project, first, track, 0, EditMode::normal);
    const std::vector<Segment> segments = {{.prompt = "a blue cube", .length = 9}, {.prompt = "a green cone", .length = 11}};
    return lay_out_segments(project, track, 9, segments, wish("", steps), EditMode::normal);
}

static fs::path save(const TempFolder& folder, const Project& project) {
    const fs::path file = folder / "film.kinora";
    save_project(file, project);
    return file;
}

static std::vector<nlohmann::json> events_of(const CommandResult& result, const char* name) {
    std::vector<nlohmann::json> found;
    for (const nlohmann::json& event : result.events()) {
        if (event["event"] == name) {
            found.push_back(event);
        }
    }
    return found;
}

static const QStringList render = {"project", "render", "film.kinora", "--out", "out.mkv"};

// The recipes of what is seen in it, which is no recipe of its own.
static void check_export_tells_of_its_takes(const TempFolder& folder) {
    const CommandResult info = run({"info", "out.mkv"}, folder.path());
    KINORA_VERIFY_STATUS(info, 0);
    for (const char* line : {"frames           0 to 8\n", "frames           9 to 17\n", "frames           18 to 28\n", "a blue cube", "a green cone"}) {
        QVERIFY2(info.out.contains(line), describe(info).constData());
    }
    const CommandResult whole = run({"info", "out.mkv", "--json"}, folder.path());
    QCOMPARE(nlohmann::json::parse(whole.out.toStdString())["takes"].size(), std::size_t{3});
    const CommandResult again = run({"render", "--recipe", "out.mkv", "--out", "b.mkv"}, folder.path());
    KINORA_VERIFY_STATUS(again, 1);
    QVERIFY2(again.err.contains("is a timeline with the recipes of its takes"), describe(again).constData());
}

void CliProjectTest::makes_what_is_pending_and_shows_it() {
    const TempFolder folder;
    const fs::path file = save(folder, pending_project(2));
    const CommandResult result = run(render + QStringList{"--json"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);

    const Project project = load_project(file);
    QVERIFY(project.generations->empty());
    QCOMPARE(project.takes->size(), std::size_t{4});
    QCOMPARE(project.timeline.tracks[0]->clips.size(), std::size_t{3});
    QCOMPARE(project.timeline.tracks[0]->clips[0]->versions.size(), std::size_t{2});
    QVERIFY(project.takes->at(1)->recipe["settings"]["seed"] == 6);
    QCOMPARE(project.takes->at(0)->origin->settings.seed, std::uint64_t{5});
    QCOMPARE(project.takes->at(1)->origin->settings.seed, std::uint64_t{6});
    QVERIFY(!project.takes->at(1)->origin->clip.is_set() && project.takes->at(1)->origin->takes.empty());
    QVERIFY(!project.takes->at(1)->recipe["model"].contains("folder"));
    QCOMPARE(project.takes->at(3)->num_frames, std::int64_t{11});  // what was given is not in the take
    QVERIFY(project.takes->at(3)->origin.has_value());
    QVERIFY(project.takes->at(3)->recipe["conditions"][0]["file"] == project.takes->at(2)->file);
    QCOMPARE(list_versions(file).size(), std::size_t{1});
    QVERIFY(!fs::exists(media_folder_of(file) / "steps"));
    // A take that continues another comes again from its recipe, too: the same frames of that given, and the same kept.
    const fs::path last = media_folder_of(file) / project.takes->at(3)->file;
    KINORA_VERIFY_STATUS(run({"render", "--recipe", QString::fromStdString(last.string()), "--out", "again.mkv"}, folder.path()), 0);
    QVERIFY(frames_of(folder / "again.mkv") == frames_of(last));

    const std::vector<Image> shown = frames_of(folder / "out.mkv");
    QCOMPARE(static_cast<std::int64_t>(shown.size()), timeline_end(project));
    TimelineRenderer renderer(media_folder_of(file));
    for (std::size_t i = 0; i < shown.size(); ++i) {
        QVERIFY2(shown[i] == renderer.render(project, static_cast<std::int64_t>(i)), qPrintable(QString("frame %1").arg(i)));
    }
    QVERIFY(!(shown[0] == shown[28]));

    QCOMPARE(events_of(result, "take").size(), std::size_t{4});
    QVERIFY(events_of(result, "take")[2]["takes"] == 4);
    QCOMPARE(events_of(result, "step").size(), std::size_t{8});
    QVERIFY(events_of(result, "done").at(0)["frames"] == 29);
    check_export_tells_of_its_takes(folder);
}

void CliProjectTest::takes_come_from_their_recipes() {
    const TempFolder folder;
    Project project = empty_timeline();
    const fs::path file = save(folder, generate_clip(project, wish("a red ball", 2), project.timeline.tracks[0]->id, 0, EditMode::normal));
    KINORA_VERIFY_STATUS(run(render, folder.path()), 0);
    const std::string take = (media_folder_of(file) / load_project(file).takes->at(0)->file).string();
    KINORA_VERIFY_STATUS(run({"render", "--recipe", QString::fromStdString(take), "--out", "again.mkv"}, folder.path()), 0);
    const auto made = frames_of(take);
    QCOMPARE(made.size(), std::size_t{9});
    QVERIFY(made == frames_of(folder / "again.mkv"));
    QVERIFY(made == frames_of(folder / "out.mkv"));
}

// The studio names takes by the numbers of its queue.
void CliProjectTest::a_take_never_takes_the_name_of_another() {
    const TempFolder folder;
    Project project = empty_timeline();
    GenerationWish two = wish("a red ball", 1);
    two.num_variations = 2;
    project = generate_clip(project, two, project.timeline.tracks[0]->id, 0, EditMode::normal);
    const auto name = [](std::int64_t number, const char* more = "") { return "takes/take-" + std::to_string(number) + more + ".mkv"; };
    const std::int64_t first = project.next_id + 1;
    project = add_take(project, {.name = "missing", .file = name(first), .content_hash = "xxh3:0", .num_frames = 9, .frame_rate = {24, 1}});
    const fs::path file = save(folder, project);
    const fs::path media = media_folder_of(file);
    fs::create_directories(media / "takes");
    std::ofstream(media / name(first + 1)) << "of the studio";
    KINORA_VERIFY_STATUS(run(render, folder.path()), 0);
    const Project rendered = load_project(file);
    QCOMPARE(rendered.takes->at(1)->file, name(first, "-2"));
    QCOMPARE(rendered.takes->at(2)->file, name(first + 1, "-2"));
    QCOMPARE(read_file(media / name(first + 1), 100), std::string("of the studio"));
    QVERIFY(!fs::exists(media / name(first)));
    QVERIFY(entries(media / "incoming").empty());
}

void CliProjectTest::goes_on_where_it_was_killed() {
    const TempFolder whole;
    save(whole, pending_project(4));
    KINORA_VERIFY_STATUS(run(render, whole.path()), 0);

    const TempFolder folder;
    const fs::path file = save(folder, pending_project(4));
    QProcess process;
    test::start(process, render + QStringList{"--json"}, folder.path());
    QByteArray said;
    while (said.count("\"event\":\"step\"") < 6) {  // in the middle of the second take
        QVERIFY2(process.waitForReadyRead(120'000), said.constData());
        said += process.readAllStandardOutput();
    }
    process.kill();
    process.waitForFinished();
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QVERIFY(load_project(file).takes->size() >= 1);
    QVERIFY(!fs::exists(folder / "out.mkv"));

    const CommandResult result = run(render + QStringList{"--json"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    const auto notices = events_of(result, "notice");
    QVERIFY(std::ranges::any_of(notices, [](const nlohmann::json& notice) {
        return notice["message"].get<std::string>().starts_with("going on after step ");
    }));
    QVERIFY(events_of(result, "step").size() < 12);
    QCOMPARE(load_project(file).takes->size(), std::size_t{4});
    QVERIFY(frames_of(folder / "out.mkv") == frames_of(whole / "out.mkv"));
}

void CliProjectTest::ctrl_c_keeps_the_project() {
    const TempFolder folder;
    const fs::path file = save(folder, pending_project(40));
    QProcess process;
    test::start(process, render + QStringList{"--json"}, folder.path());
    QByteArray said;
    while (!said.contains("\"event\":\"step\"")) {
        QVERIFY2(process.waitForReadyRead(120'000), said.constData());
        said += process.readAllStandardOutput();
    }
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    CommandResult result = test::finish(process);
    result.out = said + result.out;
    KINORA_VERIFY_STATUS(result, 130);
    QVERIFY(load_project(file) == pending_project(40));
    QVERIFY(!fs::exists(folder / "out.mkv"));
    QVERIFY(fs::exists(media_folder_of(file) / "steps"));
    QVERIFY(!fs::exists(media_folder_of(file) / "takes"));
    QVERIFY(entries(media_folder_of(file) / "incoming").empty());
}

// Ten pictures of a film on the timeline, and nothing to make.
static Project film_project(const TempFolder& folder) {
    fs::create_directories(folder / "film.media");
    ClipWriter writer(folder / "film.media/film.mkv", {.width = width, .height = height, .frame_rate = {24, 1}});
    for (int i = 0; i < 10; ++i) {
        writer.write(Image(width, height, std::vector<std::uint8_t>(width * height * 3, static_cast<std::uint8_t>(20 * i))));
    }
    writer.finish();
    Project project = add_asset(empty_timeline(), {.kind = AssetKind::video, .name = "film", .file = "film.mkv", .width = width,
                                                   .height = height, .num_frames = 10, .frame_rate = {24, 1}});
    return insert_clip(project, project.timeline.tracks[0]->id, clip_of(project, project.assets->at(0)->id, 0), EditMode::normal);
}

// The model makes 17 frames of the film's ten, for whose rest the last one is held.
void CliProjectTest::a_restyling_comes_from_its_recipe_and_knows_its_strength() {
    const TempFolder folder;
    const Project film = film_project(folder);
    const fs::path file = save(folder, restyle_clip(film, film.timeline.tracks[0]->clips[0]->id, 0.25, wish("in oil", 2)));
    KINORA_VERIFY_STATUS(run(render, folder.path()), 0);
    const Take take = *load_project(file).takes->at(0);
    QCOMPARE(take.num_frames, std::int64_t{10});
    QCOMPARE(take.origin->settings.denoise_strength, 0.25);
    QCOMPARE(take.origin->restyled->num_frames, std::int64_t{10});
    QVERIFY(take.recipe["conditions"][0]["num_frames"] == 17);
    const fs::path made = media_folder_of(file) / take.file;
    KINORA_VERIFY_STATUS(run({"render", "--recipe", QString::fromStdString(made.string()), "--out", "again.mkv"}, folder.path()), 0);
    QVERIFY(frames_of(folder / "again.mkv") == frames_of(made));
}

void CliProjectTest::exports_the_range_at_another_size_and_rate() {
    const TempFolder folder;
    Project project = film_project(folder);
    project.timeline.range = FrameRange{4, 4};
    save(folder, project);
    const QStringList more = {"--range", "--size", "48x32", "--fps", "12", "--codec", "ffv1"};
    KINORA_VERIFY_STATUS(run(render + more, folder.path()), 0);
    const MediaInfo info = probe_media(folder / "out.mkv");
    QCOMPARE(info.width, 48);
    QCOMPARE(info.height, 32);
    QCOMPARE(info.frame_rate, (FrameRate{12, 1}));
    const auto frames = frames_of(folder / "out.mkv");
    QCOMPARE(frames.size(), std::size_t{2});
    QCOMPARE(int(frames[1].rgb()[0]), 20 * 6);
}

void CliProjectTest::media_that_is_not_shown_may_be_missing() {
    const TempFolder folder;
    Project project = film_project(folder);
    const ClipId clip = project.timeline.tracks[0]->clips[0]->id;
    project = add_take(project, {.name = "rejected", .file = "takes/rejected.mkv", .num_frames = 10, .frame_rate = {24, 1}});
    const MediaRef rejected = project.takes->back()->id;
    project = choose_version(add_version(project, clip, {rejected, 0}), clip, 0);
    save(folder, add_keyframe(project, {.source = {rejected, 0}}));
    KINORA_VERIFY_STATUS(run(render, folder.path()), 0);
    QCOMPARE(frames_of(folder / "out.mkv").size(), std::size_t{10});
}

// A studio that was killed leaves one. Afterwards nothing may look as if it had to be recovered.
void CliProjectTest::a_journal_without_changes_is_no_obstacle() {
    const TempFolder folder;
    const Project start = empty_timeline();
    const fs::path file = save(folder, generate_clip(start, wish("a red ball", 1), start.timeline.tracks[0]->id, 0, EditMode::normal));
    const ProjectJournal journal(file, load_project(file));
    KINORA_VERIFY_STATUS(run(render, folder.path()), 0);
    const auto recovered = read_journal(file);
    QVERIFY(!recovered || recovered->project == load_project(file));
    KINORA_VERIFY_STATUS(run(render + QStringList{"--overwrite"}, folder.path()), 0);
}

using Prepare = std::function<void(const TempFolder& folder)>;

void CliProjectTest::says_what_is_wrong_data() {
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const Prepare& prepare, const QStringList& more, const char* kind, const char* problem) {
        QTest::newRow(name) << prepare << more << QString(kind) << QString(problem);
    };
    const Prepare film = [](const TempFolder& folder) { save(folder, film_project(folder)); };
    row("no file", [](const TempFolder&) {}, {}, "file", "film.kinora");
    row("no project", [](const TempFolder& folder) { std::ofstream(folder / "film.kinora") << "{}"; }, {}, "project_format", "is no project");
    row("a damaged project", [](const TempFolder& folder) {
        save(folder, film_project(folder));
        fs::resize_file(folder / "film.kinora", fs::file_size(folder / "film.kinora") / 2);
    }, {}, "project_format", "the file is damaged");
    row("a newer project", [](const TempFolder& folder) {
        std::ofstream(folder / "film.kinora") << R"({"format": "kinora-project", "version": 99})";
    }, {}, "project_format", "is a project of version 99");
    row("missing media", [](const TempFolder& folder) {
        save(folder, film_project(folder));
        fs::remove(folder / "film.media/film.mkv");
    }, {}, "media", "is missing; put it back");
    row("media that is none", [](const TempFolder& folder) {
        save(folder, film_project(folder));
        std::ofstream(folder / "film.media/film.mkv") << "no film";
    }, {}, "media", "film.mkv");
    row("nothing on the timeline", [](const TempFolder& folder) { save(folder, empty_timeline()); }, {}, "edit", "nothing on the timeline");
    row("no range", film, {"--range"}, "edit", "no in and out point");
    row("an output that exists", [film](const TempFolder& folder) { film(folder); std::ofstream(folder / "out.mkv") << "mine"; }, {},
        "file", "exists");
    row("a folder that is not there", film, {"--out", "nowhere/out.mkv"}, "file", "nowhere");
    row("a folder that cannot be written", film, {"--out", "/proc/out.mkv"}, "file", "/proc");
    row("an ending that is none", film, {"--out", "out.doc"}, "media", "out.doc");
    row("a codec that does not fit", film, {"--codec", "vp9", "--out", "out.mov"}, "media", "vp9");
    row("an unknown model", [](const TempFolder& folder) {
        GenerationWish other = wish("a red ball", 1);
        other.model = "no-such-model";
        const Project project = empty_timeline();
        save(folder, generate_clip(project, other, project.timeline.tracks[0]->id, 0, EditMode::normal));
    }, {}, "file", "no-such-model");
    row("an unknown model of a later take", [](const TempFolder& folder) {
        GenerationWish other = wish("a blue cube", 1);
        other.model = "no-such-model";
        Project project = empty_timeline();
        project = generate_clip(project, wish("a red ball", 1), project.timeline.tracks[0]->id, 0, EditMode::normal);
        save(folder, generate_clip(project, other, project.timeline.tracks[0]->id, 9, EditMode::normal));
    }, {}, "file", "no-such-model");
    row("a later take without a prompt", [](const TempFolder& folder) {
        Project project = empty_timeline();
        project = generate_clip(project, wish("a red ball", 1), project.timeline.tracks[0]->id, 0, EditMode::normal);
        save(folder, generate_clip(project, wish("", 1), project.timeline.tracks[0]->id, 9, EditMode::normal));
    }, {}, "invalid_request", "the prompt is empty");
    row("unsaved changes", [film](const TempFolder& folder) {
        film(folder);
        const Project saved = load_project(folder / "film.kinora");
        ProjectJournal journal(folder / "film.kinora", saved);
        journal.append(add_track(saved, 1, "new"), "Add track");
    }, {}, "project_format", "were never saved");
}

void CliProjectTest::says_what_is_wrong() {
    QFETCH(Prepare, prepare);
    QFETCH(QStringList, more);
    QFETCH(QString, kind);
    QFETCH(QString, problem);
    const TempFolder folder;
    prepare(folder);
    const auto before = entries(folder.path());
    QStringList arguments = {"project", "render", "film.kinora", "--json"};
    arguments << more;
    if (!more.contains("--out")) {
        arguments << "--out" << "out.mkv";
    }
    const CommandResult result = run(arguments, folder.path());
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY(events_of(result, "take").empty());
    QCOMPARE(result.error_lines().size(), 1);
    QVERIFY2(result.error_lines()[0].contains(problem.toUtf8()), result.err.constData());
    const auto errors = events_of(result, "error");
    QCOMPARE(errors.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(errors[0]["kind"].get<std::string>()), kind);
    auto after = entries(folder.path());
    after.erase("film.media");
    auto expected = before;
    expected.erase("film.media");
    QVERIFY(after == expected);
    // Nothing is made beside a project that is refused. Changes that the studio left are looked for under the lock that it made, too.
    const QByteArray row = QTest::currentDataTag();
    QCOMPARE(fs::exists(folder / "film.media/.lock"), row == "unsaved changes" || row == "media that is none");
}

KINORA_TEST(CliProjectTest)
#include "cli_project_test.moc"
