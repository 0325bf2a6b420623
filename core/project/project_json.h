// A project as JSON and back: docs/project_format.md describes the fields. A project is a head and five kinds of lists, which
// the autosave journal writes apart.
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "core/project/project.h"

namespace kinora {

// Everything but the lists: format, size, the generate panel, the marked range.
nlohmann::json head_to_json(const Project& project);
nlohmann::json track_to_json(const Track& track);  // without its clips
nlohmann::json to_json(const Clip& clip);
nlohmann::json to_json(const Marker& marker);
nlohmann::json to_json(const Asset& asset);
nlohmann::json to_json(const Take& take);
nlohmann::json to_json(const Generation& generation);
nlohmann::json to_json(const Project& project);

// Where a value comes from, for errors.
struct JsonPlace {
    std::filesystem::path origin;
    std::string place;
};

// These throw ProjectFormatError for what cannot be meant. Whether ids lead somewhere, read_project alone checks.
void read_head(const nlohmann::json& json, const JsonPlace& place, Project& project);
Track read_track(const nlohmann::json& json, const JsonPlace& place);  // with the clips under "clips", if there are any
Clip read_clip(const nlohmann::json& json, const JsonPlace& place);
Marker read_marker(const nlohmann::json& json, const JsonPlace& place);
Asset read_asset(const nlohmann::json& json, const JsonPlace& place);
Take read_take(const nlohmann::json& json, const JsonPlace& place);
Generation read_generation(const nlohmann::json& json, const JsonPlace& place);

// A whole project, which is sound afterwards.
Project read_project(const nlohmann::json& json, const std::filesystem::path& origin);

}  // namespace kinora
