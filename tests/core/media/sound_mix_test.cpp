#include "core/media/sound_mix.h"

#include <cmath>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "core/media/media_probe.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/numbered_sound.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class SoundMixTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void places_every_sample();
    void adds_up_what_overlaps();
    void is_silent_outside_the_file();
    void begins_far_inside_a_file();
    void fits_every_container_data();
    void fits_every_container();
    void says_what_is_missing();
    void stops();
};

static constexpr std::int64_t second = mix_sample_rate;

static void write_clip(const std::filesystem::path& path, std::vector<SoundPiece> pieces, std::int64_t num_frames,
                       const std::stop_token& stop = {}) {
    ClipSettings settings{.width = 64, .height = 48, .frame_rate = {25, 1}, .is_checked = true};
    settings.sound_mix = SoundMix{std::move(pieces), num_frames * second / 25, stop};
    ClipWriter writer(path, settings);
    for (int i = 0; i < num_frames; ++i) {
        writer.write(numbered_picture(64, 48, i));
    }
    writer.finish(stop);
}

void SoundMixTest::places_every_sample() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", 2 * second);
    write_clip(folder / "out.mkv", {{folder / "a.wav", 70'000, 40'000, 3001}, {folder / "a.wav", 10'000, 5000, 1500}}, 30);
    const DecodedSound sound = decode_sound(folder / "out.mkv");
    QCOMPARE(sound.codec, std::string("pcm_s16le"));
    QCOMPARE(sound.start_seconds, 0.0);
    QCOMPARE(sound.samples.size(), static_cast<std::size_t>(30 * second / 25));
    QCOMPARE(first_difference(sound.samples, 30 * second / 25, [](std::int64_t i) {
        return i >= 5000 && i < 6500 ? numbered_sample(i + 5000) : i >= 40'000 && i < 43'001 ? numbered_sample(i + 30'000) : 0;
    }), -1);
}

void SoundMixTest::adds_up_what_overlaps() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", second);
    write_clip(folder / "out.mov", {{folder / "a.wav", 0, 0, 20'000}, {folder / "a.wav", 24'000, 10'000, 20'000}}, 25);
    const DecodedSound sound = decode_sound(folder / "out.mov");
    QCOMPARE(first_difference(sound.samples, second, [](std::int64_t i) {
        return (i < 20'000 ? numbered_sample(i) : 0) + (i >= 10'000 && i < 30'000 ? numbered_sample(i + 14'000) : 0);
    }), -1);
}

void SoundMixTest::is_silent_outside_the_file() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", 10'000);
    write_clip(folder / "out.mkv", {{folder / "a.wav", -4000, 1000, 30'000}}, 25);
    const DecodedSound sound = decode_sound(folder / "out.mkv");
    QCOMPARE(first_difference(sound.samples, second, [](std::int64_t i) {
        return i >= 5000 && i < 15'000 ? numbered_sample(i - 5000) : 0;
    }), -1);
}

void SoundMixTest::begins_far_inside_a_file() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", 20 * second);
    write_clip(folder / "out.mkv", {{folder / "a.wav", 15 * second + 123, 0, second}}, 25);
    const DecodedSound sound = decode_sound(folder / "out.mkv");
    QCOMPARE(first_difference(sound.samples, second, [](std::int64_t i) { return numbered_sample(i + 15 * second + 123); }), -1);
}

void SoundMixTest::fits_every_container_data() {
    QTest::addColumn<QByteArray>("ending");
    QTest::addColumn<QByteArray>("codec");
    for (const auto& [ending, codec] : {std::pair("mp4", "aac"), {"webm", "opus"}, {"mov", "pcm_s16le"}, {"mkv", "pcm_s16le"}}) {
        QTest::newRow(ending) << QByteArray(ending) << QByteArray(codec);
    }
}

void SoundMixTest::fits_every_container() {
    QFETCH(QByteArray, ending);
    QFETCH(QByteArray, codec);
    const TempFolder folder;
    const auto path = folder / ("out." + ending.toStdString());
    make_sound(folder / "tone.mp4", "mp4", "aac", 3.0, 1000.0);
    write_clip(path, {{folder / "tone.mp4", second, second / 2, second}}, 50);
    const MediaInfo info = probe_media(path);
    QCOMPARE(info.sound_codec, codec.toStdString());
    QCOMPARE(info.num_frames, 50);
    const DecodedSound sound = decode_sound(path);
    const auto loudness = [&](double begin, double end) {
        double power = 1e-12;
        for (double at = begin; at < end; at += 1.0 / sound.sample_rate) {
            const auto i = static_cast<std::size_t>((at - sound.start_seconds) * sound.sample_rate);
            power += i < sound.samples.size() ? sound.samples[i] * sound.samples[i] : 0.0;
        }
        return std::sqrt(power / ((end - begin) * sound.sample_rate));
    };
    QVERIFY(loudness(0.55, 1.45) > 0.05);
    QVERIFY(loudness(0.05, 0.45) < 0.1 * loudness(0.55, 1.45));
    QVERIFY(loudness(1.55, 1.95) < 0.1 * loudness(0.55, 1.45));
    const double end = sound.start_seconds + static_cast<double>(sound.samples.size()) / sound.sample_rate;
    QVERIFY(end > 1.99 && end < 2.05);
}

void SoundMixTest::says_what_is_missing() {
    const TempFolder folder;
    const auto message = [&](const char* out, const char* source) {
        return message_of<MediaError>([&] { write_clip(folder / out, {{folder / source, 0, 0, second}}, 5); });
    };
    write_clip(folder / "silent.mkv", {}, 5);
    make_clip(folder / "mute.mp4", {.times = steady_times(5)});
    QVERIFY(contains(message("a.mkv", "gone.wav"), "gone.wav: "));
    QVERIFY(contains(message("a.mkv", "mute.mp4"), "mute.mp4: holds no sound any more"));
    QVERIFY(contains(message("a.gif", "gone.wav"), "a.gif: cannot hold sound"));
    QVERIFY(!std::filesystem::exists(folder / "a.mkv"));
}

void SoundMixTest::stops() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", second);
    std::stop_source stop;
    stop.request_stop();
    bool is_stopped = false;
    try {
        write_clip(folder / "out.mp4", {{folder / "a.wav", 0, 0, second}}, 25, stop.get_token());
    } catch (const Cancelled&) {
        is_stopped = true;
    }
    QVERIFY(is_stopped && !std::filesystem::exists(folder / "out.mp4"));
}

KINORA_TEST(SoundMixTest)
#include "sound_mix_test.moc"
