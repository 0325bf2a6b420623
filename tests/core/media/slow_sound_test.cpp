// The sound of slow motion, from the file that it comes from to the file that is written.
#include <algorithm>
#include <cmath>

#include "core/media/clip_writer.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SlowSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void stretches_every_kind_of_sound_data();
    void stretches_every_kind_of_sound();
    void clicks_stay_with_the_picture_data();
    void clicks_stay_with_the_picture();
};

static constexpr double source_seconds = 2.0;
static constexpr double click_seconds[] = {0.3, 0.9, 1.6};

// Clicks of two milliseconds in every channel.
static float clicks(int, std::int64_t sample) {
    for (const double seconds : click_seconds) {
        const std::int64_t since = sample - std::llround(seconds * 48000.0);
        if (since >= 0 && since < 96) {
            return 0.7F * static_cast<float>(std::sin(2.0 * 3.14159265358979 * 2000.0 * static_cast<double>(since) / 48000.0));
        }
    }
    return 0.0F;
}

static std::int64_t num_frames_at(double speed) { return std::llround(25.0 * source_seconds / speed); }

// Two seconds of that sound beside as many of pictures, slower.
static DecodedSound slowed(const std::filesystem::path& out, const std::filesystem::path& source, double speed) {
    ClipSettings settings;
    settings.width = 96;
    settings.height = 64;
    settings.frame_rate = {25, 1};
    settings.sound = SoundSource{source, 0.0, speed};
    ClipWriter writer(out, settings);
    const Image picture = flat_picture(96, 64, 90, 90, 90);
    for (std::int64_t i = num_frames_at(speed); i > 0; --i) {
        writer.write(picture);
    }
    writer.finish();
    return decode_sound(out);
}

static std::vector<double> clicks_in(const DecodedSound& sound) {
    std::vector<double> heard;
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        const double seconds = sound.start_seconds + static_cast<double>(i) / sound.sample_rate;
        if (std::abs(sound.samples[i]) > 0.25F && (heard.empty() || seconds > heard.back() + 0.01)) {
            heard.push_back(seconds);
        }
    }
    return heard;
}

static void check_clicks(const DecodedSound& source, const DecodedSound& sound, double speed, double tolerance) {
    const std::vector<double> before = clicks_in(source);
    const std::vector<double> after = clicks_in(sound);
    QCOMPARE(before.size(), std::size(click_seconds));
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        const double late = after[i] - before[i] / speed;
        QVERIFY2(std::abs(late) < tolerance, qPrintable(QString::number(late)));
    }
    const double end = sound.start_seconds + static_cast<double>(sound.samples.size()) / sound.sample_rate;
    const double seconds = static_cast<double>(num_frames_at(speed)) / 25.0;
    QVERIFY2(end > seconds - 0.025 && end < seconds + 0.025, qPrintable(QString::number(end - seconds)));
}

void SlowSoundTest::stretches_every_kind_of_sound_data() {
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QByteArray>("encoder");
    QTest::addColumn<int>("num_channels");
    QTest::addColumn<QByteArray>("out");
    for (const auto& [container, encoder] : {std::pair("mp4", "aac"), std::pair("flac", "flac"), std::pair("matroska", "libopus")}) {
        for (const int num_channels : {1, 2, 6}) {
            for (const char* out : {"a.mp4", "a.mkv", "a.webm"}) {
                QTest::addRow("%s, %d channels, %s", encoder, num_channels, out)
                    << QByteArray(container) << QByteArray(encoder) << num_channels << QByteArray(out);
            }
        }
    }
}

void SlowSoundTest::stretches_every_kind_of_sound() {
    QFETCH(QByteArray, container);
    QFETCH(QByteArray, encoder);
    QFETCH(int, num_channels);
    QFETCH(QByteArray, out);
    const TempFolder folder;
    make_sound(folder / "source", container.toStdString(), encoder.toStdString(), source_seconds, num_channels, clicks);
    // Opus begins a few milliseconds before its file does, which readers count differently.
    check_clicks(decode_sound(folder / "source"), slowed(folder / out.toStdString(), folder / "source", 0.5), 0.5, 0.02);
}

void SlowSoundTest::clicks_stay_with_the_picture_data() {
    QTest::addColumn<double>("speed");
    for (const double factor : {2.0, 3.0, 4.0, 8.0, 16.0, 2.5, 1.25, 30000.0 / 24024}) {
        QTest::addRow("%g times", factor) << 1.0 / factor;
    }
}

void SlowSoundTest::clicks_stay_with_the_picture() {
    QFETCH(double, speed);
    const TempFolder folder;
    make_sound(folder / "source.flac", "flac", "flac", source_seconds, 2, clicks);
    check_clicks(decode_sound(folder / "source.flac"), slowed(folder / "a.mp4", folder / "source.flac", speed), speed, 0.005);
}

KINORA_TEST(SlowSoundTest)
#include "slow_sound_test.moc"
