#include "core/media/clip_writer.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/restricted.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class ClipWriterTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_file_appears_when_it_is_complete_data();
    void a_file_appears_when_it_is_complete();
    void a_full_disk_leaves_the_old_file_data();
    void a_full_disk_leaves_the_old_file();
    void does_not_replace_without_leave();
    void brings_sound_along_data();
    void brings_sound_along();
    void places_sound_data();
    void places_sound();
    void plays_sound_slower_at_its_pitch_data();
    void plays_sound_slower_at_its_pitch();
    void sound_that_begins_before_the_picture_stays_with_it_data();
    void sound_that_begins_before_the_picture_stays_with_it();
    void cuts_sound_at_the_end_of_the_video();
    void refuses_sound_that_is_none();
};

static ClipSettings settings_25(int width = 96, int height = 64) {
    ClipSettings settings;
    settings.width = width;
    settings.height = height;
    settings.frame_rate = {25, 1};
    return settings;
}

static std::vector<std::string> entries(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

static void add_names() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"a.mp4", "a.mov", "a.mkv", "a.webm", "a.gif", "a.png"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void ClipWriterTest::a_file_appears_when_it_is_complete_data() { add_names(); }

void ClipWriterTest::a_file_appears_when_it_is_complete() {
    QFETCH(QByteArray, name);
    const TempFolder folder;
    const auto path = folder / name.toStdString();
    {
        ClipWriter abandoned(path, settings_25());
        abandoned.write(numbered_picture(96, 64, 0));
    }
    QCOMPARE(entries(folder.path()).size(), std::size_t{0});

    ClipWriter writer(path, settings_25());
    for (int i = 0; i < 3; ++i) {
        writer.write(numbered_picture(96, 64, i));
        for (const std::string& entry : entries(folder.path())) {
            QVERIFY2(entry[0] == '.', entry.c_str());
        }
    }
    QCOMPARE(writer.num_frames(), 3);
    writer.finish();
    const std::vector<std::string> expected =
        name == "a.png" ? std::vector<std::string>{"a_0000.png", "a_0001.png", "a_0002.png"}
                        : std::vector<std::string>{name.toStdString()};
    QCOMPARE(entries(folder.path()), expected);
    VideoReader reader(name == "a.png" ? folder / "a_%04d.png" : path);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(number_in(reader.read_next()->image), i);
    }
}

void ClipWriterTest::a_full_disk_leaves_the_old_file_data() { add_names(); }

void ClipWriterTest::a_full_disk_leaves_the_old_file() {
    QFETCH(QByteArray, name);
    const TempFolder folder;
    const auto path = folder / name.toStdString();
    ClipSettings settings = settings_25(192, 128);
    settings.overwrite = true;
    const auto write = [&](int count) {
        ClipWriter writer(path, settings);
        for (int i = 0; i < count; ++i) {
            writer.write(noise_picture(192, 128, static_cast<std::uint32_t>(i)));
        }
        writer.finish();
    };
    write(1);
    const auto before = entries(folder.path());
    QCOMPARE(before.size(), std::size_t{1});
    const std::string old = read_file(folder / before[0], std::size_t{1} << 26);
    const auto message = message_of<MediaError>([&] {
        const FileSizeLimit full_disk(30'000);
        write(4);
    });
    QVERIFY2(contains(message, "cannot be written: File too large"), message.c_str());
    QVERIFY2(contains(message, (folder / "a").string()), message.c_str());
    QCOMPARE(entries(folder.path()), before);
    QVERIFY(read_file(folder / before[0], std::size_t{1} << 26) == old);
}

void ClipWriterTest::does_not_replace_without_leave() {
    const TempFolder folder;
    for (const char* name : {"a.mp4", "b_%02d.png"}) {
        const auto write = [&](const ClipSettings& settings, int count) {
            ClipWriter writer(folder / name, settings);
            for (int i = 0; i < count; ++i) {
                writer.write(numbered_picture(96, 64, i));
            }
            writer.finish();
        };
        write(settings_25(), 5);
        const auto message = message_of<Error>([&] { write(settings_25(), 2); });
        QVERIFY2(contains(message, "exists already and is not to be overwritten"), message.c_str());
        ClipSettings replacing = settings_25();
        replacing.overwrite = true;
        write(replacing, 2);
        // Of a longer sequence before, nothing may remain behind a shorter one.
        QCOMPARE(probe_media(folder / name).num_frames, 2);
    }
}

void ClipWriterTest::brings_sound_along_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("codec");
    QTest::newRow("aac copied to mp4") << QByteArray("a.mp4") << QByteArray("aac.mp4") << QByteArray("aac");
    QTest::newRow("raw aac copied to mp4") << QByteArray("a.mp4") << QByteArray("aac.aac") << QByteArray("aac");
    QTest::newRow("aac copied to mkv") << QByteArray("a.mkv") << QByteArray("aac.mp4") << QByteArray("aac");
    QTest::newRow("aac encoded again for webm") << QByteArray("a.webm") << QByteArray("aac.mp4") << QByteArray("opus");
    QTest::newRow("opus copied to webm") << QByteArray("a.webm") << QByteArray("opus.mkv") << QByteArray("opus");
    QTest::newRow("opus encoded again for mov") << QByteArray("a.mov") << QByteArray("opus.mkv") << QByteArray("aac");
    QTest::newRow("wav copied to mov") << QByteArray("a.mov") << QByteArray("pcm.wav") << QByteArray("pcm_s16le");
    QTest::newRow("wav encoded for mp4") << QByteArray("a.mp4") << QByteArray("pcm.wav") << QByteArray("aac");
    QTest::newRow("flac copied to mkv") << QByteArray("a.mkv") << QByteArray("flac.flac") << QByteArray("flac");
    QTest::newRow("mp3 copied to mp4") << QByteArray("a.mp4") << QByteArray("mp3.mp3") << QByteArray("mp3");
}

// How strong a tone is in samples begin to end, as a share of all that sounds there: 0 to 1.
static double tone_share(const DecodedSound& sound, double begin_seconds, double end_seconds, double hertz) {
    const auto index = [&](double seconds) {
        const auto at = static_cast<std::int64_t>((seconds - sound.start_seconds) * sound.sample_rate);
        return std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(sound.samples.size()));
    };
    double real = 0.0;
    double imaginary = 0.0;
    double power = 1e-9;
    const std::int64_t count = index(end_seconds) - index(begin_seconds);
    for (std::int64_t i = index(begin_seconds); i < index(end_seconds); ++i) {
        const double sample = sound.samples[static_cast<std::size_t>(i)];
        const double phase = 2.0 * 3.14159265358979 * hertz * static_cast<double>(i) / sound.sample_rate;
        real += sample * std::cos(phase);
        imaginary += sample * std::sin(phase);
        power += sample * sample;
    }
    return count == 0 ? 0.0 : 2.0 * (real * real + imaginary * imaginary) / (power * static_cast<double>(count));
}

static void make_source(const std::filesystem::path& path, double seconds) {
    const std::string kind = path.stem().string();
    if (kind == "aac") {
        make_sound(path, path.extension() == ".aac" ? "adts" : "mp4", "aac", seconds, 1000.0);
    } else if (kind == "opus") {
        make_sound(path, "matroska", "libopus", seconds, 1000.0);
    } else if (kind == "flac") {
        make_sound(path, "flac", "flac", seconds, 1000.0);
    } else if (kind == "mp3") {
        make_sound(path, "mp3", "libmp3lame", seconds, 1000.0);
    } else {
        make_sound(path, "wav", "pcm_s16le", seconds, 1000.0);
    }
}

static void write_with_sound(const std::filesystem::path& path, const SoundSource& sound, int num_frames) {
    ClipSettings settings = settings_25();
    settings.sound = sound;
    settings.overwrite = true;
    ClipWriter writer(path, settings);
    for (int i = 0; i < num_frames; ++i) {
        writer.write(numbered_picture(96, 64, i));
    }
    writer.finish();
}

void ClipWriterTest::brings_sound_along() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, codec);
    const TempFolder folder;
    const auto path = folder / name.toStdString();
    make_source(folder / source.toStdString(), 2.0);
    write_with_sound(path, {folder / source.toStdString(), 0.0}, 50);

    const MediaInfo info = probe_media(path);
    QVERIFY(info.has_sound);
    QCOMPARE(info.sound_codec, codec.toStdString());
    // Sound must not move the pictures.
    QCOMPARE(info.num_frames, 50);
    QCOMPARE(to_string(info.frame_rate), std::string("25"));
    QVERIFY((info.start_time == MediaTime{0, 1}));
    const DecodedSound sound = decode_sound(path);
    QVERIFY(std::abs(sound.start_seconds) < 0.03);
    const double seconds = static_cast<double>(sound.samples.size()) / sound.sample_rate;
    QVERIFY2(seconds > 1.9 && seconds < 2.06, qPrintable(QString::number(seconds)));
    QVERIFY(tone_share(sound, 0.2, 1.8, 1000.0) > 0.95);
    QVERIFY(tone_share(sound, 0.2, 1.8, 700.0) < 0.01);
}

void ClipWriterTest::places_sound_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("source");
    for (const auto& [name, source] : {std::pair("a.mp4", "aac.mp4"), std::pair("a.mp4", "pcm.wav"), std::pair("a.mkv", "flac.flac"),
                                       std::pair("a.webm", "aac.mp4"), std::pair("a.mov", "pcm.wav")}) {
        QTest::addRow("%s into %s", source, name) << QByteArray(name) << QByteArray(source);
    }
}

void ClipWriterTest::places_sound() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, source);
    const TempFolder folder;
    const auto path = folder / name.toStdString();
    make_source(folder / source.toStdString(), 1.0);

    // One second of sound from second 0.5 on in two seconds of video.
    write_with_sound(path, {folder / source.toStdString(), 0.5}, 50);
    const DecodedSound later = decode_sound(path);
    QVERIFY(tone_share(later, 0.6, 1.4, 1000.0) > 0.95);
    const double end = later.start_seconds + static_cast<double>(later.samples.size()) / later.sample_rate;
    QVERIFY2(std::abs(end - 1.5) < 0.08, qPrintable(QString::number(end)));
    QVERIFY((probe_media(path).start_time == MediaTime{0, 1}));

    // Without its first 0.6 seconds, 0.4 are left.
    write_with_sound(path, {folder / source.toStdString(), -0.6}, 50);
    const DecodedSound earlier = decode_sound(path);
    QVERIFY(std::abs(earlier.start_seconds) < (source == "flac.flac" ? 0.1 : 0.03));
    const double rest = static_cast<double>(earlier.samples.size()) / earlier.sample_rate;
    QVERIFY2(rest > 0.3 && rest < 0.48, qPrintable(QString::number(rest)));
    QVERIFY((probe_media(path).start_time == MediaTime{0, 1}));
}

void ClipWriterTest::plays_sound_slower_at_its_pitch_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<double>("speed");
    QTest::newRow("half") << QByteArray("a.mp4") << 0.5;
    QTest::newRow("an eighth") << QByteArray("a.mkv") << 0.125;
    QTest::newRow("a little") << QByteArray("a.webm") << 0.8;
    QTest::newRow("faster") << QByteArray("a.mov") << 1.25;
}

void ClipWriterTest::plays_sound_slower_at_its_pitch() {
    QFETCH(QByteArray, name);
    QFETCH(double, speed);
    const TempFolder folder;
    make_source(folder / "aac.mp4", 1.0);
    const double seconds = 1.0 / speed;
    write_with_sound(folder / name.toStdString(), {folder / "aac.mp4", 0.0, speed}, static_cast<int>(25.0 * seconds) + 10);
    const DecodedSound sound = decode_sound(folder / name.toStdString());
    const double end = sound.start_seconds + static_cast<double>(sound.samples.size()) / sound.sample_rate;
    QVERIFY2(std::abs(end - seconds) < 0.1 * seconds + 0.05, qPrintable(QString::number(end)));
    // Between the seams of stretched sound a tone keeps its pitch, not its phase.
    double share = 0.0;
    for (double begin = 0.3 * seconds; begin < 0.7 * seconds; begin += 0.01) {
        share = std::max(share, tone_share(sound, begin, begin + 0.02, 1000.0));
    }
    QVERIFY2(share > 0.9, qPrintable(QString::number(share)));
    QVERIFY(tone_share(sound, 0.3 * seconds, 0.7 * seconds, 1000.0 * speed) < 0.1);
}

void ClipWriterTest::sound_that_begins_before_the_picture_stays_with_it_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<double>("speed");
    QTest::newRow("copied") << QByteArray("a.mkv") << 1.0;
    QTest::newRow("encoded") << QByteArray("a.webm") << 1.0;
    QTest::newRow("slower") << QByteArray("a.mkv") << 0.5;
}

void ClipWriterTest::sound_that_begins_before_the_picture_stays_with_it() {
    QFETCH(QByteArray, name);
    QFETCH(double, speed);
    const TempFolder folder;
    ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .sound_encoder = "ac3", .sound_seconds = 2.0};
    for (int i = 0; i < 40; ++i) {
        recipe.times.push_back(20 + i);  // 0.8 s after the sound
    }
    make_clip(folder / "source.ts", recipe);
    ClipSettings settings = settings_25();
    settings.sound = SoundSource{folder / "source.ts", 0.0, speed};
    ClipWriter writer(folder / name.toStdString(), settings);
    for (int i = 0; i < 100; ++i) {
        writer.write(numbered_picture(96, 64, i));
    }
    writer.finish();
    const DecodedSound sound = decode_sound(folder / name.toStdString());
    const double end = sound.start_seconds + static_cast<double>(sound.samples.size()) / sound.sample_rate;
    QVERIFY2(std::abs(end - 1.2 / speed) < 0.1, qPrintable(QString::number(end)));
}

void ClipWriterTest::cuts_sound_at_the_end_of_the_video() {
    const TempFolder folder;
    make_source(folder / "aac.mp4", 3.0);
    write_with_sound(folder / "a.mp4", {folder / "aac.mp4", 0.0}, 25);
    const DecodedSound sound = decode_sound(folder / "a.mp4");
    const double seconds = static_cast<double>(sound.samples.size()) / sound.sample_rate;
    QVERIFY2(seconds > 0.9 && seconds <= 1.0, qPrintable(QString::number(seconds)));
}

void ClipWriterTest::refuses_sound_that_is_none() {
    const TempFolder folder;
    ClipRecipe silent;
    silent.times = steady_times(3);
    make_clip(folder / "silent.mp4", silent);
    const auto message_for = [&](const char* name, const char* source) {
        return message_of<MediaError>([&] { write_with_sound(folder / name, {folder / source, 0.0}, 2); });
    };
    QVERIFY(contains(message_for("a.mp4", "silent.mp4"), "silent.mp4: holds no sound"));
    QVERIFY(contains(message_for("a.mp4", "none.wav"), "none.wav: cannot be opened: No such file or directory"));
    make_source(folder / "pcm.wav", 0.1);
    QVERIFY(contains(message_for("a.gif", "pcm.wav"), "a.gif: cannot hold sound"));
    QVERIFY(contains(message_for("a.png", "pcm.wav"), "a.png: cannot hold sound"));
    QCOMPARE(entries(folder.path()), (std::vector<std::string>{"pcm.wav", "silent.mp4"}));
}

KINORA_TEST(ClipWriterTest)
#include "clip_writer_test.moc"
