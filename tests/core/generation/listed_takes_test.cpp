#include "core/generation/listed_takes.h"

#include "tests/support/test_main.h"

using namespace kinora;
using nlohmann::json;

class ListedTakesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void come_in_the_order_in_which_they_are_seen();
    void what_makes_no_sense_is_left_out_data();
    void what_makes_no_sense_is_left_out();
};

static json shown(const json& take, const json& start, const json& length) {
    return {{"take", take}, {"start", start}, {"length", length}};
}

void ListedTakesTest::come_in_the_order_in_which_they_are_seen() {
    const json stored = {{"takes", {{{"name", "a"}, {"recipe", {{"x", 1}}}}, {{"name", "b"}}, {{"name", "never seen"}}}},
                         {"shown", {shown(1, 0, 3), shown(0, 3, 2), shown(1, 5, 1)}}};
    const auto takes = listed_takes(stored);
    QCOMPARE(takes.size(), std::size_t{2});
    QCOMPARE(takes[0].name, std::string("b"));
    QVERIFY(takes[0].recipe.is_null() && takes[1].recipe == (json{{"x", 1}}));
    QCOMPARE(takes[0].shown.size(), std::size_t{2});
    QCOMPARE(takes[0].shown[1].start, std::int64_t{5});
    QCOMPARE(takes[1].shown.at(0).length, std::int64_t{2});
}

void ListedTakesTest::what_makes_no_sense_is_left_out_data() {
    QTest::addColumn<QByteArray>("stored");
    for (const char* text : {"null", "[]", "3", "{}", R"({"takes":[],"shown":[{"take":0,"start":0,"length":1}]})", R"({"takes":[{}],"shown":{}})",
                             R"({"takes":[{}],"shown":[3,null,{}]})", R"({"takes":[{}],"shown":[{"take":1,"start":0,"length":1}]})",
                             R"({"takes":[{}],"shown":[{"take":-1,"start":0,"length":1}]})", R"({"takes":[{}],"shown":[{"take":0,"start":0,"length":0}]})",
                             R"({"takes":[{}],"shown":[{"take":0,"start":18446744073709551615,"length":1}]})",
                             R"({"takes":[{}],"shown":[{"take":0.0,"start":0,"length":1}]})"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void ListedTakesTest::what_makes_no_sense_is_left_out() {
    QFETCH(QByteArray, stored);
    QVERIFY(listed_takes(json::parse(stored.constData())).empty());
    const json odd = {{"takes", {3, {{"name", 7}}}}, {"shown", {shown(0, 0, 1), shown(1, 1, 1)}}};
    const auto takes = listed_takes(odd);
    QVERIFY(takes.size() == 2 && takes[0].name.empty() && takes[1].name.empty());
}

KINORA_TEST(ListedTakesTest)
#include "listed_takes_test.moc"
