#include "core/media/ffmpeg/written_video.h"

#include <fstream>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/image_file.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class WrittenVideoTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void passes_what_was_written_right_data();
    void passes_what_was_written_right();
    void sees_what_is_wrong();
    void reads_numbered_pictures_back();
    void a_stop_at_the_end_leaves_nothing();
};

static std::string problem_of(const std::filesystem::path& file, std::int64_t num_frames, const FrameRate& rate, bool has_sound = false) {
    return message_of<MediaError>([&] { ffmpeg::check_written_video(file, "shown.mp4", num_frames, rate, has_sound, {}); });
}

void WrittenVideoTest::passes_what_was_written_right_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"a.mp4", "a.mov", "a.mkv", "a.webm", "a.gif", "a.png"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void WrittenVideoTest::passes_what_was_written_right() {
    QFETCH(QByteArray, name);
    const TempFolder folder;
    const auto path = folder / name.toStdString();
    ClipWriter writer(path, {.width = 64, .height = 48, .frame_rate = {30000, 1001}, .is_checked = true});
    for (int i = 0; i < 40; ++i) {
        writer.write(numbered_picture(64, 48, i));
    }
    writer.finish();
    QVERIFY(std::filesystem::exists(name == "a.png" ? folder / "a_0039.png" : path));
    if (name != "a.png") {
        QVERIFY(contains(problem_of(path, 41, {30000, 1001}), "shown.mp4: was not written right: it holds 40 of 41 frames"));
        QVERIFY(contains(problem_of(path, 40, {24, 1}), "is not shown at its time"));
        QVERIFY(contains(problem_of(path, 40, {30000, 1001}, true), "holds no sound"));
    }
}

void WrittenVideoTest::sees_what_is_wrong() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "matroska", .time_base = {1, 1000}, .times = {0, 40, 80, 160, 200}};
    make_clip(folder / "gap.mkv", recipe);
    QVERIFY(contains(problem_of(folder / "gap.mkv", 5, {25, 1}), "frame 3 is not shown at its time"));
    recipe.times = {0, 40, 80, 120, 160, 200, 240, 280, 320, 360};
    make_clip(folder / "cut.mkv", recipe);
    QCOMPARE(problem_of(folder / "cut.mkv", 10, {25, 1}), std::string("(nothing was thrown)"));
    std::filesystem::resize_file(folder / "cut.mkv", std::filesystem::file_size(folder / "cut.mkv") / 2);
    QVERIFY(problem_of(folder / "cut.mkv", 10, {25, 1}).find("shown.mp4: ") == 0 || contains(problem_of(folder / "cut.mkv", 10, {25, 1}), "cut.mkv: "));
}

void WrittenVideoTest::reads_numbered_pictures_back() {
    for (const char* damage : {"missing", "cut short", "of another size"}) {
        const TempFolder folder;
        const auto kept = folder / ".a.png.key.kept";
        const auto write = [&](bool is_damaged) {
            ClipWriter writer(folder / "a.png", {.width = 64, .height = 48, .frame_rate = {24, 1}, .is_checked = true, .resume_key = "key"});
            for (auto i = static_cast<int>(writer.num_frames()); i < 4; ++i) {
                writer.write(numbered_picture(64, 48, i));
            }
            const auto picture = kept / "a_0002.png";
            const std::string how = is_damaged ? damage : "";
            if (how == "missing") {
                std::filesystem::remove(picture);
            } else if (how == "cut short") {
                std::filesystem::resize_file(picture, std::filesystem::file_size(picture) / 2);
            } else if (how == "of another size") {
                write_image(picture, numbered_picture(32, 24, 2), true);
            }
            writer.finish();
        };
        const std::string problem = message_of<MediaError>([&] { write(true); });
        QVERIFY2(contains(problem, "a_0002.png: was not written right"), (damage + (": " + problem)).c_str());
        QVERIFY(!std::filesystem::exists(folder / "a_0000.png"));
        write(false);  // what was right is kept, and the rest is made anew
        for (int i = 0; i < 4; ++i) {
            QVERIFY(read_image(folder / ("a_000" + std::to_string(i) + ".png")) == numbered_picture(64, 48, i));
        }
    }
}

void WrittenVideoTest::a_stop_at_the_end_leaves_nothing() {
    for (const char* name : {"a.mp4", "a.gif", "a.mkv", "a.png"}) {
        const TempFolder folder;
        std::stop_source stop;
        ClipWriter writer(folder / name, {.width = 64, .height = 48, .frame_rate = {24, 1}, .is_checked = true});
        for (int i = 0; i < 20; ++i) {
            writer.write(numbered_picture(64, 48, i));
        }
        stop.request_stop();
        bool is_stopped = false;
        try {
            writer.finish(stop.get_token());
        } catch (const Cancelled&) {
            is_stopped = true;
        }
        QVERIFY(is_stopped && !std::filesystem::exists(folder / name) && !std::filesystem::exists(folder / "a_0000.png"));
    }
}

KINORA_TEST(WrittenVideoTest)
#include "written_video_test.moc"
