#include "core/project/media_place.h"

#include <fstream>

#include "core/base/file_io.h"
#include "core/project/edits/take_edits.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using kinora::test::TempFolder;

class MediaPlaceTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void counts_from_two();
    void a_take_gets_a_name_of_its_own();
    void a_take_that_was_placed_is_found_again();
    void the_name_of_what_is_missing_is_not_given_away();
};

static std::filesystem::path write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file;
}

// A project whose takes have these files, with their names as content hashes.
static Project with_takes(std::initializer_list<const char*> files) {
    Project project;
    for (const char* file : files) {
        project = add_take(project, {.name = file, .file = file, .content_hash = file, .num_frames = 9, .frame_rate = {24, 1}});
    }
    return project;
}

void MediaPlaceTest::counts_from_two() {
    const TempFolder folder;
    for (const char* name : {"ball.png", "ball-2.png", "ball-3.png"}) {
        const auto place = free_path(folder / "ball.png");
        QCOMPARE(place, folder / name);
        write(place, "x");
    }
}

// The command counts with the project, the studio with its queue, so that both come to the same number.
void MediaPlaceTest::a_take_gets_a_name_of_its_own() {
    const TempFolder folder;
    const auto of_studio = write(incoming_folder(folder.path()) / "job-5.mkv", "studio");
    const auto of_command = write(incoming_folder(folder.path()) / "take-5.mkv", "command");
    QCOMPARE(place_take({}, folder.path(), of_command, "c", 5), std::string("takes/take-5.mkv"));
    QCOMPARE(place_take({}, folder.path(), of_studio, "s", 5), std::string("takes/take-5-2.mkv"));
    QCOMPARE(read_file(folder / "takes/take-5.mkv", 100), std::string("command"));
    QCOMPARE(read_file(folder / "takes/take-5-2.mkv", 100), std::string("studio"));
    QCOMPARE(read_file(of_studio, 100), std::string("studio"));
}

void MediaPlaceTest::a_take_that_was_placed_is_found_again() {
    const TempFolder folder;
    write(folder / "takes/take-5.mkv", "another one");
    const auto made = write(incoming_folder(folder.path()) / "job-5.mkv", "made");
    QCOMPARE(place_take({}, folder.path(), made, "m", 5), std::string("takes/take-5-2.mkv"));
    QCOMPARE(place_take(with_takes({"takes/take-5-2.mkv"}), folder.path(), made, "m", 5), std::string("takes/take-5-2.mkv"));
    QVERIFY(!std::filesystem::exists(folder / "takes/take-5-3.mkv"));
}

void MediaPlaceTest::the_name_of_what_is_missing_is_not_given_away() {
    const TempFolder folder;
    const auto made = write(incoming_folder(folder.path()) / "job-5.mkv", "made");
    const Project project = with_takes({"takes/take-5.mkv", "takes/take-5-2.mkv"});
    QCOMPARE(place_take(project, folder.path(), made, "m", 5), std::string("takes/take-5-3.mkv"));
    QVERIFY(!std::filesystem::exists(folder / "takes/take-5.mkv"));
    // What was missing comes back under its name.
    const TempFolder other;
    const auto again = write(incoming_folder(other.path()) / "job-5.mkv", "made");
    QCOMPARE(place_take(project, other.path(), again, "takes/take-5.mkv", 5), std::string("takes/take-5.mkv"));
}

KINORA_TEST(MediaPlaceTest)
#include "media_place_test.moc"
