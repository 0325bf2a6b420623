#include "core/model/text/sentencepiece_tokenizer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/model/text/utf8.h"

namespace kinora {

namespace {

constexpr std::string_view word_mark = "\u2581";
// T5's place for the unknown token, whatever the files say: transformers 5 fixes it.
constexpr std::int64_t unknown_id = 2;
constexpr double unknown_penalty = 10.0;

bool is_space_at(std::string_view text, std::size_t position) {
    return is_white_space(code_point_at(text, position).value);
}

std::size_t end_of_spaces(std::string_view text, std::size_t position) {
    while (position < text.size() && is_space_at(text, position)) {
        position += code_point_at(text, position).size;
    }
    return position;
}

std::size_t start_of_spaces(std::string_view text, std::size_t lowest, std::size_t position) {
    while (position > lowest) {
        std::size_t before = position - 1;
        while (before > lowest && (static_cast<unsigned char>(text[before]) & 0xC0u) == 0x80u) {
            --before;
        }
        if (!is_space_at(text, before)) {
            break;
        }
        position = before;
    }
    return position;
}

}  // namespace

SentencepieceTokenizer::SentencepieceTokenizer(const std::filesystem::path& folder) {
    const TokenizerFiles files = read_tokenizer_files(folder);
    character_map_ = CharacterMap(files.model.character_map, folder);
    std::vector<std::string_view> texts;
    texts.reserve(files.model.pieces.size());
    scores_.reserve(files.model.pieces.size());
    for (const SentencepiecePiece& piece : files.model.pieces) {
        texts.push_back(piece.text);
        scores_.push_back(piece.score);
    }
    pieces_ = PrefixTree(texts);
    unknown_score_ = *std::ranges::min_element(scores_) - unknown_penalty;
    num_ids_ = static_cast<std::int64_t>(scores_.size());
    const auto special_ids = add_special_tokens(files.added_tokens);
    const auto id_of = [&](const std::string& text) {
        const auto found = special_ids.find(text);
        if (found == special_ids.end()) {
            throw CheckpointError(folder, "", Sentence::of("has no token for the end of a text or for padding"));
        }
        return found->second;
    };
    pad_id_ = id_of(files.pad_token);
    end_id_ = id_of(files.end_token);
}

std::map<std::string, std::int64_t> SentencepieceTokenizer::add_special_tokens(const std::vector<AddedToken>& tokens) {
    std::map<std::string, std::int64_t> ids;
    std::map<std::string_view, const AddedToken*> last;  // of a repeated token the last entry counts
    for (const AddedToken& token : tokens) {
        if (token.text.empty()) {
            continue;
        }
        if (ids.count(token.text) == 0) {
            const auto piece = pieces_.find(token.text);
            ids[token.text] = piece ? *piece : num_ids_++;
        }
        last[token.text] = &token;
    }
    for (SpecialTokens* special : {&raw_tokens_, &normalized_tokens_}) {
        std::vector<std::string> texts;
        for (const auto& [text, token] : last) {
            if (token->is_normalized == (special == &normalized_tokens_)) {
                texts.push_back(token->is_normalized ? character_map_.apply(text) : token->text);
                special->tokens.push_back({ids[token->text], token->strips_left, token->strips_right});
            }
        }
        special->tree = PrefixTree(std::vector<std::string_view>(texts.begin(), texts.end()));
    }
    return ids;
}

template <typename OnText>
void SentencepieceTokenizer::split_at(const SpecialTokens& special, std::string_view text, std::vector<std::int64_t>& ids,
                                      const OnText& on_text) {
    std::size_t begin = 0;  // of the text that belongs to no special token yet
    for (std::size_t position = 0; position < text.size();) {
        const PrefixTree::Match match = special.tree.longest_prefix(text.substr(position));
        if (match.size == 0) {
            ++position;
            continue;
        }
        const SpecialToken& token = special.tokens[static_cast<std::size_t>(match.number)];
        if (position > begin) {  // not inside spaces that the token before has taken
            const std::size_t end = token.strips_left ? start_of_spaces(text, begin, position) : position;
            on_text(text.substr(begin, end - begin));
        }
        ids.push_back(token.id);
        position += match.size;
        begin = token.strips_right ? end_of_spaces(text, position) : position;
    }
    on_text(text.substr(std::min(begin, text.size())));
}

std::vector<std::int64_t> SentencepieceTokenizer::tokenize(std::string_view text) const {
    if (!is_valid_utf8(text)) {
        throw InvalidRequest("prompt", Sentence::of("the prompt is no valid UTF-8 text; save it as UTF-8"));
    }
    std::vector<std::int64_t> ids;
    split_at(raw_tokens_, text, ids, [&](std::string_view part) {
        const std::string mapped = character_map_.apply(part);
        split_at(normalized_tokens_, mapped, ids, [&](std::string_view words) { add_words(words, ids); });
    });
    return ids;
}

void SentencepieceTokenizer::add_words(std::string_view text, std::vector<std::int64_t>& ids) const {
    std::string word;
    const auto finish_word = [&] {
        if (!word.empty()) {
            add_pieces(word, ids);
            word.clear();
        }
    };
    for (std::size_t position = 0; position < text.size();) {
        const CodePoint code = code_point_at(text, position);
        const std::string_view letter = text.substr(position, code.size);
        position += code.size;
        if (is_white_space(code.value)) {
            finish_word();
            continue;
        }
        if (letter == word_mark) {  // a mark in the text begins a word, too
            finish_word();
        } else if (word.empty()) {
            word = word_mark;
        }
        word += letter;
    }
    finish_word();
}

// The unigram model's Viterbi search: from left to right, the best way to reach each place of the word.
void SentencepieceTokenizer::add_pieces(std::string_view word, std::vector<std::int64_t>& ids) const {
    struct Arrival {
        double score = 0.0;  // of the best pieces up to here
        std::size_t begin = 0;  // of the last of them
        std::int32_t piece = -1;  // −1 until the place is reached
    };
    std::vector<Arrival> arrivals(word.size() + 1);
    const auto arrive = [&](std::size_t begin, std::size_t end, std::int32_t piece, double score) {
        Arrival& arrival = arrivals[end];
        if (arrival.piece < 0 || score > arrival.score) {
            arrival = {score, begin, piece};
        }
    };
    for (std::size_t begin = 0; begin < word.size();) {
        const double score = arrivals[begin].score;
        const std::size_t letter_size = code_point_at(word, begin).size;
        bool covers_letter = false;
        pieces_.for_each_prefix(word.substr(begin), [&](std::size_t size, std::int32_t piece) {
            arrive(begin, begin + size, piece, score + scores_[static_cast<std::size_t>(piece)]);
            covers_letter = covers_letter || size == letter_size;
        });
        if (!covers_letter) {
            arrive(begin, begin + letter_size, unknown_id, score + unknown_score_);
        }
        begin += letter_size;
    }

    const std::size_t first_id = ids.size();
    for (std::size_t end = word.size(); end > 0;) {
        std::size_t begin = arrivals[end].begin;
        std::int64_t id = arrivals[end].piece;
        if (id == unknown_id) {
            while (begin > 0 && arrivals[begin].piece == unknown_id) {
                begin = arrivals[begin].begin;
            }
            // With scores above zero two unknowns can beat a piece that spells both; its name still counts.
            id = pieces_.find(word.substr(begin, end - begin)).value_or(unknown_id);
        }
        ids.push_back(id);
        end = begin;
    }
    std::reverse(ids.begin() + static_cast<std::ptrdiff_t>(first_id), ids.end());
}

TokenizedText SentencepieceTokenizer::encode(std::string_view text, std::int64_t max_length) const {
    assert(max_length >= 1);
    TokenizedText result;
    result.ids = tokenize(text);
    const auto num_read = std::min(static_cast<std::int64_t>(result.ids.size()), max_length - 1);
    result.num_cut = static_cast<std::int64_t>(result.ids.size()) - num_read;
    result.num_tokens = num_read + 1;
    result.ids.resize(static_cast<std::size_t>(num_read));
    result.ids.push_back(end_id_);
    result.ids.resize(static_cast<std::size_t>(max_length), pad_id_);
    return result;
}

}  // namespace kinora
