// What was found in a clip is there again when its project is.
#include "ui/session/scene_scans.h"

#include <QSignalSpy>

#include <nlohmann/json.hpp>

#include "core/base/content_hash.h"
#include "core/base/file_io.h"
#include "core/project/project_file.h"
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
    void scan() {
        QSignalSpy over(scans_.get(), &SceneScans::over);
        scans_->scan(document_->project().timeline.tracks[0]->clips.at(0)->id);
        QVERIFY(over.wait(20'000));
        QCOMPARE(over[0][1].toString(), QString());
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

KINORA_TEST(SceneScansTest)
#include "scene_scans_test.moc"
