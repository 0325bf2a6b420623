#include "core/model/training/tokenizer_training/train_tokenizer.h"

#include <filesystem>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "core/model/training/tokenizer_training/character_map_builder.h"
#include "core/model/training/world/wording.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::training;
namespace fs = std::filesystem;

class TrainTokenizerTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gives_the_ids_of_transformers_data();
    void gives_the_ids_of_transformers();
    void keeps_every_caption_word_whole();
    void reads_large_letters_and_full_width_forms_alike();
    void survives_its_own_file();
    void maps_characters();
};

static const fs::path fixtures = fs::path(KINORA_SOURCE_DIR) / "tests/core/model/training/tokenizer_training/fixtures";

void TrainTokenizerTest::gives_the_ids_of_transformers_data() {
    QTest::addColumn<bool>("has_json");
    QTest::newRow("from tokenizer.json") << true;
    QTest::newRow("from spiece.model") << false;
}

void TrainTokenizerTest::gives_the_ids_of_transformers() {
    QFETCH(bool, has_json);
    const test::TempFolder folder;
    write_tokenizer_folder(make_caption_tokenizer(), folder.path(), 128);
    if (!has_json) {
        fs::remove(folder.path() / "tokenizer.json");
    }
    const SentencepieceTokenizer tokenizer(folder.path());
    const auto cases = nlohmann::json::parse(read_file(fixtures / "token_ids.json", 1'000'000));
    QVERIFY(cases.size() > 400);
    for (const auto& one : cases) {
        const auto text = one["text"].get<std::string>();
        QVERIFY2(tokenizer.tokenize(text) == one["ids"].get<std::vector<std::int64_t>>(), text.c_str());
    }
}

void TrainTokenizerTest::keeps_every_caption_word_whole() {
    const test::TempFolder folder;
    const SentencepieceModel model = make_caption_tokenizer();
    QVERIFY(model.pieces.size() >= 1000 && model.pieces.size() <= 4000);
    write_tokenizer_folder(model, folder.path(), 128);
    const SentencepieceTokenizer tokenizer(folder.path());
    for (const CaptionLanguage language : {CaptionLanguage::english, CaptionLanguage::chinese}) {
        for (const std::string& word : caption_words(language)) {
            auto ids = tokenizer.tokenize(word);
            if (ids.size() == 2 && model.pieces[static_cast<std::size_t>(ids[0])].text == "▁") {
                ids.erase(ids.begin());
            }
            QVERIFY2(ids.size() == 1 && ids[0] != 2, word.c_str());
        }
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            const Caption caption = caption_scene(sample_scene(seed, {.name = "whole"}), seed, language);
            const auto ids = tokenizer.tokenize(caption.text);
            QVERIFY2(std::ranges::count(ids, 2) == 0, caption.text.c_str());
        }
    }
}

void TrainTokenizerTest::reads_large_letters_and_full_width_forms_alike() {
    const test::TempFolder folder;
    write_tokenizer_folder(make_caption_tokenizer(), folder.path(), 128);
    const SentencepieceTokenizer tokenizer(folder.path());
    const auto plain = tokenizer.tokenize("a red ball.");
    QVERIFY(tokenizer.tokenize("A RED Ball.") == plain);
    QVERIFY(tokenizer.tokenize("ａ　ｒｅｄ　ｂａｌｌ。") == plain);
    QVERIFY(tokenizer.tokenize("紅色的魚") == tokenizer.tokenize("红色的鱼"));
    // A word that it does not know is its letters, and no unknown token.
    const auto letters = tokenizer.tokenize("zyzzyx");
    QCOMPARE(std::ranges::count(letters, 2), 0);
    QVERIFY(letters.size() > 3);
}

void TrainTokenizerTest::survives_its_own_file() {
    const SentencepieceModel model = make_caption_tokenizer();
    const SentencepieceModel read = parse_sentencepiece_model(serialize_sentencepiece(model), "memory");
    QCOMPARE(read.pieces.size(), model.pieces.size());
    std::set<std::string> texts;
    for (std::size_t i = 0; i < model.pieces.size(); ++i) {
        QVERIFY(read.pieces[i].text == model.pieces[i].text);
        QCOMPARE(read.pieces[i].score, model.pieces[i].score);
        QVERIFY(read.pieces[i].type == model.pieces[i].type);
        QVERIFY2(texts.insert(read.pieces[i].text).second, read.pieces[i].text.c_str());
    }
    QVERIFY(read.character_map == model.character_map);
}

void TrainTokenizerTest::maps_characters() {
    const auto replacements = caption_character_replacements();
    const CharacterMap map(build_character_map(replacements), "memory");
    for (const auto& [from, to] : replacements) {
        QVERIFY2(map.apply(from) == to, from.c_str());
    }
    const std::string untouched = "abc xyz 0189 球 кот 🚀";
    QVERIFY(map.apply(untouched) == untouched);
}

KINORA_TEST(TrainTokenizerTest)
#include "train_tokenizer_test.moc"
