// A hundred thousand random edits: twenty scripts of five thousand each.
#include <QSet>

#include <optional>

#include "tests/core/project/edit_fuzz.h"
#include "tests/support/test_main.h"

using namespace kinora::test;

class EditFuzzSlowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void five_thousand_edits_data();
    void five_thousand_edits();
    void every_kind_was_done();

 private:
    std::optional<QSet<QString>> never_done_;  // in any script: in one alone the dice may not allow a kind
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
    const QStringList names = QString::fromStdString(result.kinds_not_done).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    const QSet<QString> not_done(names.begin(), names.end());
    never_done_ = never_done_ ? *never_done_ & not_done : not_done;
}

void EditFuzzSlowTest::every_kind_was_done() {
    QVERIFY(never_done_);
    QVERIFY2(never_done_->isEmpty(), qPrintable(QStringList(never_done_->begin(), never_done_->end()).join(QStringLiteral(", "))));
}

KINORA_TEST(EditFuzzSlowTest)
#include "edit_fuzz_slow_test.moc"
