#include "core/model/text/tokenizer_files.h"

#include <array>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class TokenizerFilesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_the_ids_of_the_reference_data();
    void gives_the_ids_of_the_reference();
    void refuses_data();
    void refuses();
    void needs_a_model();
};

static std::string decode_base64(const std::string& text) {
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0;
    int num_bits = 0;
    for (const char letter : text.substr(0, text.find('='))) {
        bits = bits << 6 | static_cast<unsigned>(alphabet.find(letter));
        num_bits += 6;
        if (num_bits >= 8) {
            num_bits -= 8;
            bytes.push_back(static_cast<char>(bits >> num_bits));
        }
    }
    return bytes;
}

// Builds the folder that a line of folders.json describes.
static void make_folder(const json& variant, const std::filesystem::path& folder) {
    for (const json& name : variant["files"]) {
        const auto source = text_fixture(variant["source"].get<std::string>()) / "tokenizer" / name.get<std::string>();
        std::string content = read_file(source, 1'000'000);
        if (name == "tokenizer.json" && !variant["patch"].is_null()) {
            json changed = json::parse(content);
            changed.merge_patch(variant["patch"]);
            content = changed.dump();
        }
        write_file_atomically(folder / name.get<std::string>(), content);
    }
    for (const auto& [name, content] : variant["own"].items()) {
        const auto text = content.get<std::string>();
        write_file_atomically(folder / name, name == "spiece.model" ? decode_base64(text) : text);
    }
}

void TokenizerFilesTest::gives_the_ids_of_the_reference_data() {
    QTest::addColumn<json>("variant");
    QTest::addColumn<json>("texts");
    const json file = read_fixture_json("folders.json");
    for (const json& variant : file["variants"]) {
        QTest::newRow(variant["name"].get<std::string>().c_str()) << variant << file["texts"];
    }
}

void TokenizerFilesTest::gives_the_ids_of_the_reference() {
    QFETCH(json, variant);
    QFETCH(json, texts);
    const TempFolder folder;
    make_folder(variant, folder.path());
    if (variant["ids"].is_null()) {
        QVERIFY(message_of<CheckpointError>([&] { SentencepieceTokenizer(folder.path()); }) != "(nothing was thrown)");
        return;
    }
    const SentencepieceTokenizer tokenizer(folder.path());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto expected = variant["ids"][i].get<std::vector<std::int64_t>>();
        QCOMPARE(tokenizer.encode(texts[i].get<std::string>(), static_cast<std::int64_t>(expected.size())).ids, expected);
    }
}

void TokenizerFilesTest::refuses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* file, const char* text, const char* problem) {
        QTest::newRow(name) << QString(file) << QString(text) << QString(problem);
    };
    const char* config = "tokenizer_config.json";
    row("garbage", config, "{", "no JSON");
    row("list", config, "[]", "is no object");
    row("extra ids", config, R"({"extra_ids":100000000})", "\"extra_ids\" must lie between");
    row("extra ids as text", config, R"({"extra_ids":"100"})", "\"extra_ids\" must lie between");
    row("decoder", config, R"({"added_tokens_decoder":[]})", "is no object");
    row("decoder key", config, R"({"added_tokens_decoder":{"1x":{"content":"a"}}})", "no token id");
    row("decoder number", config, R"({"added_tokens_decoder":{"1":5}})", "no text");
    row("decoder flag", config, R"({"added_tokens_decoder":{"1":{"content":"a","lstrip":1}}})", "must be true or false");
    row("token as number", config, R"({"eos_token":5})", "no text");
    row("tokens as text", config, R"({"extra_special_tokens":"a"})", "list of special tokens");
    row("whole words", config, R"({"added_tokens_decoder":{"1":{"content":"a","single_word":true}}})", "single_word");
    row("left padding", config, R"({"padding_side":"left"})", "padding_side");
    row("left cut", config, R"({"truncation_side":"left"})", "truncation_side");
    row("split", config, R"({"split_special_tokens":true})", "split_special_tokens");
    row("map", "special_tokens_map.json", "[1]", "is no object");
    row("old ids", "added_tokens.json", R"({"a":"b"})", "no token id");
    row("old ids below zero", "added_tokens.json", R"({"a":-5})", "no token id");
}

void TokenizerFilesTest::refuses() {
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const TempFolder folder;
    std::filesystem::copy_file(text_fixture("ltx/tokenizer/spiece.model"), folder / "spiece.model");
    write_file_atomically(folder / file.toStdString(), text.toStdString());
    const auto message = message_of<Error>([&] { read_tokenizer_files(folder.path()); });
    QVERIFY2(contains(message, problem.toStdString()) && contains(message, file.toStdString()), message.c_str());
}

void TokenizerFilesTest::needs_a_model() {
    const TempFolder folder;
    for (const auto& path : {folder.path(), folder / "none"}) {
        QVERIFY(contains(message_of<CheckpointError>([&] { read_tokenizer_files(path); }), "neither tokenizer.json nor"));
    }
}

KINORA_TEST(TokenizerFilesTest)
#include "tokenizer_files_test.moc"
