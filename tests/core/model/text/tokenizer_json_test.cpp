#include "core/model/text/tokenizer_json.h"

#include <chrono>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class TokenizerJsonTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void holds_what_the_model_file_holds();
    void refuses_data();
    void refuses();
    void survives_truncation();
    void is_bounded();
};

void TokenizerJsonTest::holds_what_the_model_file_holds() {
    const TokenizerJson json = read_tokenizer_json(text_fixture("t5/tokenizer/tokenizer.json"));
    const SentencepieceModel model = read_sentencepiece_model(text_fixture("t5/tokenizer/spiece.model"));
    QCOMPARE(json.model.character_map, model.character_map);
    QCOMPARE(json.model.pieces.size(), model.pieces.size() + 100);
    for (std::size_t i = 0; i < model.pieces.size(); ++i) {
        QCOMPARE(json.model.pieces[i].text, model.pieces[i].text);
        QCOMPARE(json.model.pieces[i].score, model.pieces[i].score);
    }
    QCOMPARE(json.added_tokens.at(1)["content"].get<std::string>(), std::string("</s>"));
}

void TokenizerJsonTest::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* text, const char* problem) {
        QTest::newRow(name) << QString(text) << QString(problem);
    };
    row("empty", "", "no JSON");
    row("garbage", "\x01\x02{", "no JSON");
    row("list", "[1]", "\"vocab\" is no list");
    row("no vocabulary", R"({"model":{"type":"Unigram"}})", "\"vocab\" is no list");
    row("map for a vocabulary", R"({"model":{"vocab":{"a":1}}})", "\"vocab\" is no list");
    row("other kind", R"({"model":{"type":"BPE","vocab":{}}})", "no Unigram model");
    row("no pieces", R"({"model":{"vocab":[]}})", "has 0 pieces");
    row("no score", R"({"model":{"vocab":[["a"],["b",0],["c",0]]}})", "no pair of text and score");
    row("score as text", R"({"model":{"vocab":[["a","b"],["b",0],["c",0]]}})", "no pair of text and score");
    row("infinite score", R"({"model":{"vocab":[["a",1e999],["b",0],["c",0]]}})", "no JSON");
    row("base64", R"({"normalizer":{"type":"Precompiled","precompiled_charsmap":"a?=="},"model":{"vocab":[]}})", "no base64");
    row("base64 length", R"({"normalizer":{"type":"Precompiled","precompiled_charsmap":"abc"},"model":{"vocab":[]}})", "no base64");
    row("base64 padding", R"({"normalizer":{"type":"Precompiled","precompiled_charsmap":"a==="},"model":{"vocab":[]}})", "no base64");
    row("map as number", R"({"normalizer":{"type":"Precompiled","precompiled_charsmap":1},"model":{"vocab":[]}})", "is no text");
    row("tokens", R"({"added_tokens":{},"model":{"vocab":[["a",0],["b",0],["c",0]]}})", "\"added_tokens\" is no list");
    row("token id", R"({"added_tokens":[{"id":-1}],"model":{"vocab":[["a",0],["b",0],["c",0]]}})", "without a valid id");
    row("token", R"({"added_tokens":[5],"model":{"vocab":[["a",0],["b",0],["c",0]]}})", "without a valid id");
    row("left padding", R"({"padding":{"direction":"Left"},"model":{"vocab":[]}})", "not on the right");
    row("surrogate", R"({"model":{"vocab":[["\ud800",0],["b",0],["c",0]]}})", "no JSON");
}

void TokenizerJsonTest::refuses() {
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const TempFolder folder;
    write_file_atomically(folder / "tokenizer.json", text.toStdString());
    const auto message = message_of<Error>([&] { SentencepieceTokenizer(folder.path()); });
    QVERIFY2(contains(message, problem.toStdString()) && contains(message, "tokenizer.json"), message.c_str());
}

void TokenizerJsonTest::survives_truncation() {
    const std::string text = read_file(text_fixture("ltx/tokenizer/tokenizer.json"), 1'000'000);
    const TempFolder folder;
    for (std::size_t size = 0; size < text.size(); size += 199) {
        std::ofstream(folder / "tokenizer.json", std::ios::binary) << text.substr(0, size);
        QVERIFY(contains(message_of<CheckpointError>([&] { SentencepieceTokenizer(folder.path()); }), "tokenizer.json"));
    }
}

// Files that are all brackets would take many times their size in memory.
void TokenizerJsonTest::is_bounded() {
    const TempFolder folder;
    std::string brackets = "[[]";
    for (int i = 0; i < 3'000'000; ++i) {
        brackets += ",[]";
    }
    const auto start = std::chrono::steady_clock::now();
    write_file_atomically(folder / "tokenizer.json", brackets + "]");
    QVERIFY(contains(message_of<CheckpointError>([&] { read_tokenizer_json(folder / "tokenizer.json"); }), "more values"));
    write_file_atomically(folder / "tokenizer.json", std::string(1'000'000, '['));
    QVERIFY(contains(message_of<CheckpointError>([&] { read_tokenizer_json(folder / "tokenizer.json"); }), "nested"));
    write_file_atomically(folder / "tokenizer.json", "\"" + std::string(17'000'000, 'a') + "\"");
    QVERIFY(contains(message_of<CheckpointError>([&] { read_tokenizer_json(folder / "tokenizer.json"); }), "longer string"));
    write_file_atomically(folder / "tokenizer.json", std::string(65'000'000, ' '));
    QVERIFY(contains(message_of<Error>([&] { read_tokenizer_json(folder / "tokenizer.json"); }), "tokenizer.json"));
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

KINORA_TEST(TokenizerJsonTest)
#include "tokenizer_json_test.moc"
