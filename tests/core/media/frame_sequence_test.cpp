#include "core/media/frame_sequence.h"

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/image_file.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "tests/core/media/restricted.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class FrameSequenceTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void understands_patterns();
    void comes_back_bit_for_bit_with_its_rate();
    void reads_folders_in_the_order_of_the_numbers();
    void reads_a_single_picture();
    void names_what_is_missing();
    void large_metadata_goes_into_the_first_picture();
    void nothing_appears_before_the_end();
    void overwriting_removes_only_what_was_ours();
};

void FrameSequenceTest::understands_patterns() {
    const auto pattern = SequencePattern::parse("shots/frame_%04d.png");
    QVERIFY(pattern.has_value());
    QCOMPARE(pattern->path(7).string(), std::string("shots/frame_0007.png"));
    QCOMPARE(pattern->path(12345).string(), std::string("shots/frame_12345.png"));
    QCOMPARE(pattern->to_path().string(), std::string("shots/frame_%04d.png"));
    QCOMPARE(pattern->number_of("frame_0042.png").value_or(-1), 42);
    QCOMPARE(pattern->number_of("frame_12345.png").value_or(-1), 12345);
    for (const char* other : {"frame_042.png", "frame_00042.png", "frame_.png", "frame_0a42.png", "frame_0042.jpg", "x0042.png",
                              "frame_-042.png", "frame_99999999999999999999.png"}) {
        QVERIFY2(!pattern->number_of(other), other);
    }
    QCOMPARE(SequencePattern::parse("%d.png")->path(7).string(), std::string("7.png"));
    QCOMPARE(SequencePattern::parse("%d.png")->number_of("10.png").value_or(-1), 10);
    for (const char* none : {"a.png", "100%.png", "%s.png", "%4d.png", "%0d.png", "%00d.png", "%"}) {
        QVERIFY2(!SequencePattern::parse(none), none);
    }
    QCOMPARE(SequencePattern::for_output("out/clip.png").to_path().string(), std::string("out/clip_%04d.png"));
    QCOMPARE(SequencePattern::for_output("out/x%03d.png").to_path().string(), std::string("out/x%03d.png"));
}

static void write_sequence(const std::filesystem::path& path, int count, FrameSequenceSettings settings) {
    FrameSequenceWriter writer(SequencePattern::for_output(path), std::move(settings));
    for (int i = 0; i < count; ++i) {
        writer.write(numbered_picture(40, 24, i));
    }
    writer.finish();
}

void FrameSequenceTest::comes_back_bit_for_bit_with_its_rate() {
    const TempFolder folder;
    write_sequence(folder / "frame_%04d.png", 12, {{30000, 1001}, {{"kinora", "{\"seed\":1}"}}});
    VideoReader reader(folder / "frame_%04d.png");
    QCOMPARE(reader.num_frames(), 12);
    for (int i = 0; i < 12; ++i) {
        const auto frame = reader.read_next();
        QVERIFY(frame->image == numbered_picture(40, 24, i));
        QVERIFY((frame->time == MediaTime{std::int64_t{i} * 1001, 30000}));
    }
    QVERIFY(!reader.read_next());
    QVERIFY(reader.frame(5).image == numbered_picture(40, 24, 5));
    QVERIFY(reader.read_next()->image == numbered_picture(40, 24, 6));
    QCOMPARE(reader.index_at({1001 * 4, 30000}), 4);
    QVERIFY(contains(message_of<MediaError>([&] { reader.frame(12); }), "frames 0 to 11; frame 12"));

    const MediaInfo info = probe_media(folder / "frame_%04d.png");
    QCOMPARE(info.container, std::string("png"));
    QCOMPARE(to_string(info.frame_rate), std::string("30000/1001"));
    QVERIFY((info.duration == MediaTime{12 * 1001, 30000}));
    QCOMPARE(info.num_frames, 12);
    QVERIFY((info.metadata == MediaMetadata{{"kinora", "{\"seed\":1}"}}));
    // Any picture alone brings its recipe back.
    QCOMPARE(probe_media(folder / "frame_0007.png").metadata.at("kinora"), std::string("{\"seed\":1}"));
}

void FrameSequenceTest::reads_folders_in_the_order_of_the_numbers() {
    const TempFolder folder;
    int number = 0;
    for (const char* name : {"shot2.png", "shot10.png", "shot0011.jpg", "shot100.png"}) {
        write_image(folder / name, numbered_picture(96, 64, number++), false);
    }
    write_file_atomically(folder / "notes.txt", "no picture");
    write_file_atomically(folder / ".hidden.png", "no picture");
    VideoReader reader(folder.path());
    QCOMPARE(reader.num_frames(), 4);
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(number_in(reader.read_next()->image), i);
    }
    QCOMPARE(to_string(reader.frame_rate()), std::string("24"));
}

void FrameSequenceTest::reads_a_single_picture() {
    const TempFolder folder;
    write_image(folder / "a.jpg", numbered_picture(96, 64, 9), false);
    VideoReader reader(folder / "a.jpg");
    QCOMPARE(reader.num_frames(), 1);
    QCOMPARE(number_in(reader.read_next()->image), 9);
    QVERIFY(!reader.read_next());
    const MediaInfo info = probe_media(folder / "a.jpg");
    QCOMPARE(info.container, std::string("jpeg"));
    QCOMPARE(info.width, 96);
    QCOMPARE(info.num_frames, 1);
}

void FrameSequenceTest::names_what_is_missing() {
    const TempFolder folder;
    write_sequence(folder / "frame_%04d.png", 6, {{24, 1}, {}});
    std::filesystem::remove(folder / "frame_0003.png");
    const auto gap = message_of<MediaError>([&] { VideoReader(folder / "frame_%04d.png"); });
    QVERIFY2(contains(gap, "frame_0003.png: is missing in the sequence, which goes on to 5"), gap.c_str());

    write_image(folder / "frame_0003.png", numbered_picture(24, 40, 3), false);
    VideoReader reader(folder / "frame_%04d.png");
    const auto size = message_of<MediaError>([&] { reader.frame(3); });
    QVERIFY2(contains(size, "frame_0003.png: has 24x40 pixels, but the sequence began with 40x24"), size.c_str());
    QVERIFY(reader.frame(4).image == numbered_picture(40, 24, 4));

    QVERIFY(contains(message_of<MediaError>([&] { VideoReader(folder / "other_%04d.png"); }), "matches no file"));
    QVERIFY(contains(message_of<MediaError>([&] { VideoReader(folder / "none/a_%04d.png"); }), "cannot be read"));
}

void FrameSequenceTest::large_metadata_goes_into_the_first_picture() {
    const TempFolder folder;
    const MediaMetadata metadata = {{"kinora", std::string(100'000, 'x')}};
    write_sequence(folder / "a.png", 4, {{12, 1}, metadata});
    QVERIFY(probe_media(folder / "a_%04d.png").metadata == metadata);
    QVERIFY(std::filesystem::file_size(folder / "a_0000.png") > 100'000);
    QVERIFY(std::filesystem::file_size(folder / "a_0001.png") < 20'000);
    QCOMPARE(to_string(probe_media(folder / "a_0002.png").frame_rate), std::string("12"));
}

static int count_entries(const std::filesystem::path& folder) {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

void FrameSequenceTest::nothing_appears_before_the_end() {
    const TempFolder folder;
    const FrameSequenceSettings settings = {{24, 1}, {}};
    {
        FrameSequenceWriter abandoned(SequencePattern::for_output(folder / "a.png"), settings);
        abandoned.write(numbered_picture(40, 24, 0));
        QVERIFY(!std::filesystem::exists(folder / "a_0000.png"));
    }
    QCOMPARE(count_entries(folder.path()), 0);

    // Another program takes a name meanwhile: nothing of ours appears, nothing of theirs is lost.
    {
        FrameSequenceWriter writer(SequencePattern::for_output(folder / "a.png"), settings);
        writer.write(numbered_picture(40, 24, 0));
        writer.write(numbered_picture(40, 24, 1));
        write_file_atomically(folder / "a_0001.png", "theirs");
        QVERIFY(contains(message_of<MediaError>([&] { writer.finish(); }), "a_0001.png: exists already"));
    }
    QCOMPARE(count_entries(folder.path()), 1);
    QCOMPARE(read_file(folder / "a_0001.png", 100), std::string("theirs"));

    FrameSequenceWriter empty(SequencePattern::for_output(folder / "b.png"), settings);
    QVERIFY(contains(message_of<MediaError>([&] { empty.finish(); }), "has no frame"));
    QVERIFY(contains(message_of<MediaError>([&] { FrameSequenceWriter({folder / "none", "a_", 4, ".png"}, settings); }),
                     "is not a folder that exists"));
    {
        const WithoutRights without_rights(folder.path());
        const auto message =
            message_of<MediaError>([&] { FrameSequenceWriter(SequencePattern::for_output(folder / "c.png"), settings); });
        QVERIFY2(contains(message, "Permission denied"), message.c_str());
    }
}

void FrameSequenceTest::overwriting_removes_only_what_was_ours() {
    const TempFolder folder;
    write_sequence(folder / "frame_%04d.png", 6, {{24, 1}, {}});
    write_image(folder / "frame_1234.png", numbered_picture(24, 40, 3), false);
    write_sequence(folder / "frame_%04d.png", 3, {{24, 1}, {}, true});
    QVERIFY(std::filesystem::exists(folder / "frame_0002.png"));
    QVERIFY(!std::filesystem::exists(folder / "frame_0003.png"));
    QVERIFY(!std::filesystem::exists(folder / "frame_0005.png"));
    QVERIFY(std::filesystem::exists(folder / "frame_1234.png"));
}

KINORA_TEST(FrameSequenceTest)
#include "frame_sequence_test.moc"
