// Inputs and outputs of every stage of a reference implementation, recorded once in a safetensors file: see
// docs/verification.md for the names.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/safetensors.h"

namespace kinora {

class ReferenceFile {
 public:
    // Throws FileError or CheckpointError.
    explicit ReferenceFile(const std::filesystem::path& path);

    bool has(const std::string& name) const;
    std::vector<std::string> names() const;  // aliases included, sorted
    std::vector<std::string> names_below(const std::string& prefix) const;

    // The tensor of that name, through the aliases, and remembered as used. Throws CheckpointError if there is none.
    at::Tensor tensor(const std::string& name) const;

    // Names that tensor() was never asked for.
    std::vector<std::string> unused_names() const;
    // Counts names as used that are there for comparison only.
    void mark_used(const std::string& name) const { used_.insert(name); }

    // A value of the metadata; null if it is missing.
    const nlohmann::json& metadata(const std::string& key) const;

 private:
    SafetensorsFile file_;
    std::map<std::string, std::string> aliases_;
    std::map<std::string, nlohmann::json> metadata_;
    mutable std::set<std::string> used_;
};

}  // namespace kinora
