#include "core/model/text/sentencepiece_tokenizer.h"

#include <chrono>
#include <memory>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/model/text/model_proto.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class SentencepieceTokenizerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_the_ids_of_the_reference_data();
    void gives_the_ids_of_the_reference();
    void pads_and_cuts_like_the_reference();
    void end_token_stays_last();
    void prefers_the_first_of_equal_cuts();
    void unknown_costs_ten_more_than_the_worst_piece();
    void unknown_pieces_that_spell_a_piece();
    void refuses_broken_text();
    void is_linear_data();
    void is_linear();
};

using Ids = std::vector<std::int64_t>;

void SentencepieceTokenizerTest::gives_the_ids_of_the_reference_data() {
    QTest::addColumn<int>("index");
    const json file = read_fixture_json("tokens.json");
    for (std::size_t i = 0; i < file["tokenizers"].size(); ++i) {
        QTest::newRow(file["tokenizers"][i].get<std::string>().c_str()) << static_cast<int>(i);
    }
}

void SentencepieceTokenizerTest::gives_the_ids_of_the_reference() {
    QFETCH(int, index);
    const json file = read_fixture_json("tokens.json");
    const auto i = static_cast<std::size_t>(index);
    const SentencepieceTokenizer tokenizer(text_fixture(file["tokenizers"][i].get<std::string>()) / "tokenizer");
    QVERIFY(file["cases"].size() > 300);
    for (const json& item : file["cases"]) {
        const Ids ids = tokenizer.tokenize(item["text"].get<std::string>());
        const Ids expected = item["ids"][i].get<Ids>();
        const std::string message = item["text"].dump(-1, ' ', true) + " gives " + json(ids).dump() + ", not " + json(expected).dump();
        QVERIFY2(ids == expected, message.c_str());
    }
}

void SentencepieceTokenizerTest::pads_and_cuts_like_the_reference() {
    const json file = read_fixture_json("tokens.json");
    std::map<std::string, std::unique_ptr<SentencepieceTokenizer>> tokenizers;
    for (const json& name : file["tokenizers"]) {
        tokenizers[name] = std::make_unique<SentencepieceTokenizer>(text_fixture(name.get<std::string>()) / "tokenizer");
    }
    for (const json& item : file["encoded"]) {
        const Ids expected = item["ids"].get<Ids>();
        const auto& tokenizer = *tokenizers[item["tokenizer"]];
        const auto length = static_cast<std::int64_t>(expected.size());
        const TokenizedText text = tokenizer.encode(item["text"].get<std::string>(), length);
        QCOMPARE(text.ids, expected);
        QCOMPARE(text.num_tokens, item["num_tokens"].get<std::int64_t>());
        QCOMPARE(text.num_cut, item["num_cut"].get<std::int64_t>());
    }
}

void SentencepieceTokenizerTest::end_token_stays_last() {
    const SentencepieceTokenizer tokenizer(text_fixture("ltx/tokenizer"));
    const std::string prompt = "a red ball bouncing on green grass while the camera pans";
    const Ids all = tokenizer.tokenize(prompt);
    for (std::int64_t length = 1; length < 60; ++length) {
        const TokenizedText text = tokenizer.encode(prompt, length);
        QCOMPARE(text.ids.size(), static_cast<std::size_t>(length));
        QCOMPARE(text.ids[static_cast<std::size_t>(text.num_tokens - 1)], tokenizer.end_id());
        QCOMPARE(text.num_tokens - 1 + text.num_cut, static_cast<std::int64_t>(all.size()));
        QVERIFY(std::equal(text.ids.begin(), text.ids.begin() + text.num_tokens - 1, all.begin()));
        QVERIFY(std::all_of(text.ids.begin() + text.num_tokens, text.ids.end(),
                            [&](std::int64_t id) { return id == tokenizer.pad_id(); }));
    }
}

static SentencepieceTokenizer make_tokenizer(const TempFolder& folder, const std::string& pieces) {
    write_file_atomically(folder / "spiece.model", pieces + settings());
    write_file_atomically(folder / "tokenizer_config.json", R"({"extra_ids":0})");
    return SentencepieceTokenizer(folder.path());
}

void SentencepieceTokenizerTest::prefers_the_first_of_equal_cuts() {
    const TempFolder folder;
    // "ab" + "c" and "a" + "bc" sum up to the same; what is reached first stays.
    const auto tokenizer = make_tokenizer(folder, special_pieces + piece("\u2581", 0) + piece("ab", -1) + piece("c", -1) +
                                                      piece("a", -1) + piece("bc", -1));
    QCOMPARE(tokenizer.tokenize("abc"), (Ids{3, 6, 7}));
}

void SentencepieceTokenizerTest::unknown_costs_ten_more_than_the_worst_piece() {
    // "xa" as a piece is worth -16, as an unknown "x" and "a" it is worth -26 and the score of "a".
    const std::string pieces = special_pieces + piece("\u2581", 0) + piece("xa", -16);
    const TempFolder low;
    QCOMPARE(make_tokenizer(low, pieces + piece("a", 9.5)).tokenize("xa"), (Ids{3, 4}));
    const TempFolder high;
    QCOMPARE(make_tokenizer(high, pieces + piece("a", 10.5)).tokenize("xa"), (Ids{3, 2, 5}));
}

void SentencepieceTokenizerTest::unknown_pieces_that_spell_a_piece() {
    const TempFolder folder;
    // The lowest score is 40, so that two unknown characters (40 - 10 each) outweigh the piece of both (50).
    const auto tokenizer = make_tokenizer(folder, piece("<pad>", 90, 3) + piece("</s>", 90, 3) + piece("<unk>", 90, 2) +
                                                      piece("\u2581", 90) + piece("ab", 50) + piece("x", 40));
    QCOMPARE(tokenizer.tokenize("ab"), (Ids{3, 4}));    // its name counts, not how it was found
    QCOMPARE(tokenizer.tokenize("abab"), (Ids{3, 2}));  // as the tokenizers library has it
    QCOMPARE(tokenizer.tokenize("a"), (Ids{3, 2}));
}

void SentencepieceTokenizerTest::refuses_broken_text() {
    const SentencepieceTokenizer tokenizer(text_fixture("ltx/tokenizer"));
    for (const std::string text : {"\xFF", "a\xC3", "\xED\xA0\x80", "\xC0\x80", "\xF4\x90\x80\x80", "\x80"}) {
        QVERIFY(contains(message_of<InvalidRequest>([&] { tokenizer.tokenize(text); }), "UTF-8"));
    }
}

void SentencepieceTokenizerTest::is_linear_data() {
    QTest::addColumn<QString>("part");
    for (const char* part : {"a red ball ", "a", "\u0301", "<", "<extra_id_", "\u2581", "\U0001F468\u200D", "\U0001F1FA",
                             "一", " ", "</s>"}) {
        QTest::newRow(part) << QString(part);
    }
}

void SentencepieceTokenizerTest::is_linear() {
    QFETCH(QString, part);
    static const SentencepieceTokenizer tokenizer(text_fixture("t5/tokenizer"));
    const std::string unit = part.toStdString();
    std::string text;
    while (text.size() < 100'000) {
        text += unit;
    }
    // 2 to 8 ms without sanitizers; a step that looks at all of the text for each character would take seconds.
    const auto start = std::chrono::steady_clock::now();
    const TokenizedText encoded = tokenizer.encode(text, 128);
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
    QCOMPARE(encoded.ids.size(), std::size_t{128});
}

KINORA_TEST(SentencepieceTokenizerTest)
#include "sentencepiece_tokenizer_test.moc"
