#include "core/model/text/prefix_tree.h"

#include <algorithm>
#include <random>
#include <string>

#include "tests/support/test_main.h"

using namespace kinora;

class PrefixTreeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_every_prefix();
    void last_of_equal_texts_counts();
    void empty_tree_finds_nothing();
    void agrees_with_comparing_all();
};

using Found = std::vector<std::pair<std::size_t, std::int32_t>>;

static Found prefixes(const PrefixTree& tree, std::string_view text) {
    Found found;
    tree.for_each_prefix(text, [&](std::size_t size, std::int32_t number) { found.emplace_back(size, number); });
    return found;
}

void PrefixTreeTest::finds_every_prefix() {
    const std::vector<std::string_view> texts = {"ab", "a", "abcd", "b", "\xFF", ""};
    const PrefixTree tree(texts);
    QVERIFY((prefixes(tree, "abcde") == Found{{1, 1}, {2, 0}, {4, 2}}));
    QVERIFY((prefixes(tree, "abc") == Found{{1, 1}, {2, 0}}));
    QVERIFY((prefixes(tree, "\xFF\xFF") == Found{{1, 4}}));
    QVERIFY(prefixes(tree, "").empty());
    QCOMPARE(tree.longest_prefix("abcd!").size, std::size_t{4});
    QCOMPARE(tree.find("ab"), std::optional<std::int32_t>(0));
    QCOMPARE(tree.find("abc"), std::optional<std::int32_t>());
    QCOMPARE(tree.find(""), std::optional<std::int32_t>());
}

void PrefixTreeTest::last_of_equal_texts_counts() {
    const std::vector<std::string_view> texts = {"x", "y", "x"};
    QCOMPARE(PrefixTree(texts).find("x"), std::optional<std::int32_t>(2));
}

void PrefixTreeTest::empty_tree_finds_nothing() {
    QVERIFY(prefixes(PrefixTree(), "a").empty());
    const std::vector<std::string_view> texts = {""};
    QVERIFY(prefixes(PrefixTree(texts), "a").empty());
}

void PrefixTreeTest::agrees_with_comparing_all() {
    std::mt19937 random(1);
    const auto random_text = [&](std::size_t max_size) {
        std::string text(random() % (max_size + 1), ' ');
        std::ranges::generate(text, [&] { return static_cast<char>("abc\x80"[random() % 4]); });
        return text;
    };
    for (int round = 0; round < 50; ++round) {
        std::vector<std::string> texts(random() % 40);
        std::ranges::generate(texts, [&] { return random_text(6); });
        const PrefixTree tree(std::vector<std::string_view>(texts.begin(), texts.end()));
        const std::string text = random_text(12);
        Found expected;
        for (std::size_t size = 1; size <= text.size(); ++size) {
            const auto last = std::find(texts.rbegin(), texts.rend(), text.substr(0, size));
            if (last != texts.rend()) {
                expected.emplace_back(size, static_cast<std::int32_t>(texts.rend() - last) - 1);
            }
        }
        QVERIFY(prefixes(tree, text) == expected);
    }
}

KINORA_TEST(PrefixTreeTest)
#include "prefix_tree_test.moc"
