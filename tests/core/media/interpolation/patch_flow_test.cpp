#include "core/media/interpolation/patch_flow.h"

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

static cv::Vec2d mean_of_middle(const cv::Mat2f& flow) {
    const cv::Scalar mean = cv::mean(flow(cv::Rect(40, 30, 80, 60)));
    return {mean[0], mean[1]};
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
    const FlowFields flows = estimate_flows(pyramid(0.0, 0.0), pyramid(dx, dy), {});
    const cv::Mat2f& flow = flows.forward;
    QCOMPARE(flow.size(), cv::Size(160, 120));
    double largest = 0.0;
    for (int y = 30; y < 90; ++y) {
        for (int x = 40; x < 120; ++x) {
            largest = std::max({largest, std::abs(flow(y, x)[0] - dx), std::abs(flow(y, x)[1] - dy)});
        }
    }
    QVERIFY2(largest < 0.35, qPrintable(QString::number(largest)));
    QVERIFY(std::abs(mean_of_middle(flow)[0] - dx) < 0.05);
    QVERIFY(std::abs(mean_of_middle(flow)[1] - dy) < 0.05);
    QVERIFY(std::abs(mean_of_middle(flows.backward)[0] + dx) < 0.05);
    QVERIFY(std::abs(mean_of_middle(flows.backward)[1] + dy) < 0.05);
}

void PatchFlowTest::ignores_a_change_of_light() {
    const cv::Mat2f flow = estimate_flows(pyramid(0.0, 0.0), pyramid(2.5, 1.0, 12.0), {}).forward;
    QVERIFY(std::abs(mean_of_middle(flow)[0] - 2.5) < 0.2);
    QVERIFY(std::abs(mean_of_middle(flow)[1] - 1.0) < 0.2);
}

void PatchFlowTest::leaves_flat_pictures_alone() {
    const auto flat = gray_pyramid(cv::Mat1b(40, 40, std::uint8_t{90}), 24);
    const cv::Mat2f flow = estimate_flows(flat, flat, {}).forward;
    QCOMPARE(cv::norm(flow, cv::NORM_INF), 0.0);
}

void PatchFlowTest::stops() {
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(estimate_flows(pyramid(0, 0), pyramid(1, 0), source.get_token()), Cancelled);
}

KINORA_TEST(PatchFlowTest)
#include "patch_flow_test.moc"
