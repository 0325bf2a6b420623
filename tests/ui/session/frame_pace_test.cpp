#include "ui/session/frame_pace.h"

#include "tests/support/test_main.h"

using namespace kinora;

class FramePaceTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void reports_the_first_and_the_last();
    void what_was_done_earlier_took_no_time();
    void time_is_minutes_and_seconds();
};

void FramePaceTest::reports_the_first_and_the_last() {
    FramePace pace;
    const auto first = pace.report(1, 3);
    QVERIFY(first && *first >= 0.0);
    QCOMPARE(pace.report(3, 3), std::optional(0.0));
}

void FramePaceTest::what_was_done_earlier_took_no_time() {
    FramePace pace;
    QCOMPARE(pace.report(500, 1000), std::optional(0.0));  // nothing is known yet
}

void FramePaceTest::time_is_minutes_and_seconds() {
    QCOMPARE(clockText(0.2), QStringLiteral("0:01"));
    QCOMPARE(clockText(65.0), QStringLiteral("1:05"));
    QCOMPARE(clockText(600.0), QStringLiteral("10:00"));
}

KINORA_TEST(FramePaceTest)
#include "frame_pace_test.moc"
