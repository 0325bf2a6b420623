#include "ui/sound/feed_reader.h"

#include <cstring>

#include "tests/support/test_main.h"
#include "ui/sound/sound_feed.h"

using namespace kinora;

class FeedReaderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void floats_go_through();
    void whole_numbers_are_rounded_and_cut();
};

static std::shared_ptr<SoundFeed> feedOf(const std::vector<float>& samples) {
    auto feed = std::make_shared<SoundFeed>(100);
    feed->write(samples);
    return feed;
}

template <typename Sample>
static std::vector<Sample> readAll(FeedReader& reader, std::size_t count) {
    std::vector<Sample> samples(count);
    const auto bytes = static_cast<qint64>(count * sizeof(Sample));
    if (reader.read(reinterpret_cast<char*>(samples.data()), bytes + 3) != bytes) {  // no half samples
        samples.clear();
    }
    return samples;
}

void FeedReaderTest::floats_go_through() {
    FeedReader reader(feedOf({0.25F, -0.5F, 1.0F, 0.0F}), FeedReader::Samples::float32);
    QCOMPARE(readAll<float>(reader, 4), (std::vector<float>{0.25F, -0.5F, 1.0F, 0.0F}));
    // Behind the end there is silence, as much as is wanted: a device that gets nothing stops.
    QVERIFY(!reader.atEnd() && reader.bytesAvailable() > 0);
    QCOMPARE(readAll<float>(reader, 4), std::vector<float>(4));
}

void FeedReaderTest::whole_numbers_are_rounded_and_cut() {
    FeedReader reader(feedOf({0.25F, -0.5F, 1.0F, -1.0F, 100.4F / 32768.0F, -100.6F / 32768.0F}), FeedReader::Samples::int16);
    QCOMPARE(readAll<std::int16_t>(reader, 6), (std::vector<std::int16_t>{8192, -16384, 32767, -32768, 100, -101}));
}

KINORA_TEST(FeedReaderTest)
#include "feed_reader_test.moc"
