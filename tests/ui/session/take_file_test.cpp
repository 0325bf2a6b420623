#include "ui/session/take_file.h"

#include <fstream>

#include "core/base/error.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/session/job_context.h"

using namespace kinora;
using namespace kinora::test;

class TakeFileTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void needs_a_project();
    void removes_what_a_killed_studio_left();
};

void TakeFileTest::needs_a_project() {
    QVERIFY_THROWS_EXCEPTION(InvalidRequest, TakeFile(Job{}));
}

void TakeFileTest::removes_what_a_killed_studio_left() {
    const TempFolder folder;
    const auto incoming = folder / "film.media/incoming";
    std::filesystem::create_directories(incoming);
    for (const char* name : {".job-3.mkv.100-1.part", ".job-31.mkv.100-2.part", "job-3.mkv"}) {
        std::ofstream(incoming / name) << "frames";
    }
    Job job;
    job.id = {3};
    job.context = toText({.project = folder / "film.kinora"});
    const TakeFile file(job);
    QVERIFY(!std::filesystem::exists(incoming / ".job-3.mkv.100-1.part"));
    QVERIFY(std::filesystem::exists(incoming / ".job-31.mkv.100-2.part"));
    QVERIFY(std::filesystem::exists(incoming / "job-3.mkv"));
}

KINORA_TEST(TakeFileTest)
#include "take_file_test.moc"
