// Sound of files that are cut, joined, long or change their format: what comes of it beside pictures.
#include <cmath>
#include <fstream>

#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/ffmpeg/picture_start.h"
#include "core/media/media_probe.h"
#include "core/media/sound_mixer.h"
#include "core/media/video_reader.h"
#include "core/media/video_writer.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/numbered_sound.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SourceSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void begins_with_the_first_key_frame();
    void times_that_begin_anew_end_no_copy();
    void a_late_part_is_found_without_reading_all_before_it();
    void a_late_part_is_the_same_sound_data();
    void a_late_part_is_the_same_sound();
    void may_change_its_format_midway_data();
    void may_change_its_format_midway();
    void a_mix_hears_it_too();
    void a_mix_begins_where_it_is_to_data();
    void a_mix_begins_where_it_is_to();
    void pictures_do_not_wait_for_sound_that_is_over();
};

static constexpr std::size_t most_bytes = 100'000'000;

static void write(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

static void write_with_sound(const std::filesystem::path& path, const SoundSource& sound, int num_frames) {
    ClipSettings settings{.width = 96, .height = 64, .frame_rate = {25, 1}};
    settings.sound = sound;
    ClipWriter writer(path, settings);
    for (int i = 0; i < num_frames; ++i) {
        writer.write(flat_picture(96, 64, 90, 90, 90));
    }
    writer.finish();
}

static double end_of(const DecodedSound& sound) {
    return sound.start_seconds + static_cast<double>(sound.samples.size()) / sound.sample_rate;
}

// The mean loudness from one second to another.
static double level(const DecodedSound& sound, double begin_seconds, double end_seconds) {
    double sum = 0.0;
    int count = 0;
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        const double seconds = sound.start_seconds + static_cast<double>(i) / sound.sample_rate;
        if (seconds >= begin_seconds && seconds < end_seconds) {
            sum += sound.samples[i] * sound.samples[i];
            ++count;
        }
    }
    return count == 0 ? 0.0 : std::sqrt(sum / count);
}

void SourceSoundTest::begins_with_the_first_key_frame() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .times = steady_times(50)};
    recipe.options = {{"g", "20"}};
    recipe.sound_encoder = "ac3";
    recipe.sound_seconds = 2.0;
    make_clip(folder / "whole.ts", recipe);
    const std::string bytes = read_file(folder / "whole.ts", most_bytes);
    constexpr std::size_t packet = 188;
    write(folder / "cut.ts", bytes.substr(bytes.size() / 5 / packet * packet));
    const auto first = VideoReader(folder / "cut.ts").read_next();
    QCOMPARE(number_in(first->image), 20);
    const MediaInfo info = probe_media(folder / "cut.ts");
    QVERIFY(info.start_time == first->time);
    ffmpeg::InputFile input(folder / "cut.ts", {});
    const AVStream& video = input.choose_video_stream();
    // It must begin with other frames, or the test proves nothing.
    QVERIFY(static_cast<double>(video.start_time) * av_q2d(video.time_base) < first->time.seconds() - 0.1);
    QVERIFY(std::abs(ffmpeg::picture_start(input, {}) - first->time.seconds()) < 1e-9);
}

void SourceSoundTest::times_that_begin_anew_end_no_copy() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .times = steady_times(25)};
    recipe.sound_encoder = "ac3";
    recipe.sound_seconds = 1.0;
    make_clip(folder / "a.ts", recipe);
    const std::string bytes = read_file(folder / "a.ts", most_bytes);
    write(folder / "twice.ts", bytes + bytes);
    for (const char* name : {"a.mkv", "a.mp4"}) {
        write_with_sound(folder / name, {folder / "twice.ts"}, 50);
        const DecodedSound sound = decode_sound(folder / name);
        QCOMPARE(sound.codec, std::string("ac3"));
        QVERIFY2(std::abs(end_of(sound) - 1.0) < 0.1, qPrintable(QString::number(end_of(sound))));
    }
}

static std::int64_t bytes_read_so_far() {
    std::ifstream file("/proc/self/io");
    std::string name;
    std::int64_t count = 0;
    file >> name >> count;
    return name == "rchar:" ? count : -1;
}

void SourceSoundTest::a_late_part_is_found_without_reading_all_before_it() {
    const TempFolder folder;
    constexpr std::int64_t seconds = 200;
    write_numbered_sound(folder / "a.wav", seconds * 48'000);
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(folder / "a.wav"));
    for (const double speed : {1.0, 0.5}) {
        const std::int64_t before = bytes_read_so_far();
        write_with_sound(folder / (speed == 1.0 ? "a.mkv" : "b.mkv"), {folder / "a.wav", -190.0, speed}, 25);
        const std::int64_t read = bytes_read_so_far() - before;
        QVERIFY(before > 0);
        QVERIFY2(read < size / 4, qPrintable(QStringLiteral("%1 of %2 bytes").arg(read).arg(size)));
    }
}

void SourceSoundTest::a_late_part_is_the_same_sound_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QByteArray>("encoder");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("sample_rate");
    const auto row = [](const char* source, const char* container, const char* encoder, const char* out, int sample_rate = 48'000) {
        QTest::addRow("%s to %s, %d Hz", source, out, sample_rate)
            << QByteArray(source) << QByteArray(container) << QByteArray(encoder) << QByteArray(out) << sample_rate;
    };
    row("a.mp4", "mp4", "aac", "a.mp4");
    row("a.mp4", "mp4", "aac", "a.webm");
    row("a.mkv", "matroska", "libopus", "a.mkv");
    row("a.mkv", "matroska", "libopus", "a.mov");
    row("a.ts", "mpegts", "ac3", "a.mkv");
    row("a.flac", "flac", "flac", "a.mkv");
    row("a.mp3", "mp3", "libmp3lame", "a.mp4");
    row("a.aac", "adts", "aac", "a.mp4");
    row("a.mp4", "mp4", "aac", "a.mp4", 44'100);
    row("a.mp4", "mp4", "aac", "a.webm", 44'100);
    row("a.wav", "wav", "pcm_s16le", "a.webm", 22'050);
}

// Silence but for a short tone at seven seconds.
static SoundWave tone_at_seven(int sample_rate) {
    return [sample_rate](int, std::int64_t sample) {
        const std::int64_t since = sample - std::int64_t{7} * sample_rate;
        return since >= 0 && since < sample_rate / 10 ? 0.7F * static_cast<float>(std::sin(static_cast<double>(since) * 0.15)) : 0.0F;
    };
}

void SourceSoundTest::a_late_part_is_the_same_sound() {
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, container);
    QFETCH(QByteArray, encoder);
    QFETCH(QByteArray, out);
    QFETCH(int, sample_rate);
    const TempFolder folder;
    const auto path = folder / source.toStdString();
    make_sound(path, container.toStdString(), encoder.toStdString(), 10.0, 2, tone_at_seven(sample_rate), sample_rate);
    write_with_sound(folder / ("out" + out.toStdString()), {path, -5.5}, 75);
    const DecodedSound sound = decode_sound(folder / ("out" + out.toStdString()));
    double heard_at = -1.0;
    for (std::size_t i = 0; i < sound.samples.size() && heard_at < 0.0; ++i) {
        heard_at = std::abs(sound.samples[i]) > 0.3F ? sound.start_seconds + static_cast<double>(i) / sound.sample_rate : heard_at;
    }
    // Copied packets are placed to the nearest.
    QVERIFY2(std::abs(heard_at - 1.5) < (encoder == "flac" ? 0.12 : 0.06), qPrintable(QString::number(heard_at)));
}

// Raw AC-3: a second of stereo, one of 5.1, one of stereo again.
static void write_changing_sound(const std::filesystem::path& folder, const std::filesystem::path& path) {
    const SoundWave wave = [](int, std::int64_t sample) { return 0.3F * static_cast<float>(std::sin(static_cast<double>(sample) * 0.1)); };
    make_sound(folder / "2.ac3", "ac3", "ac3", 1.0, 2, wave);
    make_sound(folder / "6.ac3", "ac3", "ac3", 1.0, 6, wave);
    const std::string stereo = read_file(folder / "2.ac3", most_bytes);
    write(path, stereo + read_file(folder / "6.ac3", most_bytes) + stereo);
}

void SourceSoundTest::may_change_its_format_midway_data() {
    QTest::addColumn<double>("speed");
    QTest::newRow("as fast") << 1.0;
    QTest::newRow("slower") << 0.5;
}

void SourceSoundTest::may_change_its_format_midway() {
    QFETCH(double, speed);
    const TempFolder folder;
    write_changing_sound(folder.path(), folder / "changing.ac3");
    write_with_sound(folder / "a.webm", {folder / "changing.ac3", 0.0, speed}, static_cast<int>(80.0 / speed));
    const DecodedSound sound = decode_sound(folder / "a.webm");
    QVERIFY2(std::abs(end_of(sound) * speed - 3.1) < 0.15, qPrintable(QString::number(end_of(sound))));
    for (const double second : {0.5, 1.5, 2.5}) {
        const double heard = level(sound, (second - 0.3) / speed, (second + 0.3) / speed);
        QVERIFY2(heard > 0.1, qPrintable(QStringLiteral("%1 at %2 s").arg(heard).arg(second)));
    }
}

void SourceSoundTest::a_mix_hears_it_too() {
    const TempFolder folder;
    write_changing_sound(folder.path(), folder / "changing.ac3");
    SoundMixer mixer({.pieces = {{folder / "changing.ac3", 0, 0, 3 * mix_sample_rate}}, .num_samples = 3 * mix_sample_rate, .stop = {}});
    for (int second = 0; second < 3; ++second) {
        std::vector<float> samples(std::size_t{2} * mix_sample_rate);
        mixer.next(samples);
        double sum = 0.0;
        for (const float sample : samples) {
            sum += sample * sample;
        }
        const double heard = std::sqrt(sum / static_cast<double>(samples.size()));
        QVERIFY2(heard > 0.1, qPrintable(QStringLiteral("%1 in second %2").arg(heard).arg(second)));
    }
}

void SourceSoundTest::a_mix_begins_where_it_is_to_data() {
    QTest::addColumn<int>("sample_rate");
    for (const int sample_rate : {22'050, 44'100, 48'000, 96'000}) {
        QTest::addRow("%d Hz", sample_rate) << sample_rate;
    }
}

void SourceSoundTest::a_mix_begins_where_it_is_to() {
    QFETCH(int, sample_rate);
    const TempFolder folder;
    make_sound(folder / "a.wav", "wav", "pcm_s16le", 10.0, 2, tone_at_seven(sample_rate), sample_rate);
    constexpr std::int64_t num_samples = 2 * mix_sample_rate;
    SoundMixer mixer({.pieces = {{folder / "a.wav", mix_sample_rate * 11 / 2, 0, num_samples}}, .num_samples = num_samples, .stop = {}});
    std::vector<float> samples(std::size_t{2} * num_samples);
    mixer.next(samples);
    const auto heard = std::ranges::find_if(samples, [](float sample) { return std::abs(sample) > 0.3F; }) - samples.begin();
    QVERIFY2(std::abs(static_cast<double>(heard) / 2 / mix_sample_rate - 1.5) < 0.002, qPrintable(QString::number(heard)));
}

void SourceSoundTest::pictures_do_not_wait_for_sound_that_is_over() {
    const TempFolder folder;
    make_sound(folder / "a.wav", "wav", "pcm_s16le", 0.2, 440.0);
    VideoWriterSettings settings;
    settings.format = {VideoCodec::ffv1, Container::mkv};
    settings.width = 96;
    settings.height = 64;
    settings.frame_rate = {25, 1};
    settings.sound = SoundSource{folder / "a.wav"};
    VideoWriter writer(folder / "a.mkv", settings);
    constexpr int num_frames = 150;
    for (int i = 0; i < num_frames; ++i) {
        writer.write(noise_picture(96, 64, static_cast<std::uint32_t>(i)));
    }
    const auto early = std::filesystem::file_size(folder / "a.mkv");
    writer.finish();
    const auto whole = std::filesystem::file_size(folder / "a.mkv");
    QVERIFY2(early > whole * 3 / 4, qPrintable(QStringLiteral("%1 of %2 bytes").arg(early).arg(whole)));
    QCOMPARE(VideoReader(folder / "a.mkv").num_frames(), num_frames);
}

KINORA_TEST(SourceSoundTest)
#include "source_sound_test.moc"
