#include <cmath>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/generation/serialize.h"

namespace kinora {

namespace {

using nlohmann::json;

[[noreturn]] void fail(const char* key, const char* problem) {
    throw MalformedData("\"" + std::string(key) + "\" " + problem);
}

}  // namespace

const json& require(const json& object, const char* key) {
    if (!object.is_object()) {
        fail(key, "is looked for in something that is no object");
    }
    const auto found = object.find(key);
    if (found == object.end()) {
        fail(key, "is missing");
    }
    return *found;
}

std::string read_text(const json& object, const char* key) {
    const json& value = require(object, key);
    if (!value.is_string()) {
        fail(key, "is no text");
    }
    return value.get<std::string>();
}

bool read_boolean(const json& object, const char* key) {
    const json& value = require(object, key);
    if (!value.is_boolean()) {
        fail(key, "is neither true nor false");
    }
    return value.get<bool>();
}

double read_number(const json& object, const char* key) {
    const json& value = require(object, key);
    if (value.is_null()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (!value.is_number()) {
        fail(key, "is no number");
    }
    return value.get<double>();
}

std::int64_t read_integer(const json& object, const char* key, std::int64_t least, std::int64_t most) {
    const json& value = require(object, key);
    const bool is_too_large =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_integer() || is_too_large) {
        fail(key, "is no whole number");
    }
    const auto number = value.get<std::int64_t>();
    if (number < least || number > most) {
        fail(key, "is out of range");
    }
    return number;
}

const json& read_array(const json& object, const char* key, std::size_t max_size) {
    const json& value = require(object, key);
    if (!value.is_array() || value.size() > max_size) {
        fail(key, "is no list, or too long a one");
    }
    return value;
}

}  // namespace kinora
