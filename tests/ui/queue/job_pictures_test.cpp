#include "ui/queue/job_pictures.h"

#include <QSignalSpy>

#include <filesystem>

#include "core/media/clip_writer.h"
#include "core/media/media_metadata.h"
#include "core/project/media_place.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/session/job_context.h"

using namespace kinora;
using namespace kinora::test;

class JobPicturesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_take_among_those_of_its_project_is_found();
    void another_jobs_file_is_not_taken();
    void a_take_that_has_not_landed_is_found();
    void what_is_not_there_has_no_picture();
};

static Job doneJob(const TempFolder& folder, std::uint64_t seed) {
    Job job;
    job.id = {5};
    job.state = JobState::done;
    job.recipe.model_name = "fake";
    job.recipe.settings = {.prompt = "a ball", .width = 32, .height = 16, .num_frames = 3, .frame_rate = {24, 1}, .seed = seed};
    job.context = toText(JobContext{.project = folder / "film.kinora"});
    job.output = JobContext::incomingFile(media_folder_of(folder / "film.kinora"), 5).string();
    return job;
}

// Three frames of which the one in the middle has that colour.
static void writeTake(const std::filesystem::path& file, const Job& job, const std::vector<std::uint8_t>& colour) {
    std::filesystem::create_directories(file.parent_path());
    ClipSettings settings = {.width = 32, .height = 16, .frame_rate = {24, 1}};
    settings.metadata[std::string(metadata_key_recipe)] = to_json(job.recipe).dump();
    ClipWriter writer(file, settings);
    for (int i = 0; i < 3; ++i) {
        std::vector<std::uint8_t> rgb;
        for (int pixel = 0; pixel < 32 * 16; ++pixel) {
            for (const std::uint8_t value : colour) {
                rgb.push_back(i == 1 ? value : 0);
            }
        }
        writer.write(Image(32, 16, rgb));
    }
    writer.finish();
}

// Another one is loaded behind it, after which nothing more can come of the first.
static QImage pictureOf(const TempFolder& folder, const Job& job) {
    Job last = doneJob(folder, 99);
    last.id = {9};
    writeTake(take_file(media_folder_of(folder / "film.kinora"), 9), last, {90, 90, 90});
    JobPictures pictures;
    QSignalSpy loaded(&pictures, &JobPictures::loaded);
    pictures.load(job);
    pictures.load(job);
    pictures.load(last);
    while (loaded.empty() || !(loaded.back().front().value<JobId>() == last.id)) {
        if (!loaded.wait(20'000)) {
            return {};
        }
    }
    return loaded.count() == 2 && loaded.front().front().value<JobId>() == job.id ? loaded.front().back().value<QImage>() : QImage();
}

void JobPicturesTest::a_take_among_those_of_its_project_is_found() {
    const TempFolder folder;
    const Job job = doneJob(folder, 1);
    writeTake(take_file(media_folder_of(folder / "film.kinora"), 5), job, {200, 30, 30});
    const QImage picture = pictureOf(folder, job);
    QCOMPARE(picture.size(), QSize(192, 96));
    QVERIFY2(qRed(picture.pixel(96, 48)) > 190 && qGreen(picture.pixel(96, 48)) < 40, qPrintable(QString::number(picture.pixel(96, 48), 16)));
}

void JobPicturesTest::another_jobs_file_is_not_taken() {
    const TempFolder folder;
    const Job job = doneJob(folder, 1);
    const auto media = media_folder_of(folder / "film.kinora");
    writeTake(take_file(media, 5), doneJob(folder, 2), {200, 30, 30});
    writeTake(numbered_path(take_file(media, 5), 2), job, {30, 200, 30});
    const QImage picture = pictureOf(folder, job);
    QVERIFY(!picture.isNull());
    QVERIFY2(qGreen(picture.pixel(96, 48)) > 190, qPrintable(QString::number(picture.pixel(96, 48), 16)));
}

void JobPicturesTest::a_take_that_has_not_landed_is_found() {
    const TempFolder folder;
    const Job job = doneJob(folder, 1);
    writeTake(job.output, job, {30, 30, 200});
    QVERIFY(qBlue(pictureOf(folder, job).pixel(96, 48)) > 190);
}

void JobPicturesTest::what_is_not_there_has_no_picture() {
    const TempFolder folder;
    const Job gone = doneJob(folder, 1);
    Job present = doneJob(folder, 2);
    present.id = {6};
    writeTake(take_file(media_folder_of(folder / "film.kinora"), 6), present, {30, 30, 200});
    JobPictures pictures;
    QSignalSpy loaded(&pictures, &JobPictures::loaded);
    pictures.load(gone);
    pictures.load(present);  // in order, so that nothing comes of the first any more
    QVERIFY(loaded.wait(20'000));
    QCOMPARE(loaded.count(), 1);
    QVERIFY(loaded.front().front().value<JobId>() == present.id);
}

KINORA_TEST(JobPicturesTest)
#include "job_pictures_test.moc"
