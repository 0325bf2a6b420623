#include "core/model/weights/config_reader.h"

#include <cmath>
#include <sstream>
#include <utility>

#include "core/base/error.h"

namespace kinora {

using nlohmann::json;

namespace {

constexpr std::size_t max_list_length = 64;

template <typename Number>
std::string text_of(Number number) {
    std::ostringstream text;
    text << number;
    return text.str();
}

template <typename Number>
Sentence outside(Number lowest, Number highest) {
    return Sentence::of("must lie between %1 and %2", text_of(lowest), text_of(highest));
}

}  // namespace

ConfigReader::ConfigReader(json config, std::filesystem::path file)
    : config_(std::move(config)), file_(std::move(file)) {}

bool ConfigReader::has(const std::string& key) const {
    return config_.contains(key) && !config_[key].is_null();
}

bool ConfigReader::is_null(const std::string& key) const {
    return config_.contains(key) && config_[key].is_null();
}

void ConfigReader::fail(const std::string& key, const Sentence& problem) const {
    throw CheckpointError(file_, key, problem);
}

std::int64_t ConfigReader::integer(const std::string& key, std::int64_t fallback, std::int64_t lowest,
                                   std::int64_t highest) const {
    if (!has(key)) {
        return fallback;
    }
    const json& value = config_[key];
    if (!value.is_number_integer() || value.get<std::int64_t>() < lowest || value.get<std::int64_t>() > highest ||
        (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(highest))) {
        fail(key, outside(lowest, highest));
    }
    return value.get<std::int64_t>();
}

double ConfigReader::number(const std::string& key, double fallback, double lowest, double highest) const {
    if (!has(key)) {
        return fallback;
    }
    const json& value = config_[key];
    if (!value.is_number() || !(value.get<double>() >= lowest && value.get<double>() <= highest)) {
        fail(key, outside(lowest, highest));
    }
    return value.get<double>();
}

bool ConfigReader::boolean(const std::string& key, bool fallback) const {
    if (!has(key)) {
        return fallback;
    }
    if (!config_[key].is_boolean()) {
        fail(key, Sentence::of("must be true or false"));
    }
    return config_[key].get<bool>();
}

std::string ConfigReader::text(const std::string& key, const std::string& fallback) const {
    if (!has(key)) {
        return fallback;
    }
    if (!config_[key].is_string()) {
        fail(key, Sentence::of("must be text"));
    }
    return config_[key].get<std::string>();
}

const json* ConfigReader::list(const std::string& key, bool may_be_empty) const {
    if (!has(key)) {
        return nullptr;
    }
    const json& value = config_[key];
    if (!value.is_array() || (value.empty() && !may_be_empty) || value.size() > max_list_length) {
        fail(key, Sentence::of("must be a list of 1 to %1 values", max_list_length));
    }
    return &value;
}

std::vector<std::int64_t> ConfigReader::integers(const std::string& key, const std::vector<std::int64_t>& fallback,
                                                 std::int64_t lowest, std::int64_t highest) const {
    const json* values = list(key);
    if (values == nullptr) {
        return fallback;
    }
    std::vector<std::int64_t> result;
    for (const json& value : *values) {
        const bool is_whole = value.is_number_integer() &&
                              (!value.is_number_unsigned() || value.get<std::uint64_t>() <= static_cast<std::uint64_t>(highest));
        if (!is_whole || value.get<std::int64_t>() < lowest || value.get<std::int64_t>() > highest) {
            fail(key, Sentence::of("has a value that is no whole number or must lie between %1 and %2", lowest, highest));
        }
        result.push_back(value.get<std::int64_t>());
    }
    return result;
}

std::vector<std::int64_t> ConfigReader::integers_or_none(const std::string& key, std::int64_t lowest, std::int64_t highest) const {
    const bool is_empty = has(key) && config_[key].is_array() && config_[key].empty();
    return is_empty ? std::vector<std::int64_t>() : integers(key, {}, lowest, highest);
}

std::vector<double> ConfigReader::numbers(const std::string& key, const std::vector<double>& fallback, double lowest, double highest) const {
    const json* values = list(key, true);
    if (values == nullptr) {
        return fallback;
    }
    std::vector<double> result;
    for (const json& value : *values) {
        if (!value.is_number() || !(value.get<double>() >= lowest && value.get<double>() <= highest)) {
            fail(key, outside(lowest, highest));
        }
        result.push_back(value.get<double>());
    }
    return result;
}

std::vector<bool> ConfigReader::booleans(const std::string& key, const std::vector<bool>& fallback) const {
    const json* values = list(key);
    if (values == nullptr) {
        return fallback;
    }
    std::vector<bool> result;
    for (const json& value : *values) {
        if (!value.is_boolean()) {
            fail(key, Sentence::of("must be a list of true and false"));
        }
        result.push_back(value.get<bool>());
    }
    return result;
}

std::vector<std::string> ConfigReader::texts(const std::string& key, const std::vector<std::string>& fallback) const {
    const json* values = list(key);
    if (values == nullptr) {
        return fallback;
    }
    std::vector<std::string> result;
    for (const json& value : *values) {
        if (!value.is_string()) {
            fail(key, Sentence::of("must be a list of texts"));
        }
        result.push_back(value.get<std::string>());
    }
    return result;
}

}  // namespace kinora
