#include "core/base/sentence.h"

#include <string>

#include "tests/support/test_main.h"

using namespace kinora;

class SentenceTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void arguments_go_to_their_places();
    void an_argument_is_not_searched_for_places();
    void sentences_are_said_in_another_language();
    void what_is_no_constant_stays_as_it_is();
};

void SentenceTest::arguments_go_to_their_places() {
    const std::string name = "walk";
    QCOMPARE(Sentence::of("no clip is selected").in_english(), std::string("no clip is selected"));
    QCOMPARE(Sentence::of("\"%1\" goes to %2 of %2", name, std::int64_t{-3}).in_english(), std::string("\"walk\" goes to -3 of -3"));
    QCOMPARE(Sentence::of("100 % of %2 and %1", "a", 'b' - 'a').in_english(), std::string("100 % of 1 and a"));
}

void SentenceTest::an_argument_is_not_searched_for_places() {
    QCOMPARE(Sentence::of("%1, %2", "%2 %1", "x").in_english(), std::string("%2 %1, x"));
    QCOMPARE(Sentence::restored("%1 and %7 and %", {"one"}).in_english(), std::string("one and %7 and %"));
}

void SentenceTest::sentences_are_said_in_another_language() {
    const Sentence sentence = Sentence::of("%1 ends at %2", Sentence::of("the clip at frame %1", 7), 9);
    const auto translated = [](const std::string& words) {
        return words == "%1 ends at %2" ? std::string("Bis %2: %1") : std::string("der Clip bei Bild %1");
    };
    QCOMPARE(sentence.in(translated), std::string("Bis 9: der Clip bei Bild 7"));
    QCOMPARE(sentence.in_english(), std::string("the clip at frame 7 ends at 9"));
}

void SentenceTest::what_is_no_constant_stays_as_it_is() {
    const auto translated = [](const std::string& words) { return "<" + words + ">"; };
    QCOMPARE(Sentence(std::string("No such file")).in(translated), std::string("No such file"));
    QCOMPARE(Sentence::of("cannot be read: %1", "No such file").in(translated), std::string("<cannot be read: No such file>"));
    QVERIFY(Sentence("100 %1").in_english() == "100 %1" && !Sentence("100 %1").is_constant());
}

KINORA_TEST(SentenceTest)
#include "sentence_test.moc"
