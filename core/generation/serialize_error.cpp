#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/generation/serialize.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr std::size_t max_arguments = 9;
constexpr int max_depth = 4;  // of sentences in sentences

Sentence read_sentence(const json& value, int depth) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (depth == max_depth) {
        throw MalformedData("a sentence holds too many in each other");
    }
    std::vector<Sentence> arguments;
    for (const json& argument : read_array(value, "arguments", max_arguments)) {
        arguments.push_back(read_sentence(argument, depth + 1));
    }
    return Sentence::restored(read_text(value, "words"), std::move(arguments));
}

std::string sentence_key(const char* key) {
    return std::string(key) + "_sentence";
}

}  // namespace

json to_json(const Sentence& sentence) {
    if (!sentence.is_constant()) {
        return sentence.words();
    }
    json arguments = json::array();
    for (const Sentence& argument : sentence.arguments()) {
        arguments.push_back(to_json(argument));
    }
    return {{"words", sentence.words()}, {"arguments", std::move(arguments)}};
}

Sentence read_sentence(const json& value) {
    return read_sentence(value, 0);
}

void put_sentence(json& object, const char* key, const Sentence& sentence) {
    object[key] = sentence.in_english();
    if (sentence.is_constant()) {
        object[sentence_key(key)] = to_json(sentence);
    }
}

Sentence take_sentence(const json& object, const char* key) {
    const std::string english = read_text(object, key);
    const auto found = object.find(sentence_key(key));
    return found == object.end() ? Sentence(english) : read_sentence(*found);
}

json to_json(const ErrorRecord& error) {
    json object = {{"kind", error.kind}, {"message", error.message}, {"fields", error.fields}};
    if (error.sentence) {
        object["sentence"] = to_json(*error.sentence);
    }
    return object;
}

ErrorRecord read_error(const json& object) {
    ErrorRecord error = {read_text(object, "kind"), read_text(object, "message"), {}};
    const json& fields = require(object, "fields");
    if (!fields.is_object()) {
        throw MalformedData("\"fields\" is no object");
    }
    for (const auto& [key, value] : fields.items()) {
        error.fields[key] = read_text(fields, key.c_str());
    }
    if (object.contains("sentence")) {
        error.sentence = read_sentence(object["sentence"]);
    }
    return error;
}

}  // namespace kinora
