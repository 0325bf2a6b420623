#include "core/base/bounded_json.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;

class BoundedJsonTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void parses_every_kind_of_value();
    void refuses_data();
    void refuses();
};

void BoundedJsonTest::parses_every_kind_of_value() {
    const auto value = parse_bounded_json(R"({"a":[1,-2,3.5,true,null,"x"],"b":{"c":[[],{}]}})", {}, "test");
    QCOMPARE(value.dump(), std::string(R"({"a":[1,-2,3.5,true,null,"x"],"b":{"c":[[],{}]}})"));
}

void BoundedJsonTest::refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("empty") << QByteArray("") << QByteArray("is no JSON");
    QTest::newRow("cut short") << QByteArray("{\"a\":[1,2") << QByteArray("is no JSON");
    QTest::newRow("trailing text") << QByteArray("{} {}") << QByteArray("is no JSON");
    QTest::newRow("duplicate key") << QByteArray("{\"a\":1,\"b\":2,\"a\":3}") << QByteArray("\"a\" appears twice");
    QTest::newRow("duplicate nested key") << QByteArray("{\"x\":{\"a\":{},\"a\":[]}}") << QByteArray("\"a\" appears twice");
    QTest::newRow("too deep") << QByteArray("[[[[[1]]]]]") << QByteArray("nested more deeply");
    QTest::newRow("very deep") << QByteArray(100'000, '[') << QByteArray("nested more deeply");
    QTest::newRow("too many values") << QByteArray("[1,2,3,4,5,6,7,8,9,10,11]") << QByteArray("more values");
    QTest::newRow("too many keys") << QByteArray(R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1})") << QByteArray("more values");
    QTest::newRow("long string") << QByteArray("\"01234567890123456789\"") << QByteArray("longer string");
    QTest::newRow("long key") << QByteArray("{\"01234567890123456789\":1}") << QByteArray("longer string");
    QTest::newRow("invalid UTF-8") << QByteArray("\"\xff\xfe\"") << QByteArray("is no JSON");
}

void BoundedJsonTest::refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, problem);
    const JsonLimits limits = {.max_depth = 4, .max_values = 10, .max_string_bytes = 16};
    const auto message = message_of<CheckpointError>(
        [&] { parse_bounded_json({text.constData(), static_cast<std::size_t>(text.size())}, limits, "some/file"); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
    QVERIFY2(contains(message, "some/file"), message.c_str());
}

KINORA_TEST(BoundedJsonTest)
#include "bounded_json_test.moc"
