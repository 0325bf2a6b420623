#include "core/media/ffmpeg/sound_stretcher.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ffmpeg;

class SoundStretcherTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void lasts_exactly_as_long_data();
    void lasts_exactly_as_long();
    void tones_stay_pure_and_on_their_side_data();
    void tones_stay_pure_and_on_their_side();
    void a_click_over_a_tone_is_one_click_at_its_place();
    void noise_keeps_its_loudness();
    void what_becomes_louder_has_no_gaps();
    void follows_no_blocks();
    void what_is_no_number_is_silent();
};

static constexpr double rate = 48000.0;

static std::vector<StereoSample> stretched(const std::vector<StereoSample>& sound, double speed, std::size_t block = 1024) {
    SoundStretcher stretcher(speed);
    std::deque<StereoSample> result;
    for (std::size_t i = 0; i < sound.size(); i += block) {
        stretcher.push(std::span(sound).subspan(i, std::min(block, sound.size() - i)));
        stretcher.take(result);
    }
    stretcher.end();
    stretcher.take(result);
    return {result.begin(), result.end()};
}

static float tone(double hertz, std::size_t sample) {
    return static_cast<float>(0.3 * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(sample) / rate));
}

static std::vector<StereoSample> two_tones(double left, double right, std::size_t count) {
    std::vector<StereoSample> sound;
    for (std::size_t i = 0; i < count; ++i) {
        sound.emplace_back(tone(left, i), tone(right, i));
    }
    return sound;
}

void SoundStretcherTest::lasts_exactly_as_long_data() {
    QTest::addColumn<double>("speed");
    for (const double speed : {0.5, 1.0 / 3, 0.25, 1.0 / 16, 1.0 / 64, 0.4, 24000.0 / 25025, 1.25, 8.0}) {
        QTest::addRow("%g", speed) << speed;
    }
}

void SoundStretcherTest::lasts_exactly_as_long() {
    QFETCH(double, speed);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{500}, std::size_t{30'000}}) {
        const auto sound = two_tones(300.0, 300.0, count);
        QCOMPARE(std::ssize(stretched(sound, speed)), std::llround(static_cast<double>(count) / speed));
    }
}

void SoundStretcherTest::tones_stay_pure_and_on_their_side_data() { lasts_exactly_as_long_data(); }

void SoundStretcherTest::tones_stay_pure_and_on_their_side() {
    QFETCH(double, speed);
    const auto result = stretched(two_tones(220.0, 1333.0, speed > 1.0 ? 480'000 : 48'000), speed);
    // What is left of a channel without its tone.
    const auto rest = [&](double hertz, auto&& channel) {
        const std::size_t begin = result.size() / 4;
        const std::size_t end = 3 * result.size() / 4;
        std::complex<double> sum;
        double power = 0.0;
        for (std::size_t i = begin; i < end; ++i) {
            const double sample = channel(result[i]);
            sum += sample * std::polar(1.0, -2.0 * std::numbers::pi * hertz * static_cast<double>(i) / rate);
            power += sample * sample;
        }
        return 1.0 - 2.0 * std::norm(sum) / (power * static_cast<double>(end - begin));
    };
    QVERIFY(rest(220.0, [](StereoSample sample) { return sample.real(); }) < 1e-2);
    QVERIFY(rest(1333.0, [](StereoSample sample) { return sample.imag(); }) < 1e-2);
}

void SoundStretcherTest::a_click_over_a_tone_is_one_click_at_its_place() {
    constexpr std::size_t place = 24'000;
    for (const double speed : {0.7, 0.5, 0.25, 1.0 / 16}) {
        auto sound = two_tones(220.0, 331.0, 48'000);
        sound[place] += StereoSample(0.6F, 0.6F);
        const auto result = stretched(sound, speed);
        std::vector<std::int64_t> jumps;
        for (std::size_t i = 1; i < result.size(); ++i) {
            if (std::abs(result[i] - result[i - 1]) > 0.2F) {
                jumps.push_back(static_cast<std::int64_t>(i));
            }
        }
        QCOMPARE(jumps.size(), std::size_t{2});  // to it and back
        QVERIFY(std::abs(static_cast<double>(jumps[0]) - static_cast<double>(place) / speed) < 0.001 * rate);
    }
}

static std::vector<StereoSample> noise() {
    std::vector<StereoSample> sound;
    std::uint32_t state = 1;
    for (int i = 0; i < 48'000; ++i) {
        state = state * 1664525U + 1013904223U;
        const auto sample = static_cast<float>(state >> 8) / 16777216.0F - 0.5F;
        sound.emplace_back(sample, sample);
    }
    return sound;
}

static double loudness(const std::vector<StereoSample>& samples, std::size_t begin, std::size_t end) {
    double power = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
        power += std::norm(samples[i]);
    }
    return std::sqrt(power / static_cast<double>(end - begin));
}

void SoundStretcherTest::noise_keeps_its_loudness() {
    const auto sound = noise();
    const double before = loudness(sound, 0, sound.size());
    const auto result = stretched(sound, 0.125);
    for (std::size_t i = 0; i + 9'600 <= result.size(); i += 9'600) {
        const double after = loudness(result, i, i + 9'600);
        QVERIFY2(after > 0.7 * before && after < 1.4 * before, qPrintable(QString::number(after / before)));
    }
}

void SoundStretcherTest::what_becomes_louder_has_no_gaps() {
    auto sound = noise();
    const double before = loudness(sound, 0, sound.size());
    for (std::size_t i = 0; i < sound.size(); ++i) {
        sound[i] *= static_cast<float>(i) / static_cast<float>(sound.size());
    }
    const auto result = stretched(sound, 1.0 / 16);
    for (std::size_t i = 9'600; i + 960 <= result.size(); i += 960) {
        const double after = loudness(result, i, i + 960) / before * static_cast<double>(result.size()) / static_cast<double>(i + 480);
        QVERIFY2(after > 0.3 && after < 3.0, qPrintable(QString("%1: %2").arg(i).arg(after)));
    }
}

void SoundStretcherTest::follows_no_blocks() {
    auto sound = two_tones(220.0, 331.0, 40'000);
    sound[9'000] += 0.5F;
    sound[30'100] += 0.5F;
    const auto result = stretched(sound, 0.3);
    QVERIFY(result == stretched(sound, 0.3, 77));
    QVERIFY(result == stretched(sound, 0.3, 40'000));
}

void SoundStretcherTest::what_is_no_number_is_silent() {
    auto sound = two_tones(220.0, 220.0, 30'000);
    sound[10'000] = StereoSample(std::nanf(""), 0.0F);
    sound[15'000] = StereoSample(0.0F, 1e38F);
    for (const StereoSample& sample : stretched(sound, 0.5)) {
        QVERIFY(std::abs(sample) < 2.0F);
    }
}

KINORA_TEST(SoundStretcherTest)
#include "sound_stretcher_test.moc"
