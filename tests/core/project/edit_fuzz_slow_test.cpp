// A hundred thousand random edits.
#include "tests/core/project/edit_fuzz.h"
#include "tests/support/test_main.h"

using namespace kinora::test;

class EditFuzzSlowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_hundred_thousand_edits();
};

void EditFuzzSlowTest::a_hundred_thousand_edits() {
    std::size_t num_done = 0;
    for (std::uint32_t seed = 100; seed < 120; ++seed) {
        const EditFuzzResult result = EditFuzz(seed).run(5000);
        QVERIFY2(result.problem.empty(), ("seed " + std::to_string(seed) + ", " + result.problem).c_str());
        num_done += result.num_done;
    }
    QVERIFY(num_done >= 100'000);
}

KINORA_TEST(EditFuzzSlowTest)
#include "edit_fuzz_slow_test.moc"
