// A hundred thousand random edits: twenty scripts of five thousand each.
#include "tests/core/project/edit_fuzz.h"
#include "tests/support/test_main.h"

using namespace kinora::test;

class EditFuzzSlowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void five_thousand_edits_data();
    void five_thousand_edits();
};

void EditFuzzSlowTest::five_thousand_edits_data() {
    QTest::addColumn<std::uint32_t>("seed");
    for (std::uint32_t seed = 100; seed < 120; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void EditFuzzSlowTest::five_thousand_edits() {
    QFETCH(std::uint32_t, seed);
    const EditFuzzResult result = EditFuzz(seed).run(5000);
    QVERIFY2(result.problem.empty(), result.problem.c_str());
    QVERIFY(result.num_done >= 5000);
    QVERIFY2(result.kinds_not_done.empty(), ("never did: " + result.kinds_not_done).c_str());
}

KINORA_TEST(EditFuzzSlowTest)
#include "edit_fuzz_slow_test.moc"
