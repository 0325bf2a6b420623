// What the files in a tokenizer folder say together.
//
// Folders differ: those of old releases hold spiece.model, those of new ones tokenizer.json, many hold both, and the special
// tokens are described in up to four further places. The rules of which file wins are those of T5Tokenizer.from_pretrained
// in transformers 5, so that a folder gives the same token ids as in the reference pipelines.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/model/text/sentencepiece_model.h"

namespace kinora {

// A token that is found in a text as it is written, before the text is cut into pieces.
struct AddedToken {
    std::string text;
    bool strips_left = false;  // takes the white space before it
    bool strips_right = false;
    bool is_normalized = false;  // is looked for after the character map was applied, itself mapped, not before
};

struct TokenizerFiles {
    SentencepieceModel model;  // from spiece.model: with <extra_id_99> … <extra_id_0> behind its own pieces
    // In the order in which they get their ids where they are no pieces. A text may be repeated; its last entry counts.
    std::vector<AddedToken> added_tokens;
    std::string pad_token;
    std::string end_token;
};

// Throws FileError, CheckpointError, or UnsupportedModel.
TokenizerFiles read_tokenizer_files(const std::filesystem::path& folder);

}  // namespace kinora
