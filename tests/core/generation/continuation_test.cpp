#include "core/generation/continuation.h"

#include "tests/support/test_main.h"

using namespace kinora;

class ContinuationTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void extends_by_exactly_what_was_asked();
    void extends_backwards();
    void fills_with_the_nearest_that_fits();
    void holds_for_all_lengths();
};

void ContinuationTest::extends_by_exactly_what_was_asked() {
    const ContinuationPlan plan = plan_extension(100, 20, 0, 8, false);
    QCOMPARE(plan.num_head, 17);
    QCOMPARE(plan.num_tail, 0);
    QCOMPARE(plan.num_frames, 17 + 24);
    QCOMPARE(plan.first_new, 17);
    QCOMPARE(plan.num_new, 20);
    QCOMPARE(plan_extension(100, 20, 1, 8, false).num_head, 1);
    QCOMPARE(plan_extension(100, 20, 9, 8, false).num_head, 9);
    QCOMPARE(plan_extension(100, 20, 12, 8, false).num_head, 9);
    QCOMPARE(plan_extension(100, 20, 1000, 8, false).num_head, 97);
    QCOMPARE(plan_extension(5, 20, 0, 8, false).num_head, 1);
}

void ContinuationTest::extends_backwards() {
    const ContinuationPlan plan = plan_extension(100, 20, 9, 8, true);
    QCOMPARE(plan.num_head, 0);
    QCOMPARE(plan.num_tail, 9);
    QCOMPARE(plan.num_frames, 33);
    QCOMPARE(plan.first_new, 4);  // the four surplus frames lie at the far end
    QCOMPARE(plan.first_new + plan.num_new, plan.num_frames - plan.num_tail);
}

void ContinuationTest::fills_with_the_nearest_that_fits() {
    QCOMPARE(plan_filling(1, 1, 20, 0, 8).num_new, 23);
    QCOMPARE(plan_filling(1, 1, 19, 0, 8).num_new, 23);
    QCOMPARE(plan_filling(1, 1, 18, 0, 8).num_new, 15);
    QCOMPARE(plan_filling(1, 1, 1, 0, 8).num_new, 7);
    QCOMPARE(plan_filling(1, 1, 1, 0, 1).num_new, 1);
    const ContinuationPlan plan = plan_filling(50, 12, 23, 0, 8);
    QCOMPARE(plan.num_head, 17);
    QCOMPARE(plan.num_tail, 9);
    QCOMPARE(plan.num_frames, 17 + 23 + 9);
}

void ContinuationTest::holds_for_all_lengths() {
    for (std::int64_t multiple : {1, 4, 8}) {
        for (std::int64_t available = 1; available < 40; ++available) {
            for (std::int64_t wanted = 1; wanted < 40; ++wanted) {
                for (const bool is_before : {false, true}) {
                    const ContinuationPlan plan = plan_extension(available, wanted, 0, multiple, is_before);
                    QCOMPARE((plan.num_frames - 1) % multiple, 0);
                    QCOMPARE(plan.num_new, wanted);
                    QVERIFY(plan.num_head + plan.num_tail <= available && plan.num_head + plan.num_tail >= 1);
                    QVERIFY(plan.first_new >= plan.num_head);
                    QVERIFY(plan.first_new + plan.num_new <= plan.num_frames - plan.num_tail);
                    // A given end begins where the model's own steps do.
                    QCOMPARE((plan.num_frames - plan.num_tail) % multiple, is_before ? 0 : 1 % multiple);
                }
                const ContinuationPlan gap = plan_filling(available, 40 - available, wanted, 0, multiple);
                QCOMPARE((gap.num_frames - 1) % multiple, 0);
                QCOMPARE((gap.num_frames - gap.num_tail) % multiple, 0);
                QVERIFY(std::abs(gap.num_new - wanted) <= multiple);
                QCOMPARE(gap.num_head + gap.num_new + gap.num_tail, gap.num_frames);
            }
        }
    }
}

KINORA_TEST(ContinuationTest)
#include "continuation_test.moc"
