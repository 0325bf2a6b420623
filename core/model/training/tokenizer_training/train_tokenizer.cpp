#include "core/model/training/tokenizer_training/train_tokenizer.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/model/text/utf8.h"
#include "core/model/training/tokenizer_training/character_map_builder.h"
#include "core/model/training/tokenizer_training/common_words.h"
#include "core/model/training/world/wording.h"

namespace kinora::training {

namespace {

constexpr std::string_view word_start = "▁";
constexpr std::string_view marks = ".,:;!?'\"-()&%+=/#@*_<>[]~$";

// How often each kind of piece is taken to occur. What matters is the order: a known word is likelier than its letters, and
// a word of the captions likelier than another way to cut the same characters.
constexpr double caption_count = 8.0;
constexpr double common_count = 2.0;
constexpr double ending_count = 0.02;
constexpr double letter_count = 0.002;

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            return false;
        }
    }
    return true;
}

// Collects pieces in the order they are added; the first count of a piece stays.
class Vocabulary {
  public:
    void add(const std::string& piece, double count) {
        if (known_.insert(piece).second) {
            pieces_.emplace_back(piece, count);
            total_ += count;
        }
    }

    // English words begin after a space; Chinese ones anywhere.
    void add_word(std::string word, double count) {
        const bool is_mark = word.size() == 1 && marks.find(word[0]) != std::string_view::npos;
        for (char& c : word) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        add(is_ascii(word) && !is_mark ? std::string(word_start) + word : word, count);
    }

    void add_list(std::string_view words, double count) {
        std::istringstream stream{std::string(words)};
        for (std::string word; stream >> word;) {
            add_word(word, count);
        }
    }

    // Every character of every piece, so that the pieces' parts are known too.
    void add_characters(double count) {
        const auto pieces = pieces_;
        for (const auto& [piece, ignored] : pieces) {
            for (std::size_t i = 0; i < piece.size();) {
                const std::size_t size = code_point_at(piece, i).size;
                add(piece.substr(i, size), count);
                i += size;
            }
        }
    }

    SentencepieceModel model() const {
        SentencepieceModel model;
        model.pieces = {
            {"<pad>", 0.0, PieceType::control}, {"</s>", 0.0, PieceType::control}, {"<unk>", 0.0, PieceType::unknown}};
        for (const auto& [piece, count] : pieces_) {
            // As it is stored: a float.
            model.pieces.push_back({piece, static_cast<float>(std::log(count / total_))});
        }
        return model;
    }

  private:
    std::vector<std::pair<std::string, double>> pieces_;
    std::set<std::string> known_;
    double total_ = 0.0;
};

// Protocol buffers, as far as a ModelProto needs them.
void append_varint(std::string& bytes, std::uint64_t value) {
    while (value >= 0x80) {
        bytes += static_cast<char>(value | 0x80u);
        value >>= 7;
    }
    bytes += static_cast<char>(value);
}

void append_number(std::string& bytes, std::uint32_t field, std::int64_t value) {
    append_varint(bytes, field << 3);
    append_varint(bytes, static_cast<std::uint64_t>(value));
}

void append_bytes(std::string& bytes, std::uint32_t field, std::string_view content) {
    append_varint(bytes, field << 3 | 2u);
    append_varint(bytes, content.size());
    bytes += content;
}

void append_float(std::string& bytes, std::uint32_t field, float value) {
    append_varint(bytes, field << 3 | 5u);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes += static_cast<char>(bits >> shift & 0xFFu);
    }
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += i + k <= bytes.size() ? letters[group >> (18 - 6 * k) & 63u] : '=';
        }
    }
    return text;
}

using Json = nlohmann::ordered_json;

Json added_token(int id, const char* text) {
    return {{"id", id},        {"content", text},     {"single_word", false}, {"lstrip", false},
            {"rstrip", false}, {"normalized", false}, {"special", true}};
}

Json tokenizer_json(const SentencepieceModel& model) {
    const Json metaspace = {
        {"type", "Metaspace"}, {"replacement", word_start}, {"prepend_scheme", "always"}, {"split", true}};
    const auto sequence = [](const char* id) { return Json{{"Sequence", {{"id", id}, {"type_id", 0}}}}; };
    const Json end = {{"SpecialToken", {{"id", "</s>"}, {"type_id", 0}}}};
    Json vocabulary = Json::array();
    for (const SentencepiecePiece& piece : model.pieces) {
        vocabulary.push_back(Json::array({piece.text, piece.score}));
    }
    return {
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"added_tokens", Json::array({added_token(0, "<pad>"), added_token(1, "</s>"), added_token(2, "<unk>")})},
        {"normalizer", {{"type", "Precompiled"}, {"precompiled_charsmap", base64(model.character_map)}}},
        {"pre_tokenizer",
         {{"type", "Sequence"}, {"pretokenizers", Json::array({Json{{"type", "WhitespaceSplit"}}, metaspace})}}},
        {"post_processor",
         {{"type", "TemplateProcessing"},
          {"single", Json::array({sequence("A"), end})},
          {"pair", Json::array({sequence("A"), end, sequence("B"), end})},
          {"special_tokens", {{"</s>", {{"id", "</s>"}, {"ids", Json::array({1})}, {"tokens", Json::array({"</s>"})}}}}}}},
        {"decoder", metaspace},
        {"model", {{"type", "Unigram"}, {"unk_id", 2}, {"vocab", std::move(vocabulary)}, {"byte_fallback", false}}}};
}

Json tokenizer_config(int max_length) {
    return {{"tokenizer_class", "T5Tokenizer"},
            {"pad_token", "<pad>"},
            {"eos_token", "</s>"},
            {"unk_token", "<unk>"},
            {"extra_ids", 0},
            {"extra_special_tokens", Json::array({"<pad>", "</s>"})},
            {"model_max_length", max_length}};
}

}  // namespace

SentencepieceModel make_caption_tokenizer() {
    Vocabulary vocabulary;
    vocabulary.add(std::string(word_start), common_count);
    for (const CaptionLanguage language : {CaptionLanguage::english, CaptionLanguage::chinese}) {
        for (const std::string& word : caption_words(language)) {
            vocabulary.add_word(word, caption_count);
        }
    }
    vocabulary.add_list(common_english_words(), common_count);
    vocabulary.add_list(common_chinese_words(), common_count);
    for (const char mark : marks) {
        vocabulary.add(std::string(1, mark), common_count);
    }
    for (const char* ending : {"s", "es", "ed", "ing", "er", "est", "ly", "y", "'s", "n't", "th", "st", "nd", "tion", "ness",
                               "ful", "less", "able"}) {
        vocabulary.add(ending, ending_count);
    }
    vocabulary.add_list("0 1 2 3 4 5 6 7 8 9", common_count);
    vocabulary.add_characters(letter_count);
    for (char c = 'a'; c <= 'z'; ++c) {
        vocabulary.add(std::string(1, c), letter_count);
    }
    SentencepieceModel model = vocabulary.model();
    model.character_map = build_character_map(caption_character_replacements());
    return model;
}

std::string serialize_sentencepiece(const SentencepieceModel& model) {
    std::string bytes;
    for (const SentencepiecePiece& piece : model.pieces) {
        std::string message;
        append_bytes(message, 1, piece.text);
        append_float(message, 2, static_cast<float>(piece.score));
        append_number(message, 3, static_cast<std::int64_t>(piece.type));
        append_bytes(bytes, 1, message);
    }
    std::string trainer;
    append_number(trainer, 3, 1);                                               // model_type: unigram
    append_number(trainer, 4, static_cast<std::int64_t>(model.pieces.size()));  // vocab_size
    append_number(trainer, 40, 2);                                              // unk_id
    append_number(trainer, 41, -1);                                             // bos_id
    append_number(trainer, 42, 1);                                              // eos_id
    append_number(trainer, 43, 0);                                              // pad_id
    append_bytes(bytes, 2, trainer);
    std::string normalizer;
    append_bytes(normalizer, 1, "kinora_captions");  // name
    append_bytes(normalizer, 2, model.character_map);
    append_number(normalizer, 3, 1);  // add_dummy_prefix
    append_number(normalizer, 4, 1);  // remove_extra_whitespaces
    append_number(normalizer, 5, 1);  // escape_whitespaces
    append_bytes(bytes, 3, normalizer);
    return bytes;
}

void write_tokenizer_folder(const SentencepieceModel& model, const std::filesystem::path& folder, int max_length) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw FileError(folder, "cannot be made: " + error.message());
    }
    write_file_atomically(folder / "spiece.model", serialize_sentencepiece(model));
    write_file_atomically(folder / "tokenizer.json", tokenizer_json(model).dump() + "\n");
    write_file_atomically(folder / "tokenizer_config.json", tokenizer_config(max_length).dump(1) + "\n");
}

}  // namespace kinora::training
