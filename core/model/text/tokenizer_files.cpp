#include "core/model/text/tokenizer_files.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/generation/validate.h"
#include "core/model/text/tokenizer_json.h"
#include "core/model/weights/config_reader.h"

namespace kinora {

namespace {

using json = nlohmann::ordered_json;  // tokens that are no pieces get their ids in the order of the file
namespace fs = std::filesystem;

constexpr std::size_t max_config_bytes = 4'000'000;
// A published configuration with 300 extra ids has 5000 values. Ordered objects are slow to build when they are large.
constexpr JsonLimits config_limits = {.max_values = 30'000};
constexpr std::int64_t max_extra_ids = 10'000;
constexpr std::int64_t default_extra_ids = 100;
constexpr std::string_view extra_id_prefix = "<extra_id_";

// The named special tokens of every tokenizer, in the order in which they are added.
constexpr const char* token_names[] = {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token",
                                       "mask_token"};

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

json read_object(const fs::path& file) {
    if (!is_file(file)) {
        return json::object();
    }
    const std::string text = read_file(file, max_config_bytes);
    if (!parse_bounded_json(text, config_limits, file).is_object()) {
        throw CheckpointError(file, "", Sentence::of("is no object"));
    }
    return json::parse(text);
}

bool has_value(const json& object, const std::string& key) {
    return object.contains(key) && !object[key].is_null();
}

// Python's notion: null, nothing and empty containers are as good as missing.
bool has_content(const json& object, const std::string& key) {
    return has_value(object, key) && !object[key].empty();
}

// A text, which is a special token without further properties, or an object {"content": …, "lstrip": …, …}. Special
// tokens and those that have a name are not normalized unless the object says so.
AddedToken parse_token(const json& value, bool is_named, const fs::path& origin) {
    if (!value.is_string() && !value.is_object()) {
        throw CheckpointError(origin, "", Sentence::of("lists a special token that is no text"));
    }
    const ConfigReader reader(value.is_string() ? json{{"content", value}, {"special", true}} : value, origin);
    AddedToken token;
    token.text = reader.text("content", "");
    token.strips_left = reader.boolean("lstrip", false);
    token.strips_right = reader.boolean("rstrip", false);
    token.is_normalized = reader.boolean("normalized", !is_named && !reader.boolean("special", false));
    if (token.text.size() > max_piece_bytes || !is_valid_utf8(token.text)) {
        throw CheckpointError(origin, "", Sentence::of("lists a special token that is too long or no UTF-8"));
    }
    if (reader.boolean("single_word", false)) {
        throw UnsupportedModel(Sentence::of("%1: the special token %2 is only found as a whole word (single_word), which Kinora does not "
                                            "support",
                                            origin.string(), token.text));
    }
    return token;
}

// True for an object that describes one of the tokens with these texts.
bool is_one_of(const std::set<std::string>& texts, const json& token) {
    const json* text = token.is_object() && token.contains("content") ? &token["content"] : nullptr;
    return text != nullptr && text->is_string() && texts.count(text->get<std::string>()) > 0;
}

// `names` are the texts of tokens that have a name.
std::vector<AddedToken> parse_tokens(const json& list, const std::set<std::string>& names, const fs::path& origin) {
    if (!list.is_array()) {
        throw CheckpointError(origin, "", Sentence::of("has a list of special tokens that is none"));
    }
    std::vector<AddedToken> tokens;
    for (const json& value : list) {
        tokens.push_back(parse_token(value, is_one_of(names, value), origin));
    }
    return tokens;
}

std::vector<AddedToken> make_extra_ids(std::int64_t count) {
    std::vector<AddedToken> tokens;
    for (std::int64_t i = 0; i < count; ++i) {
        tokens.push_back({std::string(extra_id_prefix) + std::to_string(i) + ">"});
    }
    return tokens;
}

// Follows T5Tokenizer.from_pretrained over the files of one folder.
class FolderReader {
 public:
    explicit FolderReader(const fs::path& folder)
        : folder_(folder), config_file_(folder / "tokenizer_config.json"), config_(read_object(config_file_)) {}

    TokenizerFiles read() {
        const bool has_json = is_file(folder_ / "tokenizer.json");
        if (!has_json && !is_file(folder_ / "spiece.model")) {
            throw CheckpointError(folder_, "", Sentence::of("holds neither tokenizer.json nor spiece.model; copy or download it again"));
        }
        TokenizerJson file;
        if (has_json) {
            file = read_tokenizer_json(folder_ / "tokenizer.json");
        }
        rename_additional_tokens();
        collect_own_tokens(false);
        if (config_.contains("added_tokens_decoder")) {
            collect_own_tokens(true);
            read_added_tokens_decoder();
        } else {
            merge_special_tokens_map();
            collect_own_tokens(true);
            read_legacy_added_tokens();
            for (const auto& [id, token] : file.added_tokens) {
                by_id_[id] = parse_token(token, false, folder_ / "tokenizer.json");
            }
        }
        check_options();
        TokenizerFiles result;
        result.model = has_json ? std::move(file.model) : read_model_with_extra_ids();
        result.added_tokens = list_added_tokens();
        result.pad_token = named_token("pad_token").text;
        result.end_token = named_token("eos_token").text;
        return result;
    }

 private:
    // additional_special_tokens is the old name of extra_special_tokens.
    void rename_additional_tokens() {
        if (config_.contains("additional_special_tokens") && !has_content(config_, "extra_special_tokens")) {
            config_["extra_special_tokens"] = config_["additional_special_tokens"];
            config_.erase("additional_special_tokens");
        }
    }

    // Takes the tokens with names of their own ("image_token": "<image>") out of the configuration.
    void collect_own_tokens(bool takes_objects) {
        std::vector<AddedToken> tokens;
        for (auto item = config_.begin(); item != config_.end();) {
            const bool is_standard = std::ranges::find(token_names, item.key()) != std::end(token_names);
            const bool is_token = item.value().is_string() || (takes_objects && item.value().is_object());
            if (!is_standard && is_token && item.key().ends_with("_token")) {
                tokens.push_back(parse_token(item.value(), true, config_file_));
                item = config_.erase(item);
            } else {
                ++item;
            }
        }
        if (has_value(config_, "extra_special_tokens") && config_["extra_special_tokens"].is_object()) {
            for (const auto& [name, value] : config_["extra_special_tokens"].items()) {
                tokens.push_back(parse_token(value, true, config_file_));
            }
            config_.erase("extra_special_tokens");
        }
        own_tokens_.insert(own_tokens_.begin(), tokens.begin(), tokens.end());
    }

    void read_added_tokens_decoder() {
        const json& decoder = config_["added_tokens_decoder"];
        if (!decoder.is_object()) {
            throw CheckpointError(config_file_, "added_tokens_decoder", Sentence::of("is no object"));
        }
        const std::set<std::string> names = token_texts();
        for (const auto& [key, value] : decoder.items()) {
            std::int64_t id = -1;
            const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
            if (error != std::errc() || end != key.data() + key.size() || id < 0) {
                throw CheckpointError(config_file_, "added_tokens_decoder", Sentence::of("has a key that is no token id"));
            }
            by_id_[id] = parse_token(value, is_one_of(names, value), config_file_);
        }
    }

    void merge_special_tokens_map() {
        const json map = read_object(folder_ / "special_tokens_map.json");
        for (const auto& [key, value] : map.items()) {
            if (key == "extra_special_tokens" && value.is_array() && has_value(config_, key) && config_[key].is_array()) {
                config_[key].insert(config_[key].end(), value.begin(), value.end());
            } else {
                config_[key] = value;
            }
        }
    }

    // added_tokens.json: text → id.
    void read_legacy_added_tokens() {
        const fs::path file = folder_ / "added_tokens.json";
        std::set<std::string> special;  // as far as they are known by their text here; objects of the configuration are not
        for (const char* name : token_names) {
            if (has_value(config_, name) && !config_[name].contains("__type")) {
                special.insert(named_token(name).text);
            }
        }
        const char* extra = "extra_special_tokens";
        for (const json& token : has_value(config_, extra) ? config_[extra] : json::array()) {
            if (token.is_string()) {
                special.insert(token.get<std::string>());
            }
        }
        const json ids = read_object(file);
        for (const auto& [text, id] : ids.items()) {
            if (!id.is_number_unsigned()) {
                throw CheckpointError(file, text.substr(0, 80), Sentence::of("is no token id"));
            }
            const bool is_special = special.count(text) > 0;
            by_id_[id.get<std::int64_t>()] = parse_token({{"content", text}, {"special", is_special}}, false, file);
        }
    }

    void check_options() const {
        const ConfigReader reader(config_, config_file_);
        for (const char* side : {"padding_side", "truncation_side"}) {
            if (reader.text(side, "right") != "right") {
                throw UnsupportedModel(Sentence::of("%1: %2 is not \"right\", which Kinora does not support", config_file_.string(), side));
            }
        }
        if (reader.boolean("split_special_tokens", false)) {
            throw UnsupportedModel(Sentence::of("%1: split_special_tokens is set, which Kinora does not support", config_file_.string()));
        }
    }

    std::int64_t num_extra_ids() const {
        return ConfigReader(config_, config_file_).integer("extra_ids", default_extra_ids, 0, max_extra_ids);
    }

    SentencepieceModel read_model_with_extra_ids() {
        SentencepieceModel model = read_sentencepiece_model(folder_ / "spiece.model");
        std::vector<AddedToken> from_model;
        for (const SentencepiecePiece& piece : model.pieces) {
            if (piece.type == PieceType::control || piece.type == PieceType::user_defined) {
                from_model.push_back({piece.text});
            }
        }
        from_model_ = std::move(from_model);
        for (std::int64_t i = num_extra_ids() - 1; i >= 0; --i) {
            model.pieces.push_back({std::string(extra_id_prefix) + std::to_string(i) + ">"});
        }
        return model;
    }

    std::vector<AddedToken> tokens_of(const char* key, const std::set<std::string>& names) const {
        return has_value(config_, key) ? parse_tokens(config_[key], names, config_file_) : std::vector<AddedToken>();
    }

    // The token with a standard name; its text is empty if the tokenizer has none.
    AddedToken named_token(std::string_view name) const {
        const std::string key(name);
        if (config_.contains(key)) {
            return config_[key].is_null() ? AddedToken() : parse_token(config_[key], true, config_file_);
        }
        return {name == "eos_token" ? "</s>" : name == "unk_token" ? "<unk>" : name == "pad_token" ? "<pad>" : ""};
    }

    // The texts of all tokens that have a name, standard or their own.
    std::set<std::string> token_texts() const {
        std::set<std::string> texts;
        for (const char* name : token_names) {
            texts.insert(named_token(name).text);
        }
        for (const AddedToken& token : own_tokens_) {
            texts.insert(token.text);
        }
        return texts;
    }

    // The special tokens that T5Tokenizer's constructor makes of its arguments.
    std::vector<AddedToken> additional_tokens(const std::set<std::string>& names) const {
        std::optional<std::vector<AddedToken>> given = from_model_;
        if (!given && has_value(config_, "additional_special_tokens")) {
            given = tokens_of("additional_special_tokens", names);
        }
        const auto extra_ids = make_extra_ids(num_extra_ids());
        if (!given) {
            return extra_ids;
        }
        const auto count = static_cast<std::size_t>(std::ranges::count_if(
            *given, [](const AddedToken& token) { return token.text.find(extra_id_prefix) != std::string::npos; }));
        if (count == 0) {
            given->insert(given->end(), extra_ids.begin(), extra_ids.end());
        } else if (!extra_ids.empty() && count != extra_ids.size()) {
            throw CheckpointError(config_file_, "extra_ids",
                                  Sentence::of("asks for %1 tokens <extra_id_…>, but %2 are listed as special tokens", extra_ids.size(),
                                               count));
        }
        return *given;
    }

    std::vector<AddedToken> list_added_tokens() const {
        std::vector<AddedToken> tokens;
        for (const auto& [id, token] : by_id_) {
            tokens.push_back(token);
        }
        std::set<std::string> described;
        for (const AddedToken& token : tokens) {
            described.insert(token.text);
        }
        const auto add = [&](const AddedToken& token) {
            if (!token.text.empty() && described.count(token.text) == 0) {
                tokens.push_back(token);
            }
        };
        for (const char* name : token_names) {
            add(named_token(name));
        }
        std::ranges::for_each(own_tokens_, add);
        const std::set<std::string> names = token_texts();
        // The additional tokens are made even where they are not used: they may contradict extra_ids.
        const auto additional = additional_tokens(names);
        const bool has_extra = config_.contains("extra_special_tokens");
        std::ranges::for_each(has_extra ? tokens_of("extra_special_tokens", names) : additional, add);
        return tokens;
    }

    fs::path folder_;
    fs::path config_file_;
    json config_;                                        // tokenizer_config.json, later with special_tokens_map.json
    std::map<std::int64_t, AddedToken> by_id_;           // tokens that are described with all their properties
    std::vector<AddedToken> own_tokens_;                 // tokens with names of their own
    std::optional<std::vector<AddedToken>> from_model_;  // control and user-defined pieces of spiece.model
};

}  // namespace

TokenizerFiles read_tokenizer_files(const fs::path& folder) {
    return FolderReader(folder).read();
}

}  // namespace kinora
