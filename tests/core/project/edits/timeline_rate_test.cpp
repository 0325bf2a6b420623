#include "core/project/edits/timeline_rate.h"

#include "tests/support/test_main.h"

using namespace kinora;

class TimelineRateTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void rates_that_people_use_stay();
    void averages_become_the_nearest_usual_rate_data();
    void averages_become_the_nearest_usual_rate();
};

void TimelineRateTest::rates_that_people_use_stay() {
    for (const FrameRate& rate : {FrameRate{24, 1}, FrameRate{24000, 1001}, FrameRate{60000, 1001}, FrameRate{8, 1}, FrameRate{25, 2}, FrameRate{240, 1}}) {
        QVERIFY2(timeline_rate_for(rate) == rate, to_string(rate).c_str());
    }
}

void TimelineRateTest::averages_become_the_nearest_usual_rate_data() {
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    QTest::addColumn<QString>("usual");
    QTest::newRow("a phone") << qint64{299'814} << qint64{10'007} << "30000/1001";
    QTest::newRow("another") << qint64{300'021} << qint64{10'000} << "30";
    QTest::newRow("a screen") << qint64{571'003} << qint64{9'973} << "60000/1001";
    QTest::newRow("film") << qint64{23'977} << qint64{1000} << "24000/1001";
    QTest::newRow("pictures now and then") << qint64{3} << qint64{100} << "10";
    QTest::newRow("a fast camera") << qint64{1000} << qint64{1} << "120";
}

void TimelineRateTest::averages_become_the_nearest_usual_rate() {
    QFETCH(qint64, numerator);
    QFETCH(qint64, denominator);
    QFETCH(QString, usual);
    QCOMPARE(QString::fromStdString(to_string(timeline_rate_for({numerator, denominator}))), usual);
}

KINORA_TEST(TimelineRateTest)
#include "timeline_rate_test.moc"
