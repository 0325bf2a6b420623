#include "core/base/frame_time.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"

using namespace kinora;

class FrameTimeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void reads_rates_data();
    void reads_rates();
    void refuses_what_is_no_rate();
    void tells_time_exactly();
};

void FrameTimeTest::reads_rates_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    QTest::newRow("whole") << "24" << qint64{24} << qint64{1};
    QTest::newRow("film on video") << "23.976" << qint64{24000} << qint64{1001};
    QTest::newRow("short form") << "23.98" << qint64{24000} << qint64{1001};
    QTest::newRow("NTSC") << "29.97" << qint64{30000} << qint64{1001};
    QTest::newRow("fast NTSC") << "59.94" << qint64{60000} << qint64{1001};
    QTest::newRow("fraction") << "30000/1001" << qint64{30000} << qint64{1001};
    QTest::newRow("reducible") << "50/2" << qint64{25} << qint64{1};
    QTest::newRow("decimal") << "12.5" << qint64{25} << qint64{2};
    QTest::newRow("slowest") << "0.001" << qint64{1} << qint64{1000};
    QTest::newRow("slow") << "0.5" << qint64{1} << qint64{2};
}

void FrameTimeTest::reads_rates() {
    QFETCH(QString, text);
    QFETCH(qint64, numerator);
    QFETCH(qint64, denominator);
    const FrameRate rate = parse_frame_rate(text.toStdString());
    QCOMPARE(rate.numerator, numerator);
    QCOMPARE(rate.denominator, denominator);
    QCOMPARE(parse_frame_rate(to_string(rate)), rate);
}

void FrameTimeTest::refuses_what_is_no_rate() {
    for (const char* text : {"", "fast", "0", "-24", "1e9", "24/0", "0/1", "2.5/1", "24/", "nan", "inf", "24 fps"}) {
        QVERIFY_EXCEPTION_THROWN(parse_frame_rate(text), InvalidRequest);
    }
}

void FrameTimeTest::tells_time_exactly() {
    QCOMPARE(FrameRate({30000, 1001}).seconds(30000), 1001.0);
}

KINORA_TEST(FrameTimeTest)
#include "frame_time_test.moc"
