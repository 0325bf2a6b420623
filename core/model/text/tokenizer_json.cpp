#include "core/model/text/tokenizer_json.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::int64_t max_token_id = 100'000'000;

// Vocabularies take 7 bytes a value and more (an array, a text and a number for each piece). A file with many more values
// than that is padded with something else; the bound limits the memory that parsing it takes.
JsonLimits limits_for(std::size_t file_bytes) {
    return {.max_depth = 16,
            .max_values = std::min<std::size_t>(file_bytes / 4 + 200'000, 4'000'000),
            .max_string_bytes = 16'000'000};
}

const json* member(const json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && !found->is_null() ? &*found : nullptr;
}

std::string decode_base64(std::string_view text, const fs::path& origin) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<int, 256> values = {};
    values.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<int>(i);
    }
    const std::size_t size = std::min(text.find('='), text.size());
    if (text.size() % 4 != 0 || text.size() - size > 2 || text.find_first_not_of('=', size) != std::string_view::npos) {
        throw CheckpointError(origin, "precompiled_charsmap", Sentence::of("is no base64"));
    }
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned bits = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const int value = values[static_cast<unsigned char>(text[i])];
        if (value < 0) {
            throw CheckpointError(origin, "precompiled_charsmap", Sentence::of("is no base64"));
        }
        bits = (bits << 6) | static_cast<unsigned>(value);
        if (i % 4 != 0) {
            bytes.push_back(static_cast<char>((bits >> (6 - 2 * (i % 4))) & 0xFF));
        }
    }
    return bytes;
}

std::vector<SentencepiecePiece> read_vocabulary(const json& file, const fs::path& origin) {
    const json* model = member(file, "model");
    const json* type = model == nullptr ? nullptr : member(*model, "type");
    if (type != nullptr && *type != "Unigram") {
        throw UnsupportedModel(Sentence::of("%1: is no Unigram model, the only kind that T5 tokenizers are", origin.string()));
    }
    const json* vocabulary = model == nullptr ? nullptr : member(*model, "vocab");
    if (vocabulary == nullptr || !vocabulary->is_array() || vocabulary->size() > max_pieces) {
        throw CheckpointError(origin, "vocab", Sentence::of("is no list of up to %1 pieces", max_pieces));
    }
    std::vector<SentencepiecePiece> pieces;
    pieces.reserve(vocabulary->size());
    for (const json& entry : *vocabulary) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number()) {
            throw CheckpointError(origin, "vocab", Sentence::of("has an entry that is no pair of text and score"));
        }
        pieces.push_back({entry[0].get<std::string>(), entry[1].get<double>(), PieceType::normal});
    }
    return pieces;
}

// The base64 text of the first character map of a normalizer or of a sequence of them; empty if there is none.
std::string find_character_map(const json& file, const fs::path& origin) {
    const json* normalizer = member(file, "normalizer");
    if (normalizer == nullptr) {
        return "";
    }
    std::vector<const json*> parts;
    if (const json* list = member(*normalizer, "normalizers"); list != nullptr && list->is_array()) {
        std::ranges::transform(*list, std::back_inserter(parts), [](const json& part) { return &part; });
    } else {
        parts.push_back(normalizer);
    }
    for (const json* part : parts) {
        const json* type = member(*part, "type");
        const json* map = member(*part, "precompiled_charsmap");
        if (type != nullptr && *type == "Precompiled" && map != nullptr) {
            if (!map->is_string()) {
                throw CheckpointError(origin, "precompiled_charsmap", Sentence::of("is no text"));
            }
            return decode_base64(map->get_ref<const std::string&>(), origin);
        }
    }
    return "";
}

std::map<std::int64_t, json> read_added_tokens(const json& file, const fs::path& origin) {
    std::map<std::int64_t, json> tokens;
    const json* list = member(file, "added_tokens");
    if (list == nullptr) {
        return tokens;
    }
    if (!list->is_array()) {
        throw CheckpointError(origin, "added_tokens", Sentence::of("is no list"));
    }
    for (const json& token : *list) {
        const json* id = member(token, "id");
        if (id == nullptr || !id->is_number_unsigned() || id->get<std::uint64_t>() > max_token_id) {
            throw CheckpointError(origin, "added_tokens", Sentence::of("has an entry without a valid id"));
        }
        tokens[id->get<std::int64_t>()] = token;
    }
    return tokens;
}

void check_sides(const json& file, const fs::path& origin) {
    for (const char* key : {"padding", "truncation"}) {
        const json* settings = member(file, key);
        const json* direction = settings == nullptr ? nullptr : member(*settings, "direction");
        if (direction != nullptr && *direction != "Right") {
            throw UnsupportedModel(Sentence::of("%1: %2 is not on the right, which Kinora does not support", origin.string(), key));
        }
    }
}

}  // namespace

TokenizerJson read_tokenizer_json(const fs::path& path) {
    const std::string text = read_file(path, max_tokenizer_file_bytes);
    const json file = parse_bounded_json(text, limits_for(text.size()), path);
    check_sides(file, path);
    TokenizerJson result;
    result.model.pieces = read_vocabulary(file, path);
    result.model.character_map = find_character_map(file, path);
    result.added_tokens = read_added_tokens(file, path);
    check_sentencepiece_model(result.model, path);
    return result;
}

}  // namespace kinora
