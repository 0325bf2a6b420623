#include "core/media/ffmpeg/segmented_encoder.h"

#include <algorithm>

#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/media_probe.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SegmentedEncoderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void times_of_decoding_rise_evenly_data();
    void times_of_decoding_rise_evenly();
};

static constexpr FrameRate rate = {8, 1};
static constexpr int segment = 64;  // frames at that rate

void SegmentedEncoderTest::times_of_decoding_rise_evenly_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("num_frames");
    for (const char* name : {"a.mp4", "a.mov"}) {
        for (const int num_frames : {1, 2, 3, segment, segment + 1, segment + 2, segment + 3, 2 * segment + 1}) {
            QTest::addRow("%s with %d frames", name, num_frames) << QByteArray(name) << num_frames;
        }
    }
}

void SegmentedEncoderTest::times_of_decoding_rise_evenly() {
    QFETCH(QByteArray, name);
    QFETCH(int, num_frames);
    QCOMPARE(segment_frames_at(rate), segment);
    const TempFolder folder;
    const auto write = [&](const std::string& file, const std::string& resume_key, int end, bool is_finished) {
        ClipSettings settings = {.width = 96, .height = 64, .frame_rate = rate, .codec = VideoCodec::h264, .is_segmented = true};
        settings.resume_key = resume_key;
        ClipWriter writer(folder / file, settings);
        for (auto i = static_cast<int>(writer.num_frames()); i < end; ++i) {
            writer.write(numbered_picture(96, 64, i));
        }
        if (is_finished) {
            writer.finish();
        }
    };
    write(name.toStdString(), "", num_frames, true);
    const auto packets = stored_packets(folder / name.toStdString());
    QCOMPARE(std::ssize(packets), num_frames);
    for (std::size_t i = 1; i < packets.size(); ++i) {
        QCOMPARE(packets[i].dts - packets[i - 1].dts, packets[0].duration);
    }
    const MediaInfo info = probe_media(folder / name.toStdString());
    QCOMPARE(to_string(info.frame_rate), std::string("8"));
    QVERIFY((info.start_time == MediaTime{0, 1}));
    // Stopped behind the first segment and gone on with, it has the same bytes.
    const std::string later = "later-" + name.toStdString();
    write(later, "key", std::min(num_frames, segment + 1), false);
    write(later, "key", num_frames, true);
    QVERIFY(read_file(folder / name.toStdString(), std::size_t{1} << 24) == read_file(folder / later, std::size_t{1} << 24));
}

KINORA_TEST(SegmentedEncoderTest)
#include "segmented_encoder_test.moc"
