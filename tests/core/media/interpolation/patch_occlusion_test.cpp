#include "core/media/interpolation/patch_occlusion.h"

#include <algorithm>
#include <functional>

#include "tests/support/test_main.h"

using namespace kinora;

class PatchOcclusionTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void what_a_thing_covers_moves_with_what_it_belongs_to();
    void what_leaves_the_picture_is_hidden();
    void what_is_badly_matched_and_still_in_sight_stays();
    void what_is_trusted_stays();
    void nothing_follows_from_nothing();
};

constexpr int side = 64;
constexpr int edge = 26;  // where the bright thing on the left ends
static const cv::Point2f guess(3.0f, 3.0f);

static GrayLevel thing_before_ground() {
    cv::Mat1b gray(side, side, std::uint8_t{40});
    gray.colRange(0, edge).setTo(220);
    return GrayLevel(gray);
}

struct Motion {
    cv::Point2f vector;
    float trust = 1.0f;
};

// `motion` says how what is around column x moves.
static PatchFlow flow_of(const std::function<Motion(int x)>& motion) {
    PatchFlow flow;
    const int count = (side - patch_size) / patch_stride + 1;
    flow.grid = {side, side, count, count, {}};
    for (int row = 0; row < count; ++row) {
        for (int column = 0; column < count; ++column) {
            const Motion its = motion(column * patch_stride + patch_size / 2);
            flow.vectors.push_back(its.vector);
            flow.trust.push_back(its.trust);
        }
    }
    return flow;
}

// The patch of a row in the middle whose own middle is at x.
static std::size_t patch_at(const PatchFlow& flow, int x) { return nearest_patch(flow.grid, cv::Point2f(static_cast<float>(x), 32.0f)); }

// A thing that moves right by ten pixels, ground that stands still, and the strip between them that nothing explains.
static PatchFlow covering_flow(float strip_trust) {
    return flow_of([strip_trust](int x) -> Motion {
        if (x < edge) {
            return {{10.0f, 0.0f}};
        }
        return x < edge + 10 ? Motion{guess, strip_trust} : Motion{};
    });
}

static PatchFlow flow_back(float motion) {
    return flow_of([motion](int x) -> Motion { return {{x < edge + 10 ? -motion : 0.0f, 0.0f}}; });
}

void PatchOcclusionTest::what_a_thing_covers_moves_with_what_it_belongs_to() {
    PatchFlow flow = covering_flow(0.1f);
    find_hidden(flow, flow_back(10.0f), thing_before_ground());
    for (const int x : {28, 32}) {
        QVERIFY(flow.is_hidden[patch_at(flow, x)] != 0);
        // The ground's motion, though the thing is as near: an edge lies between.
        QCOMPARE(flow.vectors[patch_at(flow, x)], cv::Point2f(0.0f, 0.0f));
    }
    QVERIFY(flow.is_hidden[patch_at(flow, 20)] == 0);
    QVERIFY(flow.is_hidden[patch_at(flow, 44)] == 0);
}

void PatchOcclusionTest::what_leaves_the_picture_is_hidden() {
    PatchFlow flow = flow_of([](int x) -> Motion { return {{10.0f, 0.0f}, x + 10 < side ? 1.0f : 0.0f}; });
    const PatchFlow back = flow_of([](int) -> Motion { return {{-10.0f, 0.0f}}; });
    find_hidden(flow, back, GrayLevel(cv::Mat1b(side, side, std::uint8_t{90})));
    QVERIFY(flow.is_hidden[patch_at(flow, 56)] != 0);
    QVERIFY(flow.is_hidden[patch_at(flow, 52)] == 0);
}

void PatchOcclusionTest::what_is_badly_matched_and_still_in_sight_stays() {
    // The other picture shows the ground where the strip would be; and then something that moves hardly otherwise.
    for (const float motion : {0.0f, 5.0f}) {
        PatchFlow flow = covering_flow(0.1f);
        find_hidden(flow, flow_back(motion), thing_before_ground());
        QVERIFY(flow.is_hidden[patch_at(flow, 32)] == 0);
        QCOMPARE(flow.vectors[patch_at(flow, 32)], guess);
    }
}

void PatchOcclusionTest::what_is_trusted_stays() {
    PatchFlow flow = covering_flow(0.9f);
    find_hidden(flow, flow_back(10.0f), thing_before_ground());
    QVERIFY(flow.is_hidden[patch_at(flow, 32)] == 0);
    QCOMPARE(flow.vectors[patch_at(flow, 32)], guess);
}

void PatchOcclusionTest::nothing_follows_from_nothing() {
    PatchFlow flow = flow_of([](int) -> Motion { return {guess, 0.0f}; });
    find_hidden(flow, flow_back(10.0f), thing_before_ground());
    QCOMPARE(std::count(flow.is_hidden.begin(), flow.is_hidden.end(), std::uint8_t{0}), static_cast<std::ptrdiff_t>(flow.is_hidden.size()));
    QCOMPARE(flow.vectors[patch_at(flow, 32)], guess);
}

KINORA_TEST(PatchOcclusionTest)
#include "patch_occlusion_test.moc"
