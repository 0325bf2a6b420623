// Reads the fields of a JSON object and keeps those that nobody asked for, so that saving writes them again. Every number is
// checked against what the document can hold. Private to core/project.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/base/sentence.h"
#include "core/project/timeline.h"

namespace kinora {

class FieldReader {
 public:
    // `object` has to outlive the reader. `place` says where it is in the file: "timeline.tracks[2]". Throws ProjectFormatError
    // where it is no object.
    FieldReader(const nlohmann::json& object, std::filesystem::path origin, std::string place);

    // These leave `target` as it is where the field is missing, and throw ProjectFormatError where it has another type or a
    // value that is out of range.
    void read(const char* key, bool& target);
    void read(const char* key, std::string& target);
    void read(const char* key, double& target);
    void read(const char* key, int& target);
    void read(const char* key, std::uint32_t& target);
    void read_frame(const char* key, std::int64_t& target);
    void read_id(const char* key, std::int64_t& target);

    // The field, or nullptr where it is missing.
    const nlohmann::json* find(const char* key);
    // The same for an array.
    const nlohmann::json* find_array(const char* key);

    std::string place_of(const std::string& key) const;
    [[noreturn]] void fail(const std::string& key, const Sentence& problem) const;
    const std::filesystem::path& origin() const { return origin_; }

    // The fields that were not asked for; null where there are none.
    nlohmann::json rest() const;

 private:
    std::int64_t integer(const char* key, const nlohmann::json& value, std::int64_t least, std::int64_t greatest) const;

    const nlohmann::json& object_;
    std::filesystem::path origin_;
    std::string place_;
    std::unordered_set<std::string> asked_;
};

// Puts unknown fields back where they came from. `object` wins where both have one.
void add_unknown(nlohmann::json& object, const nlohmann::json& unknown_fields);

}  // namespace kinora
