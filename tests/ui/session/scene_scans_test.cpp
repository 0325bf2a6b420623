// What was found in a clip is there again when its project is.
#include "ui/session/scene_scans.h"

#include <QSignalSpy>

#include <nlohmann/json.hpp>

#include "core/base/content_hash.h"
#include "core/base/file_io.h"
#include "core/project/project_file.h"
#include "core/render/saved_scenes.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "ui/session/document.h"

using namespace kinora;
using namespace kinora::test;

class SceneScansTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void survives_closing_and_opening();
    void is_not_looked_for_twice();
    void other_content_is_looked_through_again();
    void what_was_found_elsewhere_in_the_film_stays();
    void a_clip_has_what_lies_in_it();
    void what_nobody_looked_at_is_not_inherited();
    void is_looked_for_to_the_end_under_another_name();

 private:
    static constexpr int cut_at = 12;

    // Twelve pictures of one shot, and as many of another.
    void writeCutFilm(const std::filesystem::path& path, int second) {
        ClipWriter writer(path, {.width = film_width, .height = film_height, .frame_rate = {24, 1}, .overwrite = true});
        for (int i = 0; i < 2 * cut_at; ++i) {
            writer.write(noise_picture(film_width, film_height, static_cast<std::uint32_t>(i < second ? 1 : 2)));
        }
        writer.finish();
    }
    void takeHash() {
        const std::string hash = hash_file(document_->mediaFolder() / "imported/film.mkv");
        document_->apply(QStringLiteral("hash"), [&](const Project& project) {
            Project result = project;
            Asset asset = *result.assets->at(0);
            asset.content_hash = hash;
            result.assets = SharedList<Asset>(std::vector<Shared<Asset>>{asset});
            return result;
        });
    }
    void openAgain() {
        scans_.reset();
        document_.reset();
        document_ = std::make_unique<Document>();
        scans_ = std::make_unique<SceneScans>(*document_);
        document_->open(file(), [](const RecoveredProject&) { return true; });
    }
    void scan(std::size_t clip = 0) {
        QSignalSpy over(scans_.get(), &SceneScans::over);
        scans_->scan(clipId(clip));
        QVERIFY(over.wait(20'000));
        QCOMPARE(over[0][1].toString(), QString());
    }
    ClipId clipId(std::size_t clip) const { return document_->project().timeline.tracks[0]->clips.at(clip)->id; }
    void split(std::size_t clip, std::int64_t at) {
        document_->apply(QStringLiteral("split"), [&](const Project& project) { return split_clip(project, clipId(clip), at); });
    }
    MediaRef media() const { return document_->project().assets->at(0)->id; }
    std::vector<std::int64_t> cuts() const {
        std::vector<std::int64_t> frames;
        if (const auto found = scans_->found().find(media()); found != scans_->found().end()) {
            for (const SceneMark& mark : found->second.cuts) {
                frames.push_back(mark.frame);
            }
        }
        return frames;
    }
    std::filesystem::path file() const { return *folder_ / "film.kinora"; }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<SceneScans> scans_;
};

void SceneScansTest::init() {
    folder_ = std::make_unique<TempFolder>();
    document_ = std::make_unique<Document>();
    scans_ = std::make_unique<SceneScans>(*document_);
    const Project project = film_project(media_folder_of(file()), 2 * cut_at);
    writeCutFilm(media_folder_of(file()) / "imported/film.mkv", cut_at);
    document_->create(file(), project);
    takeHash();
}

void SceneScansTest::cleanup() {
    scans_.reset();
    document_.reset();
    folder_.reset();
}

void SceneScansTest::survives_closing_and_opening() {
    scan();
    QCOMPARE(cuts(), std::vector<std::int64_t>{cut_at});
    QSignalSpy saved(document_.get(), &Document::saved);
    document_->save();
    QVERIFY(saved.wait(20'000));
    document_->close();
    openAgain();
    QTRY_COMPARE_WITH_TIMEOUT(cuts(), std::vector<std::int64_t>{cut_at}, 20'000);
    QCOMPARE(document_->undoStack()->count(), 0);  // it is no edit
}

void SceneScansTest::is_not_looked_for_twice() {
    scan();
    // Somebody else's answer, which today's scan would not give.
    const auto scenes = std::filesystem::directory_iterator(document_->mediaFolder() / "scenes")->path();
    nlohmann::json object = nlohmann::json::parse(read_file(scenes, 1'000'000));
    object["scans"][0]["cuts"] = {{5, 0.25}};
    write_file_atomically(scenes, object.dump());
    openAgain();
    scan();
    QCOMPARE(cuts(), std::vector<std::int64_t>{5});
}

void SceneScansTest::other_content_is_looked_through_again() {
    scan();
    writeCutFilm(document_->mediaFolder() / "imported/film.mkv", 4);
    takeHash();
    openAgain();
    scan();
    QCOMPARE(cuts(), std::vector<std::int64_t>{4});
}

void SceneScansTest::what_was_found_elsewhere_in_the_film_stays() {
    split(0, 16);
    scan(0);
    QCOMPARE(cuts(), std::vector<std::int64_t>{cut_at});
    scan(1);
    QCOMPARE(cuts(), std::vector<std::int64_t>{cut_at});
    QVERIFY(scans_->ofClip()->scan.cuts.empty());
}

void SceneScansTest::a_clip_has_what_lies_in_it() {
    scan();
    QCOMPARE(scans_->ofClip()->scan.frames, (FrameRange{0, 2 * cut_at}));
    QVERIFY(scans_->ofClip()->countsDuplicates);
    QVERIFY(scans_->ofClip()->scan.num_duplicates > 0);  // each shot stands still
    split(0, 8);
    for (const bool isReopened : {false, true}) {
        if (isReopened) {
            QSignalSpy saved(document_.get(), &Document::saved);
            document_->save();
            QVERIFY(saved.wait(20'000));
            openAgain();
        }
        scan(0);
        QCOMPARE(scans_->ofClip()->scan.frames, (FrameRange{0, 9}));  // and the one that the last leads to
        QVERIFY(scans_->ofClip()->scan.cuts.empty());
        QVERIFY(!scans_->ofClip()->countsDuplicates);
        scan(1);
        QCOMPARE(scans_->ofClip()->scan.frames, (FrameRange{8, 2 * cut_at - 8}));
        QCOMPARE(scans_->ofClip()->scan.cuts.size(), std::size_t{1});
        QCOMPARE(cuts(), std::vector<std::int64_t>{cut_at});  // all the same on the timeline
    }
}

void SceneScansTest::what_nobody_looked_at_is_not_inherited() {
    split(0, 8);
    split(1, 16);
    scan(0);
    scan(2);
    document_->apply(QStringLiteral("made"), [](const Project& project) {
        return add_asset(project, {.kind = AssetKind::video, .name = "made", .file = "made.mkv", .content_hash = "xxh3:made", .width = film_width,
                                   .height = film_height, .num_frames = 4 * cut_at, .frame_rate = {48, 1}});
    });
    InterpolatedFile file;
    file.num_frames = 4 * cut_at;
    file.frame_rate = {48, 1};
    file.version.base = media();
    file.shown.frames = {0, 2 * cut_at};
    const auto inherit = [&] {
        scans_->inherit(document_->project().assets->at(1)->id, file);
        scan(0);  // behind it on the same thread
        return load_scenes(document_->mediaFolder(), "xxh3:made");
    };
    QVERIFY(inherit().empty());  // the cut lies where nobody looked
    file.num_frames = 16;
    file.shown.frames = {0, 8};
    QCOMPARE(inherit().size(), std::size_t{1});
}

void SceneScansTest::is_looked_for_to_the_end_under_another_name() {
    scans_->scan(clipId(0));
    QSignalSpy over(scans_.get(), &SceneScans::over);
    Q_EMIT document_->fileChanged(true);
    QVERIFY(over.wait(20'000));
    QCOMPARE(over[0][1].toString(), QString());
    QCOMPARE(cuts(), std::vector<std::int64_t>{cut_at});
    Q_EMIT document_->fileChanged(true);
    QCOMPARE(cuts(), std::vector<std::int64_t>{cut_at});
}

KINORA_TEST(SceneScansTest)
#include "scene_scans_test.moc"
