// Transparency of pictures that were made between two frames.
#include "core/media/ffmpeg/frame_between.h"

#include <cstring>

#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ffmpeg;
using namespace kinora::test;

class FrameBetweenTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void knows_formats_with_alpha();
    void mixes_alpha_by_time();
    void mixes_alpha_of_many_bits();
    void gives_colours_that_show_as_the_picture();
};

static FramePtr empty_frame(AVPixelFormat format) {
    FramePtr frame = make_frame();
    frame->format = format;
    frame->width = 16;
    frame->height = 8;
    av_frame_get_buffer(frame.get(), 0);
    for (std::size_t plane = 0; plane < 4 && frame->data[plane] != nullptr; ++plane) {
        std::memset(frame->data[plane], 0, static_cast<std::size_t>(frame->linesize[plane]) * 4);
    }
    return frame;
}

static StoredFrame with_bgra_alpha(std::uint8_t alpha) {
    const FramePtr frame = empty_frame(AV_PIX_FMT_BGRA);
    for (int y = 0; y < frame->height; ++y) {
        for (int x = 0; x < frame->width; ++x) {
            frame->data[0][y * frame->linesize[0] + 4 * x + 3] = alpha;
        }
    }
    return StoredFrame(*frame);
}

void FrameBetweenTest::knows_formats_with_alpha() {
    QVERIFY(has_kept_alpha(sample_format_of(*empty_frame(AV_PIX_FMT_BGRA))));
    QVERIFY(has_kept_alpha(sample_format_of(*empty_frame(AV_PIX_FMT_YUVA444P10))));
    QVERIFY(!has_kept_alpha(sample_format_of(*empty_frame(AV_PIX_FMT_BGR0))));
    QVERIFY(!has_kept_alpha(sample_format_of(*empty_frame(AV_PIX_FMT_YUV420P10))));
}

void FrameBetweenTest::mixes_alpha_by_time() {
    const StoredFrame first = with_bgra_alpha(200);
    const StoredFrame second = with_bgra_alpha(100);
    FrameBetween between("clip", first.format());
    const StoredFrame made = between.make(flat_picture(16, 8, 0, 0, 0), first, second, 0.25);
    QVERIFY(made.format() == first.format());
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 16; ++x) {
            QCOMPARE(int{made.av_frame().data[0][y * made.av_frame().linesize[0] + 4 * x + 3]}, 175);
        }
    }
}

void FrameBetweenTest::mixes_alpha_of_many_bits() {
    const auto with_alpha = [](std::uint16_t alpha) {
        const FramePtr frame = empty_frame(AV_PIX_FMT_YUVA444P10);
        for (int y = 0; y < frame->height; ++y) {
            for (int x = 0; x < frame->width; ++x) {
                std::memcpy(frame->data[3] + y * frame->linesize[3] + 2 * x, &alpha, 2);
            }
        }
        return StoredFrame(*frame);
    };
    const StoredFrame first = with_alpha(1000);
    FrameBetween between("clip", first.format());
    const StoredFrame made = between.make(flat_picture(16, 8, 50, 50, 50), first, with_alpha(3), 0.5);
    std::uint16_t alpha = 0;
    std::memcpy(&alpha, made.av_frame().data[3] + 7 * made.av_frame().linesize[3] + 2 * 15, 2);
    QCOMPARE(int{alpha}, 502);
}

void FrameBetweenTest::gives_colours_that_show_as_the_picture() {
    const StoredFrame half = with_bgra_alpha(128);
    FrameBetween between("clip", half.format());
    // A picture is what remains of the colours over black.
    const StoredFrame made = between.make(flat_picture(16, 8, 100, 64, 0), half, half, 0.5);
    const std::uint8_t* const pixel = made.av_frame().data[0];
    QVERIFY(std::abs(pixel[2] - 199) <= 1);
    QVERIFY(std::abs(pixel[1] - 128) <= 1);
    QCOMPARE(int{pixel[0]}, 0);
    // Nothing is seen of it, and nothing overflows.
    const StoredFrame none = with_bgra_alpha(0);
    const StoredFrame unseen = between.make(flat_picture(16, 8, 0, 0, 0), none, none, 0.5);
    QCOMPARE(int{unseen.av_frame().data[0][3]}, 0);
}

KINORA_TEST(FrameBetweenTest)
#include "frame_between_test.moc"
