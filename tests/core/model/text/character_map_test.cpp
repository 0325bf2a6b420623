#include "core/model/text/character_map.h"

#include <random>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/model/text/sentencepiece_model.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::text_fixture;

class CharacterMapTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void empty_map_changes_nothing();
    void follows_the_tokenizers_library_data();
    void follows_the_tokenizers_library();
    void takes_the_shortest_match();
    void refuses_data();
    void refuses();
    void survives_damage();
};

// A map of "A" to "x", and of "A" with the first byte of a combining mark to "yz". The children of the root lie from unit
// 256 on, those of the node "A" from 512 on, and those of the second from 1024 on.
struct SmallMap {
    std::vector<std::uint32_t> units = std::vector<std::uint32_t>(1280);
    std::string replacements = std::string("x\0yz", 4);

    static constexpr std::size_t a = 256 ^ 'A';
    static constexpr std::size_t a_children = a ^ 768;
    static constexpr std::size_t longer = a_children ^ 0xCC;
    static constexpr std::size_t longer_children = longer ^ 1536;

    SmallMap() {
        units[0] = 256u << 10;
        units[a] = 768u << 10 | 1u << 8 | 'A';
        units[a_children] = 1u << 31 | 0;
        units[longer] = 1536u << 10 | 1u << 8 | 0xCC;
        units[longer_children] = 1u << 31 | 2;
    }

    std::string bytes() const {
        std::string result;
        const auto add = [&](std::uint32_t value) {
            for (int i = 0; i < 4; ++i) {
                result.push_back(static_cast<char>(value >> (8 * i)));
            }
        };
        add(static_cast<std::uint32_t>(4 * units.size()));
        for (const std::uint32_t unit : units) {
            add(unit);
        }
        return result + replacements;
    }
};

void CharacterMapTest::empty_map_changes_nothing() {
    const CharacterMap map("", "f");
    QVERIFY(map.is_identity());
    QCOMPARE(map.apply("ﬁ e\u0301"), std::string("ﬁ e\u0301"));
}

void CharacterMapTest::follows_the_tokenizers_library_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("mapped");
    const auto row = [](const char* name, const std::string& text, const std::string& mapped) {
        QTest::newRow(name) << text << mapped;
    };
    row("plain", "red ball", "red ball");
    row("ligature", "ﬁ", "fi");
    row("mark on a ligature is lost", "ﬁ\u0301", "fi");
    row("two marks make it too long", "ﬁ\u0301\u0301", "fi\u0301\u0301");
    row("composition", "e\u0301", "é");
    row("full width", "Ａ１！", "A1!");
    row("space characters", "a\u3000b\u00A0c\td", "a b c d");
    row("line end is one cluster", "a\r\nb", "a b");
    row("NUL stays", std::string("a\0b", 3), std::string("a\0b", 3));
    row("controls vanish", "a\u0001b", "ab");
    row("hangul letters stay", "\u1112\u1161\u11AB", "\u1112\u1161\u11AB");
    row("ellipsis", "…", "...");
    row("empty", "", "");
}

void CharacterMapTest::follows_the_tokenizers_library() {
    QFETCH(std::string, text);
    QFETCH(std::string, mapped);
    const SentencepieceModel model = read_sentencepiece_model(text_fixture("t5/tokenizer/spiece.model"));
    QCOMPARE(CharacterMap(model.character_map, "f").apply(text), mapped);
}

void CharacterMapTest::takes_the_shortest_match() {
    const CharacterMap map(SmallMap().bytes(), "f");
    QCOMPARE(map.apply("A"), std::string("x"));
    QCOMPARE(map.apply("BAB"), std::string("BxB"));
    QCOMPARE(map.apply("A\u0301"), std::string("x"));  // the longest match would be "yz", and its rest lost as well
    QCOMPARE(map.apply("A\u0301\u0301\u0301"), std::string("x\u0301\u0301\u0301"));
}

void CharacterMapTest::refuses_data() {
    QTest::addColumn<std::string>("bytes");
    const auto row = [](const char* name, auto&& change) {
        SmallMap map;
        change(map);
        QTest::newRow(name) << map.bytes();
    };
    row("root out of range", [](SmallMap& map) { map.units[0] = 4096u << 10; });
    row("root that is a value", [](SmallMap& map) { map.units[0] = 0xFFFFFFFF; });
    row("children out of range", [](SmallMap& map) { map.units[SmallMap::a] = 0x1FFFFFu << 10 | 1u << 9 | 'A'; });
    row("value out of range", [](SmallMap& map) { map.units[SmallMap::a_children] = 1u << 31 | 4; });
    row("wild value", [](SmallMap& map) { map.units[SmallMap::a_children] = 0xFFFFFFFF; });
    row("value that is none", [](SmallMap& map) { map.units[SmallMap::a_children] = 0; });
    row("not a block", [](SmallMap& map) { map.units.resize(map.units.size() - 1); });
    row("no units", [](SmallMap& map) { map.units.clear(); });
    row("no UTF-8", [](SmallMap& map) { map.replacements[1] = '\xC3'; });
    row("inside a letter", [](SmallMap& map) { map.replacements = "x\xC3\xA9z"; });
    row("long replacement", [](SmallMap& map) { map.replacements = std::string(257, 'x'); });
    QTest::newRow("short") << std::string("\x01\x02", 2);
    QTest::newRow("no multiple of four") << std::string("\x02\0\0\0ab", 6);
    QTest::newRow("too long") << std::string("\xFC\xFF\xFF\xFF\0\0\0\0", 8);
}

void CharacterMapTest::refuses() {
    QFETCH(std::string, bytes);
    const auto message = message_of<CheckpointError>([&] { CharacterMap(bytes, "some/file"); });
    QVERIFY2(contains(message, "some/file: \"precompiled_charsmap\""), message.c_str());
}

// Damaged in any place, a map is refused or rewrites to valid UTF-8; lookups never leave it.
void CharacterMapTest::survives_damage() {
    const SentencepieceModel model = read_sentencepiece_model(text_fixture("t5/tokenizer/spiece.model"));
    const std::string text = "Ａ ﬁ…e\u0301\u1112\u1161 ㎏ﷺ½ Việt 你好 \U0001F468\u200D\U0001F469";
    std::mt19937 random(3);
    int num_refused = 0;
    for (int round = 0; round < 400; ++round) {
        std::string bytes = model.character_map;
        for (int i = 0; i < 4; ++i) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        if (round % 10 == 0) {
            bytes.resize(random() % bytes.size());
        }
        try {
            QVERIFY(is_valid_utf8(CharacterMap(bytes, "f").apply(text)));
        } catch (const CheckpointError&) {
            ++num_refused;
        }
    }
    QVERIFY(num_refused > 0 && num_refused < 400);
}

KINORA_TEST(CharacterMapTest)
#include "character_map_test.moc"
