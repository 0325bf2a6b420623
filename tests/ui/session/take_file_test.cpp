#include "ui/session/take_file.h"

#include <fstream>

#include "core/base/error.h"
#include "core/media/video_reader.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/session/job_context.h"

using namespace kinora;
using namespace kinora::test;

class TakeFileTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void needs_a_project();
    void needs_a_project_that_is_there();
    void removes_what_a_killed_studio_left();
    void leaves_out_what_the_neighbours_gave_data();
    void leaves_out_what_the_neighbours_gave();
};

void TakeFileTest::needs_a_project() {
    QVERIFY_THROWS_EXCEPTION(InvalidRequest, TakeFile(Job{}));
}

void TakeFileTest::needs_a_project_that_is_there() {
    const TempFolder folder;
    Job job;
    job.id = {3};
    job.context = toText({.project = folder / "film.kinora"});
    QVERIFY_THROWS_EXCEPTION(FileError, TakeFile(job, nullptr));
    QVERIFY(!std::filesystem::exists(folder / "film.media"));
    std::ofstream(folder / "film.kinora.journal") << "what was not saved";
    const TakeFile file(job);
    QVERIFY(std::filesystem::exists(folder / "film.media/incoming"));
}

void TakeFileTest::removes_what_a_killed_studio_left() {
    const TempFolder folder;
    const auto incoming = folder / "film.media/incoming";
    std::filesystem::create_directories(incoming);
    for (const char* name : {".job-3.mkv.100-1.part", ".job-31.mkv.100-2.part", "job-3.mkv"}) {
        std::ofstream(incoming / name) << "frames";
    }
    std::ofstream(folder / "film.kinora") << "a project";
    Job job;
    job.id = {3};
    job.context = toText({.project = folder / "film.kinora"});
    const TakeFile file(job);
    QVERIFY(!std::filesystem::exists(incoming / ".job-3.mkv.100-1.part"));
    QVERIFY(std::filesystem::exists(incoming / ".job-31.mkv.100-2.part"));
    QVERIFY(std::filesystem::exists(incoming / "job-3.mkv"));
}

void TakeFileTest::leaves_out_what_the_neighbours_gave_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::newRow("before and behind") << 3 << 4;
    QTest::newRow("before") << 8 << 1;
    QTest::newRow("behind") << 0 << 5;
    QTest::newRow("all are new") << 0 << 9;
}

void TakeFileTest::leaves_out_what_the_neighbours_gave() {
    QFETCH(int, first);
    QFETCH(int, count);
    const TempFolder folder;
    std::ofstream(folder / "film.kinora") << "a project";
    Job job;
    job.id = {3};
    job.recipe.settings.frame_rate = {8, 1};
    job.recipe.kept = FrameRange{first, count};
    job.context = toText({.project = folder / "film.kinora"});
    TakeFile file(job);
    for (const auto& [begin, end] : {std::pair(0, 5), std::pair(5, 9)}) {  // frames come in pieces
        FramesReady piece = {.first_frame = begin, .num_frames_total = 9};
        for (int i = begin; i < end; ++i) {
            piece.images.push_back(numbered_picture(96, 64, i));
        }
        file.write(piece);
    }
    VideoReader reader(file.finish());
    for (int i = first; i < first + count; ++i) {
        const auto frame = reader.read_next();
        QVERIFY(frame.has_value());
        QCOMPARE(number_in(frame->image), i);
    }
    QVERIFY(!reader.read_next());
}

KINORA_TEST(TakeFileTest)
#include "take_file_test.moc"
