#include "ui/session/interpolation_work.h"

#include <array>
#include <iterator>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/media_probe.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"
#include "tests/ui/film_project.h"
#include "ui/session/app_settings.h"

using namespace kinora;
using namespace kinora::test;

// A film of six frames, of which twelve are made.
class InterpolationWorkTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void asks_for_what_the_clip_shows();
    void a_clip_without_video_has_nothing_to_interpolate();
    void the_file_says_what_it_was_made_of();
    void one_that_is_made_needs_nothing_any_more();
    void an_engine_that_is_missing_is_named();
    void what_was_given_up_leaves_nothing();
    void two_of_one_name_get_two_places();
    void comes_in_as_a_version_of_its_clip();
    void comes_in_without_its_clip();
    void a_project_knows_what_came_in_before();

 private:
    std::filesystem::path file() const { return *folder_ / "film.kinora"; }
    std::filesystem::path media() const { return media_folder_of(file()); }
    ClipId clip() const { return project_.timeline.tracks[0]->clips[0]->id; }
    InterpolationEntry entry() const {
        const InterpolationWish wish = {.what = {.frame_rate = {48, 1}}, .engine = engines_->find(QStringLiteral("flow"), {})};
        InterpolationEntry asked = entryFor(project_, clip(), wish);
        asked.project = asked.origin = file();
        return asked;
    }
    static MadeInterpolation make(const InterpolationEntry& asked, const Project& project) {
        return makeInterpolation(asked, project, [](std::int64_t, std::int64_t) {}, {});
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<AppSettings> settings_;
    std::unique_ptr<InterpolationEngines> engines_;
    Project project_;
};

void InterpolationWorkTest::init() {
    folder_ = std::make_unique<TempFolder>();
    settings_ = std::make_unique<AppSettings>(QString::fromStdString((*folder_ / "kinora.ini").string()), QString());
    engines_ = std::make_unique<InterpolationEngines>(*settings_, [](const auto&, const auto&) { return nullptr; });
    project_ = film_project(media(), 6);
}

void InterpolationWorkTest::asks_for_what_the_clip_shows() {
    const InterpolationEntry asked = entry();
    QVERIFY(asked.clip == clip());
    QCOMPARE(asked.mediaName, std::string("film"));
    QCOMPARE(asked.mediaFile, std::string("imported/film.mkv"));
    QVERIFY(!asked.key.empty() && asked.key != entry().key);
}

void InterpolationWorkTest::a_clip_without_video_has_nothing_to_interpolate() {
    Project pictures = add_asset(project_, {.kind = AssetKind::image, .name = "still", .file = "imported/still.png", .width = film_width,
                                            .height = film_height, .num_frames = 1});
    Clip still = clip_of(pictures, pictures.assets->back()->id, 0);
    still.start = 100;
    pictures = insert_clip(pictures, pictures.timeline.tracks[0]->id, still, EditMode::normal);
    const ClipId id = pictures.timeline.tracks[0]->clips.back()->id;
    QVERIFY_EXCEPTION_THROWN(entryFor(pictures, id, {}), EditError);
    QVERIFY_EXCEPTION_THROWN(entryFor(pictures, ClipId{999}, {}), EditError);
}

void InterpolationWorkTest::the_file_says_what_it_was_made_of() {
    const InterpolationEntry asked = entry();
    std::int64_t last = 0;
    const MadeInterpolation made = makeInterpolation(
        asked, project_, [&](std::int64_t done, std::int64_t all) { last = done == all ? all : -1; }, {});
    QCOMPARE(last, 12);
    QVERIFY(made.file.num_frames == 12 && made.file.frame_rate == (FrameRate{48, 1}));
    const MediaInfo info = probe_media(asked.incomingFile());
    QCOMPARE(info.num_frames, 12);
    QVERIFY(nlohmann::json::parse(info.metadata.at("kinora")) == made.recipe);
    const nlohmann::json& said = made.recipe.at("interpolation");
    QVERIFY(said.at("engine") == "flow" && said.at("frame_rate") == "48" && said.at("source").at("file") == "imported/film.mkv");
}

void InterpolationWorkTest::one_that_is_made_needs_nothing_any_more() {
    InterpolationEntry asked = entry();
    const MadeInterpolation made = make(asked, project_);
    const std::string bytes = read_file(asked.incomingFile(), 100'000'000);
    std::filesystem::remove(media() / "imported/film.mkv");
    asked.wish.engine.make = nullptr;
    asked.shown = made.file.shown;
    const MadeInterpolation again = make(asked, project_);
    QVERIFY(again.recipe == made.recipe && again.file.num_frames == 12 && again.file.version.base == made.file.version.base);
    QVERIFY(read_file(asked.incomingFile(), 100'000'000) == bytes);
    // Its file is what it needs.
    removeInterpolation(asked);
    QVERIFY_EXCEPTION_THROWN(make(asked, project_), InvalidRequest);
}

void InterpolationWorkTest::an_engine_that_is_missing_is_named() {
    InterpolationEntry asked = entry();
    asked.wish.engine = engines_->find(QStringLiteral("rife"), *folder_ / "weights");
    const std::string message = message_of<InvalidRequest>([&] { make(asked, project_); });
    QVERIFY2(contains(message, (*folder_ / "weights").string()), message.c_str());
    QVERIFY(!std::filesystem::exists(asked.incomingFile()));
}

void InterpolationWorkTest::what_was_given_up_leaves_nothing() {
    const InterpolationEntry asked = entry();
    std::stop_source stop;
    const auto stopAtFrame = [&](std::int64_t done, std::int64_t) {
        if (done >= 4) {
            stop.request_stop();
        }
    };
    QVERIFY_EXCEPTION_THROWN(makeInterpolation(asked, project_, stopAtFrame, stop.get_token()), Cancelled);
    const auto numFiles = [&] {
        const std::filesystem::directory_iterator files(asked.incomingFile().parent_path());
        return static_cast<int>(std::distance(begin(files), end(files)));
    };
    removeInterpolation(asked);
    QCOMPARE(numFiles(), 0);
    make(asked, project_);
    QCOMPARE(numFiles(), 1);
    removeInterpolation(asked);
    QCOMPARE(numFiles(), 0);
}

void InterpolationWorkTest::two_of_one_name_get_two_places() {
    InterpolationEntry first = entry();
    InterpolationEntry second = entry();
    first.mediaName = second.mediaName = "50%/d ball";
    const MadeInterpolation made = make(first, project_);
    make(second, project_);
    const PlacedInterpolation one = placeInterpolation(first, made.file, media());
    const PlacedInterpolation two = placeInterpolation(second, made.file, media());
    QVERIFY(one.isNew && two.isNew && one.file != two.file);
    QCOMPARE(one.file, std::string("interpolated/50__d_ball_48_fps.mkv"));
    QVERIFY(std::filesystem::exists(media() / one.file) && std::filesystem::exists(media() / two.file));
    // The same once more, after a start of the program.
    const PlacedInterpolation again = placeInterpolation(first, made.file, media());
    QCOMPARE(again.file, one.file);
    QVERIFY(!again.isNew);
}

void InterpolationWorkTest::comes_in_as_a_version_of_its_clip() {
    const InterpolationEntry asked = entry();
    const LandedInterpolation landed = landInterpolation(project_, asked, make(asked, project_), "interpolated/film.mkv", "xxh3:1");
    QVERIFY2(landed.problem.isEmpty(), qPrintable(landed.problem));
    const Clip& shown = *landed.project.timeline.tracks[0]->clips[0];
    QVERIFY(shown.versions.size() == 2 && shown.shown()->media == landed.media);
    const Asset& asset = *landed.project.assets->back();
    QVERIFY(asset.name == "film · 48 fps" && asset.file == "interpolated/film.mkv" && asset.content_hash == "xxh3:1");
    QVERIFY(check_invariants(landed.project).empty());
}

void InterpolationWorkTest::comes_in_without_its_clip() {
    const InterpolationEntry asked = entry();
    const MadeInterpolation made = make(asked, project_);
    const LandedInterpolation landed = landInterpolation(lift_clips(project_, std::array{clip()}), asked, made, "interpolated/film.mkv", "xxh3:1");
    QVERIFY(!landed.problem.isEmpty());
    QCOMPARE(landed.project.assets->back()->file, std::string("interpolated/film.mkv"));
    // The same where the clip's media is another file by now.
    InterpolationEntry other = asked;
    other.mediaFile = "imported/other.mkv";
    const LandedInterpolation elsewhere = landInterpolation(project_, other, made, "interpolated/film.mkv", "xxh3:1");
    QVERIFY(!elsewhere.problem.isEmpty());
    QCOMPARE(elsewhere.project.timeline.tracks[0]->clips[0]->versions.size(), std::size_t{1});
}

void InterpolationWorkTest::a_project_knows_what_came_in_before() {
    const InterpolationEntry asked = entry();
    const Project landed = landInterpolation(project_, asked, make(asked, project_), "interpolated/film.mkv", "xxh3:1").project;
    QVERIFY(hasInterpolation(landed, clip(), "interpolated/renamed.mkv", "xxh3:1"));  // the clip shows that content
    QVERIFY(!hasInterpolation(landed, clip(), "interpolated/film.mkv", "xxh3:2"));
    QVERIFY(!hasInterpolation(project_, clip(), "interpolated/film.mkv", "xxh3:1"));
    const Project without = lift_clips(landed, std::array{clip()});
    QVERIFY(hasInterpolation(without, clip(), "interpolated/film.mkv", "xxh3:1"));  // it is among the media
    QVERIFY(!hasInterpolation(without, clip(), "interpolated/renamed.mkv", "xxh3:1"));
    QVERIFY(usesFile(landed, "interpolated/film.mkv") && usesFile(landed, "imported/film.mkv"));
    QVERIFY(!usesFile(project_, "interpolated/film.mkv"));
}

KINORA_TEST(InterpolationWorkTest)
#include "interpolation_work_test.moc"
