#include "core/model/families/ltx_video/conditioning.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::ltx_video;

// What conditions become is compared with the reference in verify_folder_test; here is what needs no reference.
class LtxConditioningTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void uses_as_many_frames_as_make_whole_latents_data();
    void uses_as_many_frames_as_make_whole_latents();
    void refuses_clips_behind_the_end();
};

void LtxConditioningTest::uses_as_many_frames_as_make_whole_latents_data() {
    QTest::addColumn<int>("given");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("used");
    QTest::newRow("a picture") << 1 << 0 << 1;
    QTest::newRow("a picture behind the end") << 1 << 32 << 1;
    QTest::newRow("a clip that fits") << 9 << 8 << 9;
    QTest::newRow("a clip with a rest") << 14 << 0 << 9;
    QTest::newRow("a clip that is too long") << 40 << 8 << 9;
    QTest::newRow("a clip at the last frame") << 9 << 16 << 1;
}

void LtxConditioningTest::uses_as_many_frames_as_make_whole_latents() {
    QFETCH(int, given);
    QFETCH(int, start);
    QFETCH(int, used);
    QCOMPARE(usable_frames(given, start, 17, 8), used);
}

void LtxConditioningTest::refuses_clips_behind_the_end() {
    for (const int start : {17, 32}) {
        const auto message = test::message_of<InvalidRequest>([&] { usable_frames(9, start, 17, 8); });
        QVERIFY2(test::contains(message, "from frame " + std::to_string(start)), message.c_str());
    }
}

KINORA_TEST(LtxConditioningTest)
#include "conditioning_test.moc"
