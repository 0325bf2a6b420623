#include "ui/timeline/waveform_cache.h"

#include <QSignalSpy>

#include <cmath>

#include "tests/core/media/numbered_film.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class WaveformCacheTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void peaks_arrive_later();
    void a_file_is_read_once();
    void what_cannot_be_read_has_none();
    void forgotten_files_are_read_again();
    void may_go_while_it_reads();

 private:
    TempFolder folder_;
};

// A second and a half of pictures, a second of sound.
void WaveformCacheTest::initTestCase() {
    write_numbered_film(folder_ / "film.mkv", 64, 48, 36, 48'000);
}

void WaveformCacheTest::peaks_arrive_later() {
    WaveformCache cache;
    QSignalSpy arrived(&cache, &WaveformCache::arrived);
    QVERIFY(cache.peaks(folder_ / "film.mkv") == nullptr);
    QVERIFY(arrived.wait());
    const std::vector<float>* peaks = cache.peaks(folder_ / "film.mkv");
    QVERIFY(peaks != nullptr);
    QCOMPARE(peaks->size(), std::size_t{150});
    for (std::size_t i = 0; i < peaks->size(); ++i) {
        std::int64_t loudest = 0;
        for (std::int64_t sample = 0; sample < 480 && i < 100; ++sample) {
            loudest = std::max<std::int64_t>(loudest, std::abs(numbered_sample(static_cast<std::int64_t>(i) * 480 + sample)));
        }
        QCOMPARE((*peaks)[i], static_cast<float>(loudest) / 32768.0F);
    }
}

void WaveformCacheTest::a_file_is_read_once() {
    WaveformCache cache;
    QSignalSpy arrived(&cache, &WaveformCache::arrived);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(cache.peaks(folder_ / "film.mkv") == nullptr);
    }
    QVERIFY(arrived.wait());
    const std::vector<float>* peaks = cache.peaks(folder_ / "film.mkv");
    QVERIFY(peaks != nullptr && cache.peaks(folder_ / "film.mkv") == peaks);
    cache.peaks(folder_ / "gone.mkv");  // comes after all that was asked for before
    QVERIFY(arrived.wait());
    QCOMPARE(arrived.size(), 2);
}

void WaveformCacheTest::what_cannot_be_read_has_none() {
    WaveformCache cache;
    QSignalSpy arrived(&cache, &WaveformCache::arrived);
    QVERIFY(cache.peaks(folder_ / "gone.mkv") == nullptr);
    QVERIFY(arrived.wait());
    QVERIFY(cache.peaks(folder_ / "gone.mkv") == nullptr);
    QVERIFY(!arrived.wait(50));  // and is not tried again with every picture of the timeline
}

void WaveformCacheTest::forgotten_files_are_read_again() {
    WaveformCache cache;
    QSignalSpy arrived(&cache, &WaveformCache::arrived);
    cache.peaks(folder_ / "film.mkv");
    QVERIFY(arrived.wait());
    cache.clear();
    QVERIFY(cache.peaks(folder_ / "film.mkv") == nullptr);
    QVERIFY(arrived.wait());
    QVERIFY(cache.peaks(folder_ / "film.mkv") != nullptr);
}

void WaveformCacheTest::may_go_while_it_reads() {
    auto cache = std::make_unique<WaveformCache>();
    QSignalSpy arrived(cache.get(), &WaveformCache::arrived);
    for (int i = 0; i < 50; ++i) {
        std::filesystem::create_hard_link(folder_ / "film.mkv", folder_ / ("film" + std::to_string(i) + ".mkv"));
        cache->peaks(folder_ / ("film" + std::to_string(i) + ".mkv"));
    }
    cache.reset();
    QCoreApplication::processEvents();
    QCOMPARE(arrived.size(), 0);
}

KINORA_TEST(WaveformCacheTest)
#include "waveform_cache_test.moc"
