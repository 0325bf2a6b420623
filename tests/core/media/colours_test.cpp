// Pictures in other colours than BT.709: high dynamic range, BT.601.
#include "core/media/clip_writer.h"
#include "core/media/ffmpeg/av_handles.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class ColoursTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void files_say_what_is_in_them_data();
    void files_say_what_is_in_them();
    void frames_that_are_already_so_are_copied();
    void turned_pictures_keep_theirs();
    void others_are_bt709();
};

static ClipRecipe recipe_for(const std::string& primaries, const std::string& transfer, const std::string& matrix) {
    ClipRecipe recipe;
    recipe.container = "matroska";
    recipe.encoder = "ffv1";
    recipe.pixel_format = "yuv420p10le";
    recipe.times = steady_times(3);
    recipe.matrix = matrix;
    recipe.primaries = primaries;
    recipe.transfer = transfer;
    return recipe;
}

// The picture of `source`, written as its colours say.
static void write_pictures(const std::filesystem::path& source, const std::filesystem::path& target, VideoCodec codec = VideoCodec::unset) {
    VideoReader reader(source);
    ClipSettings settings;
    settings.width = reader.width();
    settings.height = reader.height();
    settings.frame_rate = {25, 1};
    settings.codec = codec;
    settings.colours = foreign_colours(source);
    ClipWriter writer(target, settings);
    while (const auto frame = reader.read_next()) {
        writer.write(*frame);
    }
    writer.finish();
}

static SampleFormat format_of(const std::filesystem::path& path) {
    return VideoReader(path).read_next()->stored->format();
}

void ColoursTest::files_say_what_is_in_them_data() {
    QTest::addColumn<QByteArray>("primaries");
    QTest::addColumn<QByteArray>("transfer");
    QTest::addColumn<QByteArray>("matrix");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("codec");
    for (const auto& [name, codec] : {std::pair("a.mp4", "h264"), std::pair("a.mov", "prores"), std::pair("a.webm", "vp9"), std::pair("a.mp4", "av1"),
                                      std::pair("a.mkv", "h264"), std::pair("a.mkv", "ffv1")}) {
        const auto add = [&, file = QByteArray(name), word = QByteArray(codec)](const char* primaries, const char* transfer, const char* matrix) {
            QTest::addRow("%s in %s, %s", transfer, name, codec) << QByteArray(primaries) << QByteArray(transfer) << QByteArray(matrix) << file << word;
        };
        add("bt2020", "smpte2084", "bt2020nc");
        add("bt2020", "arib-std-b67", "bt2020nc");
        add("smpte170m", "smpte170m", "smpte170m");
    }
}

void ColoursTest::files_say_what_is_in_them() {
    QFETCH(QByteArray, primaries);
    QFETCH(QByteArray, transfer);
    QFETCH(QByteArray, matrix);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, codec);
    const TempFolder folder;
    make_clip(folder / "in.mkv", recipe_for(primaries.toStdString(), transfer.toStdString(), matrix.toStdString()));
    write_pictures(folder / "in.mkv", folder / name.toStdString(), *parse_video_codec(codec.toStdString()));
    const SampleFormat written = format_of(folder / name.toStdString());
    QCOMPARE(written.primaries, av_color_primaries_from_name(primaries.constData()));
    QCOMPARE(written.transfer, av_color_transfer_from_name(transfer.constData()));
    QCOMPARE(written.matrix, codec == "ffv1" ? int{AVCOL_SPC_RGB} : av_color_space_from_name(matrix.constData()));
    // And the samples are made with that matrix.
    const Image before = VideoReader(folder / "in.mkv").read_next()->image;
    const Image after = VideoReader(folder / name.toStdString()).read_next()->image;
    double difference = 0.0;
    for (std::size_t i = 0; i < before.rgb().size(); ++i) {
        difference += std::abs(static_cast<int>(before.rgb()[i]) - static_cast<int>(after.rgb()[i]));
    }
    QVERIFY2(difference / static_cast<double>(before.rgb().size()) < 2.5, qPrintable(QString::number(difference)));
}

void ColoursTest::frames_that_are_already_so_are_copied() {
    const TempFolder folder;
    ClipRecipe recipe = recipe_for("bt2020", "arib-std-b67", "bt2020nc");
    recipe.pixel_format = "yuv420p";
    make_clip(folder / "in.mkv", recipe);
    const SampleFormat before = format_of(folder / "in.mkv");
    write_pictures(folder / "in.mkv", folder / "a.mkv", VideoCodec::h264);
    SampleFormat after = format_of(folder / "a.mkv");
    after.chroma_location = before.chroma_location;
    QVERIFY(before == after);
}

void ColoursTest::turned_pictures_keep_theirs() {
    const TempFolder folder;
    ClipRecipe recipe = recipe_for("bt2020", "arib-std-b67", "bt2020nc");
    recipe.container = "mov";
    recipe.encoder = "prores_ks";
    recipe.pixel_format = "yuv422p10le";
    recipe.rotation_degrees = 90;
    make_clip(folder / "in.mov", recipe);
    QVERIFY(!copyable_samples(folder / "in.mov"));
    write_pictures(folder / "in.mov", folder / "a.mkv");
    QCOMPARE(format_of(folder / "a.mkv").transfer, int{AVCOL_TRC_ARIB_STD_B67});
    QCOMPARE(format_of(folder / "a.mkv").primaries, int{AVCOL_PRI_BT2020});
}

void ColoursTest::others_are_bt709() {
    const TempFolder folder;
    int number = 0;
    for (const auto& [primaries, transfer, matrix] :
         {std::tuple("", "", "smpte170m"), std::tuple("bt709", "bt709", "bt709"), std::tuple("bt709", "iec61966-2-1", "bt709")}) {
        const auto path = folder / (std::to_string(number++) + ".mkv");
        make_clip(path, recipe_for(primaries, transfer, matrix));
        QVERIFY(!foreign_colours(path));
        write_pictures(path, folder / ("out-" + path.filename().string()), VideoCodec::h264);
        const SampleFormat written = format_of(folder / ("out-" + path.filename().string()));
        QVERIFY(written.primaries == AVCOL_PRI_BT709 && written.transfer == AVCOL_TRC_BT709 && written.matrix == AVCOL_SPC_BT709);
    }
    write_pictures(folder / "0.mkv", folder / "a.png");
    QVERIFY(!foreign_colours(folder / "a_%04d.png"));
}

KINORA_TEST(ColoursTest)
#include "colours_test.moc"
