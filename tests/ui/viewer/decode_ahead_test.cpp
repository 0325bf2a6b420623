#include "ui/viewer/decode_ahead.h"

#include <set>

#include "tests/support/test_main.h"

using namespace kinora;

class DecodeAheadTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void upcoming_frames_follow_the_direction();
    void loops_come_round();
    void a_loop_longer_than_the_wish_repeats_nothing();
    void what_is_shown_comes_first();
    void backwards_is_read_in_ascending_runs();
    void ends_when_all_is_there();
};

using Frames = std::vector<std::int64_t>;

void DecodeAheadTest::upcoming_frames_follow_the_direction() {
    QCOMPARE(upcoming_frames({5, 1, 0, 9, false}, 3), (Frames{6, 7, 8}));
    QCOMPARE(upcoming_frames({8, 1, 0, 9, false}, 3), (Frames{9}));
    QCOMPARE(upcoming_frames({2, -1, 0, 9, false}, 5), (Frames{1, 0}));
}

void DecodeAheadTest::loops_come_round() {
    QCOMPARE(upcoming_frames({8, 1, 3, 9, true}, 4), (Frames{9, 3, 4, 5}));
    QCOMPARE(upcoming_frames({4, -1, 3, 9, true}, 3), (Frames{3, 9, 8}));
}

void DecodeAheadTest::a_loop_longer_than_the_wish_repeats_nothing() {
    QCOMPARE(upcoming_frames({4, 1, 3, 5, true}, 10), (Frames{5, 3}));
    QCOMPARE(upcoming_frames({7, 1, 3, 5, true}, 10), (Frames{3, 4, 5}));  // the playhead is outside the range
    QCOMPARE(upcoming_frames({3, 1, 3, 3, true}, 10), Frames{});
}

void DecodeAheadTest::what_is_shown_comes_first() {
    const std::set<std::int64_t> decoded = {6, 7};
    const auto is_decoded = [&](std::int64_t frame) { return decoded.count(frame) > 0; };
    QCOMPARE(next_to_decode({5, 1, 0, 99, false}, 4, is_decoded), std::optional<std::int64_t>(5));
    QCOMPARE(next_to_decode({6, 1, 0, 99, false}, 4, is_decoded), std::optional<std::int64_t>(8));
}

void DecodeAheadTest::backwards_is_read_in_ascending_runs() {
    std::set<std::int64_t> decoded = {50};
    Frames order;
    while (const auto next = next_to_decode({50, -1, 0, 99, false}, 16, [&](std::int64_t f) { return decoded.count(f) > 0; })) {
        order.push_back(*next);
        decoded.insert(*next);
    }
    QCOMPARE(order.size(), std::size_t{16});
    int backward_jumps = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
        backward_jumps += order[i] < order[i - 1] ? 1 : 0;
    }
    QCOMPARE(backward_jumps, 1);
    QCOMPARE(order.front(), 42);
}

void DecodeAheadTest::ends_when_all_is_there() {
    QVERIFY(!next_to_decode({5, 1, 0, 99, false}, 4, [](std::int64_t) { return true; }));
}

KINORA_TEST(DecodeAheadTest)
#include "decode_ahead_test.moc"
