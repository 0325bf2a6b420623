// A model on disk, before anything is loaded.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/model/weights/checkpoint_index.h"

namespace kinora {

// A folder in the layout of Hugging Face diffusers: model_index.json and a folder a component. Folders without
// model_index.json are taken as the components they hold.
class ModelFolder {
 public:
    // Throws FileError or CheckpointError if there is no model in `folder`.
    explicit ModelFolder(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return folder_; }
    const std::string& pipeline_class() const { return pipeline_class_; }  // empty without model_index.json
    bool has(const std::string& component) const { return classes_.count(component) > 0; }

    // Component name → class name, as model_index.json or the component's own config.json gives it.
    const std::map<std::string, std::string>& component_classes() const { return classes_; }
    std::string component_class(const std::string& component) const;  // empty if there is no such component

    // model_index.json, whose other values belong to the pipeline; an empty object without it.
    const nlohmann::json& index() const { return index_; }

    // config.json (or scheduler_config.json) of a component. Throws CheckpointError if it is missing or malformed.
    nlohmann::json config(const std::string& component) const;
    CheckpointIndex checkpoint(const std::string& component) const;

    // A hash over configurations, tokenizer files, safetensors headers, and samples of every shard's data; gigabytes are
    // not read for it.
    std::string fingerprint() const;
    std::string component_fingerprint(const std::string& component) const;

 private:
    std::filesystem::path folder_;
    nlohmann::json index_ = nlohmann::json::object();
    std::string pipeline_class_;
    std::map<std::string, std::string> classes_;
};

}  // namespace kinora
