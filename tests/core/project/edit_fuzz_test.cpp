#include "tests/core/project/edit_fuzz.h"

#include "tests/support/test_main.h"

using namespace kinora::test;

class EditFuzzTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void random_edits_keep_the_project_sound();
};

void EditFuzzTest::random_edits_keep_the_project_sound() {
    for (const std::uint32_t seed : {1u, 2u}) {
        const EditFuzzResult result = EditFuzz(seed).run(1500);
        QVERIFY2(result.problem.empty(), ("seed " + std::to_string(seed) + ", " + result.problem).c_str());
        QVERIFY2(result.kinds_not_done.empty(), ("seed " + std::to_string(seed) + " never did: " + result.kinds_not_done).c_str());
    }
}

KINORA_TEST(EditFuzzTest)
#include "edit_fuzz_test.moc"
