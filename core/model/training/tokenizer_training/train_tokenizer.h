// The tokenizer of Kinora's own models: a SentencePiece unigram model in which every word of the renderer's captions and
// some thousand common words, English and Chinese, are one piece each. Since the words are known, nothing is estimated:
// scores follow from a few counts, and what is no known word falls apart into letters.
#pragma once

#include <filesystem>
#include <string>

#include "core/model/text/sentencepiece_model.h"

namespace kinora::training {

// Padding is 0, the end of a text 1, the unknown piece 2, as in T5.
SentencepieceModel make_caption_tokenizer();

// The bytes of spiece.model.
std::string serialize_sentencepiece(const SentencepieceModel& model);

// Writes spiece.model, tokenizer.json and tokenizer_config.json: what T5Tokenizer of transformers and SentencepieceTokenizer
// open. `max_length` is noted as the longest text that the text encoder is trained on. Makes the folder if there is none; an
// existing file is replaced. Throws FileError.
void write_tokenizer_folder(const SentencepieceModel& model, const std::filesystem::path& folder, int max_length);

}  // namespace kinora::training
