// The weights of one component of a model before anything is loaded: the names, types and shapes of its tensors over all
// shards. Files are mapped, not read, so opening gigabytes takes milliseconds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/safetensors.h"

namespace kinora {

std::int64_t num_values(const TensorEntry& tensor);

// The tensors of one or several safetensors files in a folder.
class CheckpointIndex {
 public:
    // Finds `<stem>.safetensors`, or `<stem>.safetensors.index.json` with its shards, in `folder`. Tensors of the shards that the
    // index leaves out count, as for the reference. Throws CheckpointError where files are missing or malformed, or where the index lists
    // what is not there.
    static CheckpointIndex open(const std::filesystem::path& folder);

    struct Location {
        std::size_t shard = 0;
        const TensorEntry* entry = nullptr;
    };

    const std::filesystem::path& folder() const { return folder_; }
    const std::map<std::string, Location, std::less<>>& tensors() const { return tensors_; }
    const std::vector<SafetensorsFile>& shards() const { return shards_; }
    const TensorEntry* find(std::string_view name) const;

    std::int64_t num_parameters() const;
    std::int64_t num_bytes() const;
    std::string main_dtype() const;  // the type of most parameters: "BF16"

 private:
    void add_shard(const std::filesystem::path& file);
    void check_against(const nlohmann::json& weight_map, const std::filesystem::path& index_file) const;

    std::filesystem::path folder_;
    std::vector<SafetensorsFile> shards_;
    std::map<std::string, Location, std::less<>> tensors_;
};

}  // namespace kinora
