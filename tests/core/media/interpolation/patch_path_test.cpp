#include "core/media/interpolation/patch_path.h"

#include <cmath>

#include "tests/support/test_main.h"

using namespace kinora;

class PatchPathTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void goes_through_all_four_places_data();
    void goes_through_all_four_places();
    void takes_what_is_around_where_nothing_is_trusted();
    void changes_no_more_than_it_moves();
    void goes_straight_where_nothing_is_known();
};

static PatchFlow steady_flow(cv::Point2f vector) {
    PatchFlow flow;
    flow.grid = {64, 48, 15, 11, {}};
    flow.vectors.assign(15 * 11, vector);
    flow.trust.assign(15 * 11, 1.0f);
    flow.is_hidden.assign(15 * 11, 0);
    return flow;
}

// Of a patch in the middle, where neither its end nor its neighbours lie outside.
constexpr std::size_t middle = 5 * 15 + 7;

void PatchPathTest::goes_through_all_four_places_data() {
    QTest::addColumn<float>("before");
    QTest::addColumn<float>("after");
    QTest::addColumn<float>("time");
    QTest::newRow("steady rate") << 1.0f << 1.0f << 0.5f;
    QTest::newRow("late") << 1.0f << 1.0f << 0.9f;
    QTest::newRow("uneven") << 0.5f << 2.0f << 0.25f;
}

void PatchPathTest::goes_through_all_four_places() {
    QFETCH(float, before);
    QFETCH(float, after);
    QFETCH(float, time);
    // A cubic, which four places determine.
    const auto place = [](float t) { return 2.0f * t + 1.5f * t * t - 0.5f * t * t * t; };
    const PatchFlow forward = steady_flow({place(1.0f), 0.0f});
    const PatchFlow backward = steady_flow({-place(1.0f), 0.0f});
    PairAccelerations accelerations;
    accelerations.before = before;
    accelerations.after = after;
    accelerations.at_first = find_accelerations(forward, steady_flow({place(-before), 0.0f}), before);
    accelerations.at_second = find_accelerations(backward, steady_flow({place(1.0f + after) - place(1.0f), 0.0f}), after);
    const float expected = place(time) - time * place(1.0f);
    for (const PatchPaths& paths : {PatchPaths(forward, accelerations, false), PatchPaths(backward, accelerations, true)}) {
        const cv::Point2f deviation = paths.deviation(middle, time);
        // A little is taken off for the chance that nothing changes.
        QVERIFY(std::abs(deviation.x) <= std::abs(expected));
        QVERIFY2(std::abs(deviation.x - expected) < 0.06f * std::abs(expected), qPrintable(QString::number(deviation.x)));
        QCOMPARE(deviation.y, 0.0f);
    }
}

void PatchPathTest::takes_what_is_around_where_nothing_is_trusted() {
    PatchFlow inner = steady_flow({3.0f, 0.0f});
    const PatchFlow outer = steady_flow({-1.0f, 0.0f});
    const float usual = find_accelerations(inner, outer, 1.0)[middle].x;
    QVERIFY(usual > 0.9f);
    inner.vectors[middle] = {40.0f, 0.0f};
    QVERIFY(find_accelerations(inner, outer, 1.0)[middle].x > usual + 1.0f);
    inner.trust[middle] = 0.0f;
    QVERIFY(std::abs(find_accelerations(inner, outer, 1.0)[middle].x - usual) < 0.02f);
    inner.trust[middle] = 1.0f;
    inner.is_hidden[middle] = 1;
    QVERIFY(std::abs(find_accelerations(inner, outer, 1.0)[middle].x - usual) < 0.02f);
}

void PatchPathTest::changes_no_more_than_it_moves() {
    const PatchFlow jump = steady_flow({30.0f, -40.0f});
    QCOMPARE(find_accelerations(steady_flow({0.0f, 0.0f}), jump, 1.0)[middle], cv::Point2f(0.0f, 0.0f));
    const cv::Point2f slow = find_accelerations(steady_flow({2.0f, 0.0f}), jump, 1.0)[middle];
    QVERIFY(slow.x > 0.0f && slow.y < 0.0f);
    QVERIFY2(std::hypot(slow.x, slow.y) < 3.0f, qPrintable(QString("%1, %2").arg(slow.x).arg(slow.y)));
}

void PatchPathTest::goes_straight_where_nothing_is_known() {
    const PatchPaths paths(steady_flow({3.0f, 1.0f}), {}, false);
    QCOMPARE(paths.deviation(middle, 0.5f), cv::Point2f(0.0f, 0.0f));
}

KINORA_TEST(PatchPathTest)
#include "patch_path_test.moc"
