#include "core/media/sound_mixer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/numbered_film.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class SoundMixerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void blocks_join_without_a_seam();
    void pieces_from_further_in_are_the_same_samples_data();
    void pieces_from_further_in_are_the_same_samples();
    void one_fades_into_the_other();
    void too_loud_is_cut();
    void what_cannot_be_read_is_silent_and_told();
    void frames_name_their_samples();
    void a_file_without_sound_has_no_pieces();
};

static constexpr std::int64_t second = mix_sample_rate;

// The left channel of the next `count` samples, mixed in blocks of `block`.
static std::vector<float> left_of(SoundMixer& mixer, std::int64_t count, std::int64_t block) {
    std::vector<float> left;
    while (count > 0) {
        std::vector<float> samples(static_cast<std::size_t>(2 * std::min(count, block)), 99.0F);
        mixer.next(samples);
        for (std::size_t i = 0; i < samples.size(); i += 2) {
            left.push_back(samples[i]);
        }
        count -= block;
    }
    return left;
}

void SoundMixerTest::blocks_join_without_a_seam() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", 2 * second);
    SoundMixer mixer({.pieces = {{folder / "a.wav", 500, 0, 3000}, {folder / "a.wav", 9000, 3000, 20'000}}, .num_samples = 25'000, .stop = {}});
    QCOMPARE(first_difference(left_of(mixer, 25'000, 777), 25'000, [](std::int64_t i) {
        return i < 3000 ? numbered_sample(i + 500) : i < 23'000 ? numbered_sample(i + 6000) : 0;
    }), -1);
}

// By how many samples `part` has to be moved to be most like what `all` has from `start` on.
static std::int64_t offset_of(const std::vector<float>& part, const std::vector<float>& all, std::int64_t start) {
    constexpr std::int64_t furthest = 64;
    std::int64_t best = 0;
    double least = 1e9;
    for (std::int64_t offset = -furthest; offset <= furthest; ++offset) {
        double sum = 0.0;
        for (std::size_t i = 0; i < 10'000; ++i) {
            sum += std::abs(part[i] - all[i + static_cast<std::size_t>(start + offset)]);
        }
        if (sum < least) {
            least = sum;
            best = offset;
        }
    }
    return best;
}

void SoundMixerTest::pieces_from_further_in_are_the_same_samples_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("is_exact");
    // Matroska and WebM count in milliseconds. What was compressed depends on where decoding begins, so only its place is the same.
    QTest::newRow("PCM in Matroska") << "a.mkv" << true;
    QTest::newRow("PCM in QuickTime") << "a.mov" << true;
    QTest::newRow("AAC in MP4") << "a.mp4" << false;
    QTest::newRow("Opus in WebM") << "a.webm" << false;
}

void SoundMixerTest::pieces_from_further_in_are_the_same_samples() {
    QFETCH(QString, name);
    QFETCH(bool, is_exact);
    const TempFolder folder;
    const auto path = folder / name.toStdString();
    write_numbered_film(path, 64, 48, 240, 10 * second);
    SoundMixer whole({.pieces = {{path, 0, 0, 10 * second}}, .num_samples = 10 * second, .stop = {}});
    const std::vector<float> all = left_of(whole, 10 * second, 48'000);
    for (const std::int64_t start : {2 * second, 3 * second + 1, 5 * second + 12'345, 8 * second + 777}) {
        SoundMixer part({.pieces = {{path, start, 0, second}}, .num_samples = second, .stop = {}});
        const std::vector<float> heard = left_of(part, second, 1024);
        QCOMPARE(offset_of(heard, all, start), std::int64_t{0});
        QVERIFY(!is_exact || std::ranges::equal(heard, std::span(all).subspan(static_cast<std::size_t>(start), heard.size())));
    }
}

void SoundMixerTest::one_fades_into_the_other() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", second);
    constexpr std::int64_t rounding = 1;
    const SampleRange fade = {4000, 2000};
    const SoundPiece going = {.path = folder / "a.wav", .num_samples = 7000, .fade_out = fade};
    const SoundPiece coming = {.path = folder / "a.wav", .source_sample = 20'000, .start_sample = 3000, .num_samples = 6000, .fade_in = fade};
    SoundMixer mixer({.pieces = {going, coming}, .num_samples = 9000, .stop = {}});
    QCOMPARE(first_difference(left_of(mixer, 9000, 777), 9000, [](std::int64_t i) {
        const double quarter = std::numbers::pi / 2.0 * std::clamp(static_cast<double>(i - 4000) / 2000.0, 0.0, 1.0);
        return std::lround(std::cos(quarter) * static_cast<double>(numbered_sample(i)) + std::sin(quarter) * static_cast<double>(numbered_sample(i + 17'000)));
    }, rounding), -1);
}

void SoundMixerTest::too_loud_is_cut() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", second);
    SoundMixer mixer({.pieces = std::vector<SoundPiece>(5, {folder / "a.wav", 0, 0, second}), .num_samples = second, .stop = {}});
    const std::vector<float> left = left_of(mixer, second, 1024);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const float sum = 5.0F * static_cast<float>(numbered_sample(static_cast<std::int64_t>(i))) / 32768.0F;
        QCOMPARE(left[i], std::clamp(sum, -1.0F, 1.0F));
    }
}

void SoundMixerTest::what_cannot_be_read_is_silent_and_told() {
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", second);
    const SoundMix mix = {.pieces = {{folder / "gone.wav", 0, 100, 5000}, {folder / "a.wav", 0, 0, second}}, .num_samples = second, .stop = {}};
    QStringList told;
    SoundMixer mixer(mix, [&](const Error& error) { told.append(QString::fromUtf8(error.what())); });
    QCOMPARE(first_difference(left_of(mixer, second, 1024), second, numbered_sample), -1);
    QCOMPARE(told.size(), 1);
    QVERIFY(told.front().contains(QStringLiteral("gone.wav")));
    SoundMixer strict(mix);
    QVERIFY(contains(message_of<MediaError>([&] { left_of(strict, 1024, 1024); }), "gone.wav"));
}

void SoundMixerTest::frames_name_their_samples() {
    QCOMPARE(sample_of_frame(12, {24, 1}), std::int64_t{24'000});
    QCOMPARE(sample_of_frame(-12, {24, 1}), std::int64_t{-24'000});
    QCOMPARE(sample_of_frame(1001, {30000, 1001}), std::int64_t{1'603'201});  // 33.4 s, rounded down
    const TempFolder folder;
    write_numbered_sound(folder / "a.wav", second);
    const SoundMix mix = sound_of_frames(folder / "a.wav", {6, 12}, {24, 1}, {});
    QCOMPARE(mix.num_samples, std::int64_t{24'000});
    QVERIFY((mix.pieces == std::vector<SoundPiece>{{folder / "a.wav", 12'000, 0, 24'000}}));
}

void SoundMixerTest::a_file_without_sound_has_no_pieces() {
    const TempFolder folder;
    make_clip(folder / "mute.mp4", {.times = steady_times(5)});
    const SoundMix mix = sound_of_frames(folder / "mute.mp4", {0, 5}, {25, 1}, {});
    QVERIFY(mix.pieces.empty());
    QCOMPARE(mix.num_samples, second / 5);
    QVERIFY(contains(message_of<MediaError>([&] { sound_of_frames(folder / "gone.mp4", {0, 5}, {25, 1}, {}); }), "gone.mp4"));
}

KINORA_TEST(SoundMixerTest)
#include "sound_mixer_test.moc"
