// tokenizer.json, the file of the tokenizers library, as far as a T5 tokenizer uses it.
#pragma once

#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "core/model/text/sentencepiece_model.h"

namespace kinora {

struct TokenizerJson {
    SentencepieceModel model;  // every piece is of the type normal: the file knows no types
    std::map<std::int64_t, nlohmann::json> added_tokens;
};

// Reads the vocabulary, the first character map among the normalizers, and the added tokens; the rest of the file is what
// transformers sets itself for this tokenizer. Throws CheckpointError or UnsupportedModel.
TokenizerJson read_tokenizer_json(const std::filesystem::path& path);

}  // namespace kinora
