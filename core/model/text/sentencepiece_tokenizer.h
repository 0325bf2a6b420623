// Text → token ids, as T5Tokenizer of transformers 5 gives them.
//
// In this order: special tokens are found in the text as it is written; what lies between them goes through the character
// map, is split at white space, and each word gets a leading "▁" (U+2581); each word is cut into the pieces whose scores
// sum up highest; characters that no piece covers become the unknown token, neighbouring ones together one. Byte pieces
// are ordinary pieces: they match a literal "<0x41>" and nothing else.
//
// The search for the best cut is our own and not the SentencePiece library's, because the latter cannot give these ids: it
// sums scores in float32 (the tokenizers library: float64), which decides long words otherwise, takes the unknown score from
// the normal pieces alone, and never finds control pieces such as "<unk>" that the character map makes appear.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/text/character_map.h"
#include "core/model/text/prefix_tree.h"
#include "core/model/text/tokenizer_files.h"

namespace kinora {

// A text as the encoder reads it.
struct TokenizedText {
    std::vector<std::int64_t> ids;  // max_length of them: the text, the end token, padding
    std::int64_t num_tokens = 0;    // how many of them are no padding; the end token counts
    std::int64_t num_cut = 0;       // tokens of the text that did not fit
};

class SentencepieceTokenizer {
 public:
    // Reads a tokenizer folder. Throws FileError, CheckpointError, or UnsupportedModel.
    explicit SentencepieceTokenizer(const std::filesystem::path& folder);

    // max_length ≥ 1. Throws InvalidRequest("prompt") if the text is no UTF-8.
    TokenizedText encode(std::string_view text, std::int64_t max_length) const;

    // All ids of the text, without the end token.
    std::vector<std::int64_t> tokenize(std::string_view text) const;

    std::int64_t num_ids() const { return num_ids_; }  // every id is smaller
    std::int64_t pad_id() const { return pad_id_; }
    std::int64_t end_id() const { return end_id_; }

 private:
    struct SpecialToken {
        std::int64_t id = 0;
        bool strips_left = false;
        bool strips_right = false;
    };
    // Special tokens, and the texts by which they are found.
    struct SpecialTokens {
        PrefixTree tree;
        std::vector<SpecialToken> tokens;
    };

    // Returns the ids of all of them by their texts.
    std::map<std::string, std::int64_t> add_special_tokens(const std::vector<AddedToken>& tokens);

    // Calls on_text for the parts of `text` between special tokens and adds the ids of those tokens.
    template <typename OnText>
    static void split_at(const SpecialTokens& special, std::string_view text, std::vector<std::int64_t>& ids,
                         const OnText& on_text);
    void add_words(std::string_view text, std::vector<std::int64_t>& ids) const;
    void add_pieces(std::string_view word, std::vector<std::int64_t>& ids) const;

    CharacterMap character_map_;
    PrefixTree pieces_;
    std::vector<double> scores_;
    double unknown_score_ = 0.0;
    SpecialTokens raw_tokens_;         // found in the text as it is written
    SpecialTokens normalized_tokens_;  // found in the mapped text
    std::int64_t num_ids_ = 0;
    std::int64_t pad_id_ = 0;
    std::int64_t end_id_ = 0;
};

}  // namespace kinora
