#include "core/model/weights/model_folder.h"

#include <set>
#include <string>

#include "core/base/bounded_json.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t max_config_bytes = 4'000'000;
constexpr std::size_t max_hashed_file_bytes = 64'000'000;
constexpr std::size_t sample_bytes = 65'536;

// Components that are plain files, without a config.json that names a class.
bool is_component_without_config(const std::string& name) {
    return name.starts_with("tokenizer") || name.starts_with("image_processor");
}

std::string class_from_config(const json& config) {
    if (config.contains("_class_name") && config["_class_name"].is_string()) {
        return config["_class_name"].get<std::string>();
    }
    if (config.contains("architectures") && config["architectures"].is_array() && !config["architectures"].empty() &&
        config["architectures"][0].is_string()) {
        return config["architectures"][0].get<std::string>();
    }
    return "";
}

fs::path config_file(const fs::path& component) {
    const fs::path scheduler = component / "scheduler_config.json";
    std::error_code ignored;
    return fs::exists(scheduler, ignored) ? scheduler : component / "config.json";
}

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The header whole, and the data in samples spread over the file.
void hash_weights(ContentHasher& hasher, const SafetensorsFile& file) {
    const auto bytes = file.map()->bytes();
    hasher.add(as_text(bytes.first(file.header_bytes())));
    const auto data = bytes.subspan(file.header_bytes());
    constexpr std::size_t num_samples = 16;
    if (data.size() <= num_samples * sample_bytes) {
        hasher.add(as_text(data));
        return;
    }
    for (std::size_t i = 0; i < num_samples; ++i) {
        const std::size_t begin = (data.size() - sample_bytes) / (num_samples - 1) * i;
        hasher.add(as_text(data.subspan(begin, sample_bytes)));
    }
}

}  // namespace

ModelFolder::ModelFolder(const fs::path& folder) : folder_(folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        throw FileError(folder, Sentence::of("is not a folder that exists; give a folder in the layout of Hugging Face diffusers"));
    }
    const fs::path index_file = folder / "model_index.json";
    if (fs::exists(index_file, ignored)) {
        index_ = read_bounded_json(index_file, max_config_bytes);
        pipeline_class_ = index_.is_object() ? class_from_config(index_) : "";
        if (pipeline_class_.empty()) {
            throw CheckpointError(index_file, "_class_name", Sentence::of("is missing; this is no model of diffusers"));
        }
        for (const auto& [name, value] : index_.items()) {
            // Absent optional components are listed as [null, null].
            const bool is_component = value.is_array() && value.size() == 2 && value[1].is_string();
            if (is_component && fs::is_directory(folder / name, ignored)) {
                classes_[name] = value[1].get<std::string>();
            } else if (is_component) {
                throw CheckpointError(folder / name, "",
                                      Sentence::of("is missing, though %1 lists it; copy or download the folder again", "model_index.json"));
            }
        }
        return;
    }
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_directory(ignored)) {
            continue;
        }
        if (is_component_without_config(name)) {
            classes_[name] = "";
        } else if (fs::exists(config_file(entry.path()), ignored)) {
            classes_[name] = class_from_config(config(name));
        }
    }
    if (classes_.empty()) {
        throw CheckpointError(folder, "",
                              Sentence::of("holds no model: there is no model_index.json and no component folder; give a folder in the "
                                           "layout of Hugging Face diffusers"));
    }
}

std::string ModelFolder::component_class(const std::string& component) const {
    const auto found = classes_.find(component);
    return found == classes_.end() ? "" : found->second;
}

json ModelFolder::config(const std::string& component) const {
    const fs::path file = config_file(folder_ / component);
    json config = read_bounded_json(file, max_config_bytes);
    if (!config.is_object()) {
        throw CheckpointError(file, "", Sentence::of("is no object"));
    }
    return config;
}

CheckpointIndex ModelFolder::checkpoint(const std::string& component) const {
    return CheckpointIndex::open(folder_ / component);
}

std::string ModelFolder::component_fingerprint(const std::string& component) const {
    ContentHasher hasher;
    std::set<fs::path> files;  // sorted, so that the order of the folder does not matter
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_ / component, ignored)) {
        if (entry.is_regular_file(ignored)) {
            files.insert(entry.path());
        }
    }
    for (const fs::path& file : files) {
        const auto extension = file.extension();
        if (extension == ".safetensors") {
            hasher.add(file.filename().string());
            hash_weights(hasher, SafetensorsFile(file));
        } else if (extension == ".json" || extension == ".model" || extension == ".txt") {
            hasher.add(file.filename().string());
            hasher.add(read_file(file, max_hashed_file_bytes));
        }
    }
    return hasher.text();
}

std::string ModelFolder::fingerprint() const {
    ContentHasher hasher;
    hasher.add(pipeline_class_);
    for (const auto& [name, class_name] : classes_) {
        hasher.add(name);
        hasher.add(component_fingerprint(name));
    }
    for (const auto& [name, value] : index_.items()) {
        if (!name.starts_with('_') && value.is_primitive() && !value.is_null()) {  // a number that the pipeline goes by
            hasher.add(name + "=" + value.dump());
        }
    }
    return "xxh3:" + hasher.text();
}

}  // namespace kinora
