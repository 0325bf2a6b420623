// A SentencePiece model as values: what spiece.model or the model part of tokenizer.json holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

// SentencePiece's numbers for what a piece is.
enum class PieceType : std::uint8_t { normal = 1, unknown = 2, control = 3, user_defined = 4, unused = 5, byte = 6 };

struct SentencepiecePiece {
    std::string text;
    double score = 0.0;  // logarithm of a probability
    PieceType type = PieceType::normal;
};

struct SentencepieceModel {
    std::vector<SentencepiecePiece> pieces;
    std::string character_map;  // see CharacterMap; empty if the text is taken as it is
};

// Limits of what is read, several times those of the largest published models.
constexpr std::size_t max_tokenizer_file_bytes = 64'000'000;
constexpr std::size_t max_pieces = 1'000'000;
constexpr std::size_t max_piece_bytes = 256;

// Reads a serialized sentencepiece.ModelProto. Throws CheckpointError (malformed) or UnsupportedModel (no unigram model).
SentencepieceModel parse_sentencepiece_model(std::string_view bytes, const std::filesystem::path& origin);
SentencepieceModel read_sentencepiece_model(const std::filesystem::path& path);

// Throws CheckpointError if a model from any source breaks the limits above, has fewer than three pieces (padding, end and
// unknown are always there), a score that is not finite, or a text that is no UTF-8.
void check_sentencepiece_model(const SentencepieceModel& model, const std::filesystem::path& origin);

}  // namespace kinora
