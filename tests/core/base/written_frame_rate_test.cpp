#include "core/base/written_frame_rate.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"

using namespace kinora;

class WrittenFrameRateTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void any_rate_comes_back();
    void takes_what_somebody_wrote_by_hand();
    void refuses_what_is_no_rate();
};

void WrittenFrameRateTest::any_rate_comes_back() {
    for (const FrameRate& rate : {FrameRate{24, 1}, FrameRate{30000, 1001}, FrameRate{16000, 1}, FrameRate{2'147'483'647, 71'582'788},
                                  FrameRate{1, 2'147'483'647}, FrameRate{std::int64_t{1} << 53, 3}}) {
        QVERIFY2(read_written_frame_rate(to_string(rate)) == rate, to_string(rate).c_str());
    }
}

void WrittenFrameRateTest::takes_what_somebody_wrote_by_hand() {
    QVERIFY((read_written_frame_rate("23.976") == FrameRate{24000, 1001}));
    QVERIFY((read_written_frame_rate("50/2") == FrameRate{25, 1}));
}

void WrittenFrameRateTest::refuses_what_is_no_rate() {
    for (const char* text : {"", "/", "0", "-24", "24/0", "0/1", "24/", "24/1/1", "2.5/1", "nan", "1e9", "24 fps", "99999999999999999999", "9007199254740993/7"}) {
        QVERIFY_EXCEPTION_THROWN(read_written_frame_rate(text), InvalidRequest);
    }
}

KINORA_TEST(WrittenFrameRateTest)
#include "written_frame_rate_test.moc"
