#include "core/model/text/graphemes.h"

#include <string>
#include <vector>

#include "tests/support/test_main.h"

using namespace kinora;

class GraphemesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void splits_data();
    void splits();
    void is_linear_in_a_long_cluster();
};

void GraphemesTest::splits_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::vector<std::size_t>>("sizes");
    const auto row = [](const char* name, const char* text, std::vector<std::size_t> sizes) {
        QTest::newRow(name) << std::string(text) << std::move(sizes);
    };
    row("letters", "abc", {1, 1, 1});
    row("mark", "e\u0301x", {3, 1});
    row("mark first", "\u0301e", {2, 1});
    row("line ends", "\r\n\n\ra", {2, 1, 1, 1});
    row("control ends a cluster", "e\u0301\u0001\u0301", {3, 1, 2});
    row("zero width space is a control", "a\u200B\u0301", {1, 3, 2});
    row("hangul letters", "\u1112\u1161\u11AB\u1100", {9, 3});
    row("hangul syllables", "\uAC00\u11A8\uAC01\u1161", {6, 3, 3});
    row("two flags and a half", "\U0001F1FA\U0001F1F8\U0001F1E9\U0001F1EA\U0001F1FA", {8, 8, 4});
    row("family", "\U0001F468\u200D\U0001F469\u200D\U0001F467!", {18, 1});
    row("joiner without pictograph", "a\u200D\u2122", {4, 3});
    row("mark after joiner", "\u2122\u200D\u0301\u2122", {8, 3});
    row("skin tone", "\U0001F469\U0001F3FD\u200D\U0001F680", {15});
    row("variation selector", "\u2764\uFE0F\u2764", {6, 3});
    row("spacing mark", "\u0E01\u0E33a", {6, 1});
    row("prepended number sign", "\u0600A\u0323b", {5, 1});
    row("prepended before control", "\u0600\n", {2, 1});
    row("conjunct", "\u0915\u094D\u0958\u0301", {11});
    row("conjunct through a mark and a joiner", "\u0915\u0301\u094D\u200D\u0958", {14});
    row("conjunct without linker", "\u0915\u0301\u0958", {5, 3});
    row("conjunct ended by a non-joiner", "\u0915\u094D\u200C\u0958\u0301", {9, 5});
    row("mark of Unicode 16", "A\u0897", {4});
    row("mark of Unicode 17", "A\u1AE0", {4});
}

void GraphemesTest::splits() {
    QFETCH(std::string, text);
    QFETCH(std::vector<std::size_t>, sizes);
    std::vector<std::size_t> found;
    for (std::size_t position = 0; position < text.size(); position += found.back()) {
        found.push_back(grapheme_size(text, position));
    }
    QCOMPARE(found, sizes);
}

void GraphemesTest::is_linear_in_a_long_cluster() {
    std::string text = "a";
    for (int i = 0; i < 100'000; ++i) {
        text += "\u0301";
    }
    QCOMPARE(grapheme_size(text, 0), text.size());
}

KINORA_TEST(GraphemesTest)
#include "graphemes_test.moc"
