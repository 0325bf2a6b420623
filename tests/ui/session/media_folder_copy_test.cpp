#include "ui/session/media_folder_copy.h"

#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

namespace fs = std::filesystem;

class MediaFolderCopyTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void files_get_a_second_name();
    void another_file_of_the_name_is_kept_beside();
    void half_written_files_stay_behind();
    void a_place_that_cannot_be_is_an_error();
};

static void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

void MediaFolderCopyTest::files_get_a_second_name() {
    const TempFolder folder;
    write(folder / "a/takes/take-1.mkv", "one");
    copyMediaFolder(folder / "a", folder / "b", {});
    write(folder / "a/takes/take-2.mkv", "two");
    copyMediaFolder(folder / "a", folder / "b", {});
    QVERIFY(fs::equivalent(folder / "a/takes/take-1.mkv", folder / "b/takes/take-1.mkv"));
    QCOMPARE(read_file(folder / "b/takes/take-2.mkv", 10), std::string("two"));
    QVERIFY(!fs::exists(folder / "b/takes/take-1-before-1.mkv"));
    copyMediaFolder(folder / "none", folder / "c", {});
    QVERIFY(!fs::exists(folder / "c"));
}

void MediaFolderCopyTest::another_file_of_the_name_is_kept_beside() {
    const TempFolder folder;
    write(folder / "a/takes/take-1.mkv", "mine");
    write(folder / "a/photo.png", "same");
    write(folder / "b/takes/take-1.mkv", "other");  // of the same length on another day
    write(folder / "b/photo.png", "same");
    write(folder / "b/takes/take-1-before-1.mkv", "older");
    copyMediaFolder(folder / "a", folder / "b", {});
    QCOMPARE(read_file(folder / "b/takes/take-1.mkv", 10), std::string("mine"));
    QCOMPARE(read_file(folder / "b/takes/take-1-before-2.mkv", 10), std::string("other"));
    QCOMPARE(read_file(folder / "b/takes/take-1-before-1.mkv", 10), std::string("older"));
    QVERIFY(!fs::exists(folder / "b/photo-before-1.png"));
}

void MediaFolderCopyTest::half_written_files_stay_behind() {
    const TempFolder folder;
    write(folder / "a/takes/.take-1.mkv.x.part", "half");
    write(folder / "a/incoming/job-7.mkv", "lands by itself");
    write(folder / "a/versions/1.kinora", "{}");
    write(folder / "a/.lock", "");
    fs::create_symlink("nowhere", folder / "a/gone.mkv");
    copyMediaFolder(folder / "a", folder / "b", {});
    QVERIFY(!fs::exists(folder / "b"));
}

void MediaFolderCopyTest::a_place_that_cannot_be_is_an_error() {
    const TempFolder folder;
    write(folder / "a/takes/take-1.mkv", "one");
    write(folder / "b", "no folder");
    QVERIFY_THROWS_EXCEPTION(FileError, copyMediaFolder(folder / "a", folder / "b", {}));
}

KINORA_TEST(MediaFolderCopyTest)
#include "media_folder_copy_test.moc"
