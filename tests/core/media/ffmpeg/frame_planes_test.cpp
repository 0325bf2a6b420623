// Frames as planes, and frames made of planes.
#include "core/media/ffmpeg/frame_planes.h"

#include <bit>
#include <utility>

#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ffmpeg;
using namespace kinora::test;

class FramePlanesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void knows_what_has_planes_data();
    void knows_what_has_planes();
    void shows_samples_where_they_lie();
    void leaves_samples_in_foreign_order_alone();
    void makes_the_frame_that_was_read_data();
    void makes_the_frame_that_was_read();
};

static std::shared_ptr<const StoredFrame> stored(AVPixelFormat format, int width, int height) {
    FramePtr frame = make_frame();
    frame->format = format;
    frame->width = width;
    frame->height = height;
    av_frame_get_buffer(frame.get(), 0);
    return std::make_shared<const StoredFrame>(*frame);
}

void FramePlanesTest::knows_what_has_planes_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("has_planes");
    const auto row = [](AVPixelFormat format, bool has_planes) { QTest::newRow(av_get_pix_fmt_name(format)) << int{format} << has_planes; };
    for (const AVPixelFormat format : {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV440P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ420P,
                                       AV_PIX_FMT_YUV420P9, AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV422P12}) {
        row(format, true);
    }
    for (const AVPixelFormat format : {AV_PIX_FMT_NV12, AV_PIX_FMT_YUYV422, AV_PIX_FMT_P010, AV_PIX_FMT_YUV420P16, AV_PIX_FMT_YUV444P14, AV_PIX_FMT_YUVA420P, AV_PIX_FMT_YUV410P, AV_PIX_FMT_GBRP,
                                       AV_PIX_FMT_BGR0, AV_PIX_FMT_PAL8, AV_PIX_FMT_GRAY8}) {
        row(format, false);
    }
}

void FramePlanesTest::knows_what_has_planes() {
    QFETCH(int, format);
    QFETCH(bool, has_planes);
    QCOMPARE(planes_of(stored(static_cast<AVPixelFormat>(format), 16, 8)).has_value(), has_planes);
}

void FramePlanesTest::shows_samples_where_they_lie() {
    auto frame = stored(AV_PIX_FMT_YUV420P, 15, 7);
    const AVFrame& samples = frame->av_frame();
    samples.data[2][samples.linesize[2] * 3 + 7] = 91;
    const PlanarImage image = *planes_of(std::exchange(frame, nullptr));
    QCOMPARE(image.planes[0].width, 15);
    QCOMPARE(image.planes[0].height, 7);
    QCOMPARE(image.planes[2].width, 8);
    QCOMPARE(image.planes[2].height, 4);
    QCOMPARE(int{image.planes[2].samples[image.planes[2].stride * 3 + 7]}, 91);  // held by the image alone
    QCOMPARE(image.bits, 8);
    QCOMPARE(planes_of(stored(AV_PIX_FMT_YUV420P10, 15, 7))->bits, 10);
}

void FramePlanesTest::leaves_samples_in_foreign_order_alone() {
    constexpr bool is_little = std::endian::native == std::endian::little;
    QVERIFY(!planes_of(stored(is_little ? AV_PIX_FMT_YUV420P10BE : AV_PIX_FMT_YUV420P10LE, 16, 8)));
}

void FramePlanesTest::makes_the_frame_that_was_read_data() {
    QTest::addColumn<QString>("pixel_format");
    QTest::addColumn<QString>("matrix");
    QTest::newRow("4:2:0, BT.709") << "yuv420p" << "bt709";
    QTest::newRow("4:2:2, BT.601") << "yuv422p" << "smpte170m";
    QTest::newRow("4:4:4") << "yuv444p" << "bt709";
    QTest::newRow("4:2:0, 10 bits") << "yuv420p10le" << "bt709";
    QTest::newRow("4:2:2, 12 bits") << "yuv422p12le" << "bt709";
}

void FramePlanesTest::makes_the_frame_that_was_read() {
    QFETCH(QString, pixel_format);
    QFETCH(QString, matrix);
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.container = "matroska";
    recipe.encoder = "ffv1";
    recipe.pixel_format = pixel_format.toStdString();
    recipe.matrix = matrix.toStdString();
    recipe.times = steady_times(2);
    make_clip(folder / "in.mkv", recipe);
    const VideoFrame read = *VideoReader(folder / "in.mkv").read_next();
    FrameOfPlanes frames(folder / "in.mkv", read.stored->format());
    const VideoFrame made = frames.make(*planes_of(read.stored), {1, 25});
    QVERIFY(*made.stored == *read.stored);
    QVERIFY(made.image == read.image);
    QVERIFY(made.time == (MediaTime{1, 25}));
}

KINORA_TEST(FramePlanesTest)
#include "frame_planes_test.moc"
