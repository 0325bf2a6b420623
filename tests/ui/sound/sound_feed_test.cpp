#include "ui/sound/sound_feed.h"

#include <atomic>
#include <thread>

#include "tests/support/test_main.h"

using namespace kinora;

class SoundFeedTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void goes_round_the_ring();
    void underrun_is_silence_and_nothing_is_late();
    void a_full_ring_waits_for_its_reader();
    void stopping_ends_the_wait();
    void volume_changes_without_a_jump();
    void two_threads_agree_on_every_sample();
};

// Sample i is i on the left and -i on the right.
static std::vector<float> numbered(std::int64_t first, std::int64_t count) {
    std::vector<float> block;
    for (std::int64_t i = first; i < first + count; ++i) {
        block.push_back(static_cast<float>(i));
        block.push_back(-static_cast<float>(i));
    }
    return block;
}

static std::vector<float> read(SoundFeed& feed, std::int64_t count) {
    std::vector<float> block(static_cast<std::size_t>(2 * count), 99.0F);
    feed.read(block);
    return block;
}

void SoundFeedTest::goes_round_the_ring() {
    SoundFeed feed(10);
    for (std::int64_t place = 0; place < 70; place += 7) {
        feed.write(numbered(place, 7));
        QCOMPARE(read(feed, 7), numbered(place, 7));
    }
    QCOMPARE(feed.numRead(), std::int64_t{70});
}

void SoundFeedTest::underrun_is_silence_and_nothing_is_late() {
    SoundFeed feed(100);
    feed.write(numbered(0, 10));
    std::vector<float> expected = numbered(0, 10);
    expected.resize(32);
    QCOMPARE(read(feed, 16), expected);
    QCOMPARE(feed.numLate(), std::int64_t{6});
    feed.skip(6);
    QCOMPARE(feed.numLate(), std::int64_t{0});
    feed.write(numbered(16, 20));
    QCOMPARE(read(feed, 20), numbered(16, 20));
    // What was read long ago does not come again.
    QCOMPARE(read(feed, 50), std::vector<float>(100));
}

void SoundFeedTest::a_full_ring_waits_for_its_reader() {
    SoundFeed feed(100);
    feed.write(numbered(0, 100));
    std::atomic<bool> hasRoom = false;
    std::jthread writer([&](const std::stop_token& stop) { hasRoom = feed.waitForRoom(40, stop); });
    QTest::qWait(20);
    QVERIFY(!hasRoom);
    read(feed, 20);
    QTest::qWait(20);
    QVERIFY(!hasRoom);  // not for every little that is read
    read(feed, 30);
    QTRY_VERIFY(hasRoom);
}

void SoundFeedTest::stopping_ends_the_wait() {
    SoundFeed feed(100);
    feed.write(numbered(0, 100));
    std::atomic<int> answer = -1;
    std::jthread writer([&](const std::stop_token& stop) { answer = feed.waitForRoom(40, stop) ? 1 : 0; });
    writer.request_stop();
    QTRY_COMPARE(answer.load(), 0);
}

void SoundFeedTest::volume_changes_without_a_jump() {
    SoundFeed feed(1000, 0.5F);
    feed.write(std::vector<float>(2000, 1.0F));
    QCOMPARE(read(feed, 100), std::vector<float>(200, 0.5F));
    feed.setAmplitude(0.0F);
    const std::vector<float> fade = read(feed, 100);
    QVERIFY(fade[0] < 0.5F && fade[0] > 0.49F);
    for (std::size_t i = 2; i < fade.size(); i += 2) {
        QVERIFY(fade[i] < fade[i - 2]);
        QCOMPARE(fade[i], fade[i + 1]);
    }
    QCOMPARE(read(feed, 100), std::vector<float>(200, 0.0F));
    feed.setAmplitude(1.0F);
    read(feed, 100);
    QCOMPARE(read(feed, 100), std::vector<float>(200, 1.0F));
}

void SoundFeedTest::two_threads_agree_on_every_sample() {
    SoundFeed feed(1000);
    constexpr std::int64_t total = 400'000;
    std::jthread writer([&](const std::stop_token& stop) {
        for (std::int64_t place = 0; place < total && feed.waitForRoom(128, stop);) {
            if (const std::int64_t late = feed.numLate(); late > 0) {
                feed.skip(late);
            }
            place = feed.numWritten();
            feed.write(numbered(place, 128));
        }
    });
    std::int64_t numHeard = 0;
    for (std::int64_t place = 0; place < total; place += 50) {
        const std::vector<float> block = read(feed, 50);
        for (std::int64_t i = 0; i < 50; ++i) {
            const auto left = block[static_cast<std::size_t>(2 * i)];
            QVERIFY(left == 0.0F || left == static_cast<float>(place + i));
            numHeard += left == 0.0F ? 0 : 1;
        }
        if (numHeard == 0 || place % 1000 == 0) {
            std::this_thread::yield();
        }
    }
    QVERIFY(numHeard > 0);
}

KINORA_TEST(SoundFeedTest)
#include "sound_feed_test.moc"
