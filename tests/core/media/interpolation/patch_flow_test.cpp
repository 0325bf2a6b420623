#include "core/media/interpolation/patch_flow.h"

#include <algorithm>
#include <cmath>

#include "core/base/cancelled.h"
#include "tests/core/media/interpolation/moving_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class PatchFlowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void measures_below_a_pixel_data();
    void measures_below_a_pixel();
    void trusts_what_returns();
    void ignores_a_change_of_light();
    void leaves_flat_pictures_alone();
    void stops();
};

static std::vector<GrayLevel> pyramid(double dx, double dy, double brighter = 0.0) {
    cv::Mat1b gray(120, 160);
    for (int y = 0; y < gray.rows; ++y) {
        for (int x = 0; x < gray.cols; ++x) {
            gray(y, x) = cv::saturate_cast<std::uint8_t>(texture(x - dx, y - dy) + brighter);
        }
    }
    return gray_pyramid(gray, 24);
}

// The vectors of the patches that lie at least 40 pixels from the left and the right and 30 from above and below.
static std::vector<cv::Point2f> vectors_of_middle(const PatchFlow& flow) {
    std::vector<cv::Point2f> vectors;
    for (int row = 0; row < flow.grid.rows; ++row) {
        for (int column = 0; column < flow.grid.columns; ++column) {
            const int left = flow.grid.left(column);
            const int top = flow.grid.top(row);
            if (left >= 40 && top >= 30 && left + patch_size <= 120 && top + patch_size <= 90) {
                vectors.push_back(flow.vectors[flow.grid.index(column, row)]);
            }
        }
    }
    return vectors;
}

static cv::Point2d mean_of_middle(const PatchFlow& flow) {
    const auto vectors = vectors_of_middle(flow);
    cv::Point2d sum;
    for (const cv::Point2f& vector : vectors) {
        sum += cv::Point2d(vector);
    }
    return sum / static_cast<double>(vectors.size());
}

void PatchFlowTest::measures_below_a_pixel_data() {
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dy");
    QTest::newRow("quarters") << 1.25 << -0.75;
    QTest::newRow("near whole") << 2.9 << 3.1;
    QTest::newRow("far") << -17.4 << 6.6;
}

void PatchFlowTest::measures_below_a_pixel() {
    QFETCH(double, dx);
    QFETCH(double, dy);
    const PatchFlows flows = estimate_flows(pyramid(0.0, 0.0), pyramid(dx, dy), {});
    double largest = 0.0;
    for (const cv::Point2f& vector : vectors_of_middle(flows.forward)) {
        largest = std::max({largest, std::abs(vector.x - dx), std::abs(vector.y - dy)});
    }
    QVERIFY2(largest < 0.35, qPrintable(QString::number(largest)));
    QVERIFY(std::abs(mean_of_middle(flows.forward).x - dx) < 0.05);
    QVERIFY(std::abs(mean_of_middle(flows.forward).y - dy) < 0.05);
    QVERIFY(std::abs(mean_of_middle(flows.backward).x + dx) < 0.05);
    QVERIFY(std::abs(mean_of_middle(flows.backward).y + dy) < 0.05);
}

void PatchFlowTest::trusts_what_returns() {
    // What leaves the picture on the right is nowhere in the other; what stays returns.
    const PatchFlow flow = estimate_flows(pyramid(0.0, 0.0), pyramid(12.0, 0.0), {}).forward;
    const int row = flow.grid.rows / 2;
    QVERIFY(flow.trust[flow.grid.index(flow.grid.columns / 2, row)] > 0.9f);
    QVERIFY(flow.trust[flow.grid.index(flow.grid.columns - 1, row)] < 0.1f);
}

void PatchFlowTest::ignores_a_change_of_light() {
    const PatchFlow flow = estimate_flows(pyramid(0.0, 0.0), pyramid(2.5, 1.0, 12.0), {}).forward;
    QVERIFY(std::abs(mean_of_middle(flow).x - 2.5) < 0.2);
    QVERIFY(std::abs(mean_of_middle(flow).y - 1.0) < 0.2);
}

void PatchFlowTest::leaves_flat_pictures_alone() {
    const auto flat = gray_pyramid(cv::Mat1b(40, 40, std::uint8_t{90}), 24);
    const PatchFlow flow = estimate_flows(flat, flat, {}).forward;
    QVERIFY(std::ranges::all_of(flow.vectors, [](const cv::Point2f& vector) { return vector == cv::Point2f(); }));
}

void PatchFlowTest::stops() {
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(estimate_flows(pyramid(0, 0), pyramid(1, 0), source.get_token()), Cancelled);
}

KINORA_TEST(PatchFlowTest)
#include "patch_flow_test.moc"
