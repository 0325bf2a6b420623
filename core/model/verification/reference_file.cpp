#include "core/model/verification/reference_file.h"

#include <algorithm>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

ReferenceFile::ReferenceFile(const std::filesystem::path& path) : file_(path) {
    for (const auto& [key, text] : file_.metadata()) {
        if (key != "format") {
            metadata_[key] = parse_bounded_json(text, {.max_values = 4'000'000, .max_string_bytes = 4'000'000}, path);
        }
    }
    const nlohmann::json& aliases = metadata("aliases");
    if (aliases.is_object()) {
        for (const auto& [name, target] : aliases.items()) {
            if (target.is_string()) {
                aliases_[name] = target.get<std::string>();
            }
        }
    }
}

bool ReferenceFile::has(const std::string& name) const {
    return aliases_.count(name) > 0 || file_.find(name) != nullptr;
}

std::vector<std::string> ReferenceFile::names() const {
    std::vector<std::string> names;
    for (const TensorEntry& entry : file_.tensors()) {
        names.push_back(entry.name);
    }
    for (const auto& [name, target] : aliases_) {
        names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> ReferenceFile::names_below(const std::string& prefix) const {
    std::vector<std::string> found;
    for (const std::string& name : names()) {
        if (name.starts_with(prefix)) {
            found.push_back(name);
        }
    }
    return found;
}

at::Tensor ReferenceFile::tensor(const std::string& name) const {
    used_.insert(name);
    const auto alias = aliases_.find(name);
    const TensorEntry* entry = file_.find(alias == aliases_.end() ? name : alias->second);
    if (entry == nullptr) {
        throw CheckpointError(file_.path(), name, Sentence::of("is missing from the reference file"));
    }
    return map_tensor(file_, *entry);
}

std::vector<std::string> ReferenceFile::unused_names() const {
    std::vector<std::string> unused;
    for (const std::string& name : names()) {
        if (used_.count(name) == 0) {
            unused.push_back(name);
        }
    }
    return unused;
}

const nlohmann::json& ReferenceFile::metadata(const std::string& key) const {
    static const nlohmann::json missing;
    const auto found = metadata_.find(key);
    return found == metadata_.end() ? missing : found->second;
}

}  // namespace kinora
