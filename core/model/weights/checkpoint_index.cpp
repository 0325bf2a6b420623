#include "core/model/weights/checkpoint_index.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace kinora {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view ending = ".safetensors";
constexpr std::string_view index_ending = ".safetensors.index.json";
constexpr std::size_t max_index_bytes = 64'000'000;

// The stems that diffusers and transformers give weight files; the plain one wins over variants such as "….fp16".
constexpr std::string_view stems[] = {"diffusion_pytorch_model", "model"};

std::vector<std::string> weight_file_names(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(ending) || name.ends_with(index_ending)) {
            names.push_back(name);
        }
    }
    if (error) {
        throw FileError(folder, Sentence::of("cannot be read: %1", error.message()));
    }
    std::ranges::sort(names);
    return names;
}

// The index or the single file to load: a plain stem first, its index before its file, then the first variant.
std::string choose_weight_file(const fs::path& folder) {
    const auto names = weight_file_names(folder);
    const auto is_there = [&](const std::string& name) { return std::ranges::binary_search(names, name); };
    for (const std::string_view stem : stems) {
        for (const std::string_view end : {index_ending, ending}) {
            if (const auto name = std::string(stem) + std::string(end); is_there(name)) {
                return name;
            }
        }
    }
    for (const std::string_view end : {index_ending, ending}) {
        for (const std::string& name : names) {
            if (name.ends_with(end) && name.find("-of-") == std::string::npos) {
                return name;
            }
        }
    }
    if (!names.empty()) {
        throw CheckpointError(folder, "", Sentence::of("has shards (%1) but no %2; copy or download the folder again", names.front(),
                                                       std::string(stems[0]) + std::string(index_ending)));
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const auto extension = entry.path().extension();
        if (extension == ".bin" || extension == ".pt" || extension == ".pth" || extension == ".ckpt" || extension == ".pkl") {
            throw UnsupportedModel(Sentence::of("%1: holds only %2, a pickle, which can run code when it is opened; get the safetensors "
                                                "file instead",
                                                folder.string(), entry.path().filename().string()));
        }
    }
    throw CheckpointError(folder, "", Sentence::of("holds no .safetensors file; copy or download the folder again"));
}

bool is_plain_file_name(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\\') == std::string::npos && name.find('\0') == std::string::npos && name.size() < 256;
}

}  // namespace

CheckpointIndex CheckpointIndex::open(const fs::path& folder) {
    CheckpointIndex index;
    index.folder_ = folder;
    const fs::path file = folder / choose_weight_file(folder);
    if (!file.string().ends_with(index_ending)) {
        index.add_shard(file);
        return index;
    }
    const json parsed = read_bounded_json(file, max_index_bytes, {.max_depth = 4, .max_values = 1'000'000});
    if (!parsed.is_object() || !parsed.contains("weight_map") || !parsed["weight_map"].is_object()) {
        throw CheckpointError(file, "weight_map", Sentence::of("is missing"));
    }
    const json& weight_map = parsed["weight_map"];
    std::set<std::string> names;
    for (const auto& [tensor, shard] : weight_map.items()) {
        if (!shard.is_string() || !is_plain_file_name(shard.get_ref<const std::string&>())) {
            throw CheckpointError(file, tensor.substr(0, 200), Sentence::of("names a shard outside the folder"));
        }
        names.insert(shard.get<std::string>());
    }
    for (const std::string& name : names) {
        std::error_code ignored;
        if (!fs::exists(folder / name, ignored)) {
            throw CheckpointError(folder / name, "",
                                  Sentence::of("is missing, though %1 lists it; copy or download the folder again",
                                               file.filename().string()));
        }
        index.add_shard(folder / name);
    }
    index.check_against(weight_map, file);
    return index;
}

void CheckpointIndex::add_shard(const fs::path& file) {
    shards_.emplace_back(file);
    for (const TensorEntry& entry : shards_.back().tensors()) {
        if (!tensors_.emplace(entry.name, Location{shards_.size() - 1, &entry}).second) {
            throw CheckpointError(file, entry.name, Sentence::of("is in two shards"));
        }
    }
}

void CheckpointIndex::check_against(const json& weight_map, const fs::path& index_file) const {
    for (const auto& [name, shard] : weight_map.items()) {
        const auto found = tensors_.find(name);
        if (found == tensors_.end() ||
            shards_[found->second.shard].path().filename().string() != shard.get_ref<const std::string&>()) {
            throw CheckpointError(index_file, name.substr(0, 200),
                                  Sentence::of("is not in the shard that the index names; copy or download the folder again"));
        }
    }
}

const TensorEntry* CheckpointIndex::find(std::string_view name) const {
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : found->second.entry;
}

std::int64_t num_values(const TensorEntry& tensor) {
    const auto size = static_cast<std::int64_t>(scalar_size(tensor.type));
    return static_cast<std::int64_t>(tensor.end - tensor.begin) / std::max<std::int64_t>(size, 1);
}

std::int64_t CheckpointIndex::num_parameters() const {
    std::int64_t count = 0;
    for (const auto& [name, location] : tensors_) {
        count += num_values(*location.entry);
    }
    return count;
}

std::int64_t CheckpointIndex::num_bytes() const {
    std::int64_t bytes = 0;
    for (const auto& [name, location] : tensors_) {
        bytes += static_cast<std::int64_t>(location.entry->end - location.entry->begin);
    }
    return bytes;
}

std::string CheckpointIndex::main_dtype() const {
    std::map<ScalarType, std::size_t> bytes;
    for (const auto& [name, location] : tensors_) {
        bytes[location.entry->type] += location.entry->end - location.entry->begin;
    }
    const auto most = std::ranges::max_element(bytes, {}, [](const auto& pair) { return pair.second; });
    return most == bytes.end() ? "" : std::string(safetensors_name(most->first));
}

}  // namespace kinora
