// Reads the values of a component's config.json: typed, within limits, with the reference class's defaults for keys that
// older files lack.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/sentence.h"

namespace kinora {

class ConfigReader {
 public:
    ConfigReader(nlohmann::json config, std::filesystem::path file);

    // Each returns `fallback` if the key is missing or null, and throws CheckpointError (file, key) for a value of another
    // type or outside its limits.
    std::int64_t integer(const std::string& key, std::int64_t fallback, std::int64_t lowest, std::int64_t highest) const;
    double number(const std::string& key, double fallback, double lowest, double highest) const;
    bool boolean(const std::string& key, bool fallback) const;
    std::string text(const std::string& key, const std::string& fallback) const;
    std::vector<std::int64_t> integers(const std::string& key, const std::vector<std::int64_t>& fallback,
                                       std::int64_t lowest, std::int64_t highest) const;
    // Lists that may be empty.
    std::vector<std::int64_t> integers_or_none(const std::string& key, std::int64_t lowest, std::int64_t highest) const;
    std::vector<double> numbers(const std::string& key, const std::vector<double>& fallback, double lowest, double highest) const;
    std::vector<bool> booleans(const std::string& key, const std::vector<bool>& fallback) const;
    std::vector<std::string> texts(const std::string& key, const std::vector<std::string>& fallback) const;

    // True if the key is there and not null.
    bool has(const std::string& key) const;

    bool is_null(const std::string& key) const;  // there, and null

    // Throws CheckpointError(file, key) saying `problem`.
    [[noreturn]] void fail(const std::string& key, const Sentence& problem) const;

 private:
    // The values of a list of at most 64 entries, or nullptr if the key is missing.
    const nlohmann::json* list(const std::string& key, bool may_be_empty = false) const;

    nlohmann::json config_;
    std::filesystem::path file_;
};

}  // namespace kinora
