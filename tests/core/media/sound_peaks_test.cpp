#include "core/media/sound_peaks.h"

#include <algorithm>
#include <numeric>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "tests/core/media/clip_maker.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SoundPeaksTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_tone_is_as_loud_from_its_beginning_to_its_end();
    void without_sound_there_is_an_error();
    void reading_is_stopped();

 private:
    static ClipRecipe recipe(double soundSeconds) {
        ClipRecipe recipe;
        for (std::int64_t i = 0; i < 50; ++i) {
            recipe.times.push_back(i);
        }
        recipe.sound_encoder = soundSeconds > 0.0 ? "aac" : "";
        recipe.sound_seconds = soundSeconds;
        return recipe;
    }

    TempFolder folder_;
};

void SoundPeaksTest::a_tone_is_as_loud_from_its_beginning_to_its_end() {
    make_clip(folder_ / "tone.mp4", recipe(1.0));
    const std::vector<float> peaks = read_sound_peaks(folder_ / "tone.mp4", 100, {});
    QCOMPARE(peaks.size(), std::size_t{200});  // of two seconds of pictures
    const float middle = peaks[50];
    QVERIFY(middle > 0.05F && middle <= 1.0F);
    const auto [least, most] = std::minmax_element(peaks.begin() + 5, peaks.begin() + 95);  // the codec needs a moment at either end
    QVERIFY(*least > 0.9F * middle && *most < 1.1F * middle);
    QCOMPARE(std::accumulate(peaks.begin() + 110, peaks.end(), 0.0F), 0.0F);  // the sound is over
}

void SoundPeaksTest::without_sound_there_is_an_error() {
    make_clip(folder_ / "silent.mp4", recipe(0.0));
    QVERIFY_THROWS_EXCEPTION(MediaError, read_sound_peaks(folder_ / "silent.mp4", 100, {}));
}

void SoundPeaksTest::reading_is_stopped() {
    make_clip(folder_ / "tone.mp4", recipe(1.0));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, read_sound_peaks(folder_ / "tone.mp4", 100, stop.get_token()));
}

KINORA_TEST(SoundPeaksTest)
#include "sound_peaks_test.moc"
