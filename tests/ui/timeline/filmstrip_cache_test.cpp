#include "ui/timeline/filmstrip_cache.h"

#include <QSignalSpy>

#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

#include "core/media/output_format.h"
#include "core/media/video_writer.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/timeline/filmstrip_decoder.h"

using namespace kinora;
using namespace kinora::test;

class FilmstripCacheTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void pictures_arrive_later();
    void the_newest_comes_first();
    void what_is_broken_is_asked_for_once();

 private:
    TempFolder folder_;
};

void FilmstripCacheTest::initTestCase() {
    VideoWriterSettings settings;
    settings.format = output_format_for("film.mp4");
    settings.width = 320;
    settings.height = 192;
    settings.frame_rate = {24, 1};
    VideoWriter writer(folder_ / "film.mp4", settings);
    for (int i = 0; i < 40; ++i) {
        writer.write(numbered_picture(320, 192, i));
    }
    writer.finish();
}

void FilmstripCacheTest::pictures_arrive_later() {
    FilmstripCache cache;
    QSignalSpy arrived(&cache, &FilmstripCache::arrived);
    QVERIFY(cache.picture(folder_ / "film.mp4", 17) == nullptr);
    QVERIFY(arrived.wait());
    const QPixmap* picture = cache.picture(folder_ / "film.mp4", 17);
    QVERIFY(picture != nullptr);
    QCOMPARE(picture->size(), QSize(120, FilmstripCache::pictureHeight));
    const QImage shown = picture->toImage();
    int number = 0;
    for (int bit = 0; bit < number_bits; ++bit) {
        number |= (qGreen(shown.pixel(15 * bit + 7, 9)) > 128 ? 1 : 0) << bit;
    }
    QCOMPARE(number, 17);
}

void FilmstripCacheTest::the_newest_comes_first() {
    std::mutex mutex;
    std::vector<std::int64_t> order;
    std::unique_lock first(mutex);  // the decoder waits with its first picture until all are asked for
    FilmstripDecoder decoder(72, [&](const FilmstripDecoder::Key& key, const Image&) {
        const std::lock_guard lock(mutex);
        order.push_back(key.second);
    });
    const std::string file = (folder_ / "film.mp4").string();
    for (const std::int64_t frame : {1, 2, 3, 4, 5}) {
        decoder.ask({file, frame});
    }
    first.unlock();
    const auto done = [&] {
        const std::lock_guard lock(mutex);
        return order.size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(done(), 5U, 20'000);
    // Whichever the thread had begun with, the others came from the last to the first.
    const std::lock_guard lock(mutex);
    QVERIFY(std::is_sorted(order.begin() + 1, order.end(), std::greater<>()));
}

void FilmstripCacheTest::what_is_broken_is_asked_for_once() {
    std::mutex mutex;
    int tries = 0;
    FilmstripDecoder decoder(72, [&](const FilmstripDecoder::Key&, const Image& picture) {
        const std::lock_guard lock(mutex);
        tries += picture.is_empty() ? 1 : 100;
    });
    const auto count = [&] {
        const std::lock_guard lock(mutex);
        return tries;
    };
    decoder.ask({(folder_ / "missing.mp4").string(), 0});
    QTRY_COMPARE(count(), 1);
    decoder.ask({(folder_ / "missing.mp4").string(), 0});
    decoder.ask({(folder_ / "film.mp4").string(), 0});
    QTRY_COMPARE(count(), 101);
}

KINORA_TEST(FilmstripCacheTest)
#include "filmstrip_cache_test.moc"
