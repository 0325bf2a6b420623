#include "core/media/clip_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/cancelled.h"
#include "core/media/image_file.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;
namespace fs = std::filesystem;

class ClipFolderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void finds_clips_with_captions();
    void names_and_skips_what_it_cannot_use();
    void says_what_is_missing();
    void reads_windows_at_the_rate_of_the_model();
    void holds_the_last_frame_of_a_short_clip();
    void uses_a_damaged_clip_as_far_as_it_goes();
    void knows_when_a_clip_has_changed();
    void reads_pictures();
    void cuts_out_the_middle();
    void stops();
};

static constexpr int width = 96;
static constexpr int height = 64;

// 25 frames per second, every frame with its number.
static void add_clip(const fs::path& path, int num_frames, const std::string& caption) {
    ClipRecipe recipe;
    recipe.times = steady_times(num_frames);
    make_clip(path, recipe);
    if (!caption.empty()) {
        write_file_atomically(fs::path(path).replace_extension(".txt"), caption);
    }
}

static std::vector<Image> images(const std::vector<std::uint8_t>& rgb, const ClipWindow& window) {
    std::vector<Image> all;
    const auto size = static_cast<std::ptrdiff_t>(3 * window.width * window.height);
    for (auto begin = rgb.begin(); begin != rgb.end(); begin += size) {
        all.emplace_back(window.width, window.height, std::vector<std::uint8_t>(begin, begin + size));
    }
    return all;
}

static std::string message_of(const fs::path& folder) {
    try {
        ClipFolder clips(folder);
    } catch (const MediaError& error) {
        return error.what();
    }
    return {};
}

void ClipFolderTest::finds_clips_with_captions() {
    const TempFolder folder;
    fs::create_directories(folder / "more/deep");
    add_clip(folder / "b.mp4", 5, "a red ball\n");
    add_clip(folder / "more/deep/a.mp4", 5, "\xEF\xBB\xBF  一个红色的球 \r\n on grass\n\n");
    write_image(folder / "c.png", flat_picture(40, 30, 1, 2, 3), false);
    write_file_atomically(folder / "c.txt", "a picture");
    write_file_atomically(folder / "notes.md", "no clip");
    std::size_t num_reported = 0;
    const ClipFolder clips(folder.path(), {},
                           [&](std::size_t done, std::size_t all) { num_reported += done <= all ? 1 : 0; });
    QCOMPARE(clips.size(), std::size_t(3));
    QCOMPARE(num_reported, std::size_t(3));
    QCOMPARE(clips.caption(0), std::string("a red ball"));
    QCOMPARE(clips.caption(1), std::string("a picture"));
    QCOMPARE(clips.caption(2), std::string("一个红色的球 on grass"));
    QVERIFY(!clips.is_still(0) && clips.is_still(1) && !clips.is_still(2));
    QVERIFY(clips.skipped().empty() && clips.skipped_sentence().empty());
}

void ClipFolderTest::names_and_skips_what_it_cannot_use() {
    const TempFolder folder;
    add_clip(folder / "good.mp4", 5, "a red ball");
    add_clip(folder / "mute.mp4", 5, "");
    add_clip(folder / "blank.mp4", 5, " \n");
    add_clip(folder / "latin.mp4", 5, "caf\xE9");
    write_file_atomically(folder / "broken.mp4", "this is no video");
    write_file_atomically(folder / "broken.txt", "a caption");
    const ClipFolder clips(folder.path());
    QCOMPARE(clips.size(), std::size_t(1));
    QCOMPARE(clips.skipped().size(), std::size_t(4));
    const std::string sentence = clips.skipped_sentence();
    QVERIFY2(sentence.starts_with("4 of 5 clips are left out: "), sentence.c_str());
    for (const char* part : {"broken.mp4 (", "mute.mp4 (has no caption: mute.txt is missing)",
                             "blank.mp4 (has a caption that is empty)", "latin.mp4 (has a caption that is not UTF-8)"}) {
        QVERIFY2(sentence.find(part) != std::string::npos, sentence.c_str());
    }
}

void ClipFolderTest::says_what_is_missing() {
    const TempFolder folder;
    QVERIFY(message_of(folder.path()).find("holds no videos or pictures") != std::string::npos);
    QVERIFY(message_of(folder / "nowhere").find("cannot be read as a folder of clips") != std::string::npos);
    add_clip(folder / "a.mp4", 3, "");
    add_clip(folder / "b.mp4", 3, "");
    const std::string message = message_of(folder.path());
    QVERIFY2(message.find("holds 2 clips but no captions") != std::string::npos &&
                 message.find("a.mp4 needs a.txt") != std::string::npos,
             message.c_str());
    write_file_atomically(folder / "a.txt", " ");
    QVERIFY(message_of(folder.path()).find("2 of 2 clips are left out") != std::string::npos);
}

void ClipFolderTest::reads_windows_at_the_rate_of_the_model() {
    const TempFolder folder;
    add_clip(folder / "a.mp4", 100, "numbers");
    const ClipFolder clips(folder.path());
    const ClipWindow window = {width, height, 9, {5, 1}};
    std::set<int> begins;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const auto rgb = clips.read(0, window, seed, {});
        QCOMPARE(rgb.size(), static_cast<std::size_t>(9 * 3 * width * height));
        QVERIFY(clips.read(0, window, seed, {}) == rgb);
        const auto frames = images(rgb, window);
        const int begin = number_in(frames[0]);
        for (int i = 0; i < 9; ++i) {  // every fifth of 25 frames a second
            QVERIFY(std::abs(number_in(frames[static_cast<std::size_t>(i)]) - begin - 5 * i) <= 1);
        }
        begins.insert(begin);
    }
    QVERIFY(begins.size() >= 5);
    QVERIFY(*begins.rbegin() - *begins.begin() > 20);
}

void ClipFolderTest::holds_the_last_frame_of_a_short_clip() {
    const TempFolder folder;
    add_clip(folder / "a.mp4", 6, "short");
    const ClipFolder clips(folder.path());
    const ClipWindow window = {width, height, 9, {25, 1}};
    const auto frames = images(clips.read(0, window, 3, {}), window);
    for (int i = 0; i < 9; ++i) {
        QCOMPARE(number_in(frames[static_cast<std::size_t>(i)]), std::min(i, 5));
    }
}

void ClipFolderTest::uses_a_damaged_clip_as_far_as_it_goes() {
    const TempFolder folder;
    add_clip(folder / "a.mp4", 60, "numbers");
    const auto size = static_cast<std::streamoff>(fs::file_size(folder / "a.mp4"));
    {
        std::fstream file(folder / "a.mp4", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(size * 4 / 10);
        const std::string hole(static_cast<std::size_t>(size * 4 / 10), '\0');
        file << hole;
    }
    const ClipFolder clips(folder.path());
    const ClipWindow window = {width, height, 9, {4, 1}};
    const auto frames = images(clips.read(0, window, 3, {}), window);
    QCOMPARE(frames.size(), std::size_t{9});
    QVERIFY(number_in(frames.back()) < 50);
    QVERIFY(number_in(frames.back()) >= number_in(frames.front()));
}

void ClipFolderTest::knows_when_a_clip_has_changed() {
    const TempFolder folder;
    add_clip(folder / "a.mkv", 5, "numbers");
    const std::string before = ClipFolder(folder.path()).fingerprint();
    QCOMPARE(ClipFolder(folder.path()).fingerprint(), before);
    write_file_atomically(folder / "a.txt", "other numbers");
    const std::string captioned = ClipFolder(folder.path()).fingerprint();
    QVERIFY(captioned != before);
    fs::remove(folder / "a.mkv");
    add_clip(folder / "a.mkv", 6, "other numbers");
    QVERIFY(ClipFolder(folder.path()).fingerprint() != captioned);
}

void ClipFolderTest::reads_pictures() {
    const TempFolder folder;
    write_image(folder / "a.png", flat_picture(50, 40, 10, 200, 30), false);
    write_file_atomically(folder / "a.txt", "green");
    const ClipFolder clips(folder.path());
    const ClipWindow window = {32, 16, 3, {8, 1}};
    for (const Image& frame : images(clips.read(0, window, 1, {}), window)) {
        QVERIFY(frame == flat_picture(32, 16, 10, 200, 30));
    }
}

void ClipFolderTest::cuts_out_the_middle() {
    const TempFolder folder;
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 120; ++x) {
            rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>(x >= 40 && x < 80 ? 200 : 0));
        }
    }
    write_image(folder / "a.png", Image(120, 40, std::move(rgb)), false);
    write_file_atomically(folder / "a.txt", "a band");
    const ClipWindow window = {20, 20, 1, {8, 1}};
    const auto frames = images(ClipFolder(folder.path()).read(0, window, 0, {}), window);
    QVERIFY(frames[0] == flat_picture(20, 20, 200, 200, 200));
}

void ClipFolderTest::stops() {
    const TempFolder folder;
    add_clip(folder / "a.mp4", 5, "a red ball");
    std::stop_source source;
    const ClipFolder clips(folder.path());
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(ClipFolder(folder.path(), source.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(clips.read(0, {width, height, 2, {8, 1}}, 0, source.get_token()), Cancelled);
}

KINORA_TEST(ClipFolderTest)
#include "clip_folder_test.moc"
