#include "core/project/field_reader.h"

#include <limits>
#include <utility>

#include "core/base/error.h"

namespace kinora {

namespace {

// Every JSON reader keeps it exactly, and no session of editing gets from it to where that ends.
constexpr std::int64_t greatest_id = std::int64_t{1} << 52;

}  // namespace

using nlohmann::json;

FieldReader::FieldReader(const json& object, std::filesystem::path origin, std::string place)
    : object_(object), origin_(std::move(origin)), place_(std::move(place)) {
    if (!object.is_object()) {
        throw ProjectFormatError(origin_, place_.empty() ? Sentence::of("the project is no JSON object")
                                                         : Sentence::of("\"%1\" is no JSON object", place_));
    }
}

std::string FieldReader::place_of(const std::string& key) const {
    return place_.empty() ? key : place_ + "." + key;
}

void FieldReader::fail(const std::string& key, const Sentence& problem) const {
    throw ProjectFormatError(origin_, Sentence::of("\"%1\" %2", place_of(key), problem));
}

const json* FieldReader::find(const char* key) {
    asked_.insert(key);
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
}

const json* FieldReader::find_array(const char* key) {
    const json* value = find(key);
    if (value != nullptr && !value->is_array()) {
        fail(key, Sentence::of("is no list"));
    }
    return value;
}

void FieldReader::read(const char* key, bool& target) {
    if (const json* value = find(key)) {
        if (!value->is_boolean()) {
            fail(key, Sentence::of("is neither true nor false"));
        }
        target = value->get<bool>();
    }
}

void FieldReader::read(const char* key, std::string& target) {
    if (const json* value = find(key)) {
        if (!value->is_string()) {
            fail(key, Sentence::of("is no text"));
        }
        target = value->get<std::string>();
    }
}

void FieldReader::read(const char* key, double& target) {
    if (const json* value = find(key)) {
        if (!value->is_number()) {
            fail(key, Sentence::of("is no number"));
        }
        target = value->get<double>();
    }
}

std::int64_t FieldReader::integer(const char* key, const json& value, std::int64_t least, std::int64_t greatest) const {
    const bool is_too_large = value.is_number_unsigned() &&
                              value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_integer()) {
        fail(key, Sentence::of("is no whole number"));
    }
    const auto number = is_too_large ? std::numeric_limits<std::int64_t>::max() : value.get<std::int64_t>();
    if (number < least || number > greatest) {
        fail(key, Sentence::of("is outside %1 to %2", least, greatest));
    }
    return number;
}

void FieldReader::read(const char* key, int& target) {
    if (const json* value = find(key)) {
        target = static_cast<int>(integer(key, *value, 0, 1'000'000));
    }
}

void FieldReader::read(const char* key, std::uint32_t& target) {
    if (const json* value = find(key)) {
        target = static_cast<std::uint32_t>(integer(key, *value, 0, 0xFFFFFF));
    }
}

void FieldReader::read_frame(const char* key, std::int64_t& target) {
    if (const json* value = find(key)) {
        target = integer(key, *value, -last_possible_frame, last_possible_frame);
    }
}

void FieldReader::read_id(const char* key, std::int64_t& target) {
    if (const json* value = find(key)) {
        target = integer(key, *value, 0, greatest_id);
    }
}

json FieldReader::rest() const {
    json rest;
    for (const auto& [key, value] : object_.items()) {
        if (asked_.count(key) == 0) {
            rest[key] = value;
        }
    }
    return rest;
}

void add_unknown(json& object, const json& unknown_fields) {
    if (unknown_fields.is_object()) {
        for (const auto& [key, value] : unknown_fields.items()) {
            object.emplace(key, value);
        }
    }
}

}  // namespace kinora
