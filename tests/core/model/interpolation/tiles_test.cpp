#include "core/model/interpolation/tiles.h"

#include <cmath>

#include "tests/support/test_main.h"

using namespace kinora;

class TilesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void cover_everything_once_data();
    void cover_everything_once();
};

void TilesTest::cover_everything_once_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("max_length");
    for (const auto& [length, max_length] : {std::pair(100, 100), {100, 200}, {1000, 400}, {1001, 400}, {4096, 500}, {386, 385}, {1000, 50}}) {
        QTest::addRow("%d in %d", length, max_length) << length << max_length;
    }
}

void TilesTest::cover_everything_once() {
    QFETCH(int, length);
    QFETCH(int, max_length);
    constexpr std::int64_t overlap = 64;
    constexpr std::int64_t grid = 32;
    std::vector<float> sum(static_cast<std::size_t>(length), 0.0f);
    for (const TileSpan& span : tile_spans(length, max_length, overlap, grid)) {
        if (max_length > 3 * overlap) {
            QVERIFY(span.length <= max_length);
        }
        QVERIFY(span.begin >= 0 && span.begin + span.length <= length);
        QCOMPARE(span.begin % grid, std::int64_t{0});
        const auto shares = tile_shares(span);
        // Nothing comes from where a network would see a tile's edge.
        QVERIFY(span.overlap_before == 0 || shares[static_cast<std::size_t>(span.overlap_before / 4 - 1)] == 0.0f);
        QVERIFY(span.overlap_after == 0 || shares[shares.size() - static_cast<std::size_t>(span.overlap_after / 4)] == 0.0f);
        for (std::int64_t i = 0; i < span.length; ++i) {
            sum[static_cast<std::size_t>(span.begin + i)] += shares[static_cast<std::size_t>(i)];
        }
    }
    for (const float total : sum) {
        QVERIFY(std::abs(total - 1.0f) < 1e-5f);
    }
}

KINORA_TEST(TilesTest)
#include "tiles_test.moc"
