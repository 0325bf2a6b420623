// What the readers and writers of the project's parts share. Private to core/project.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/project/field_reader.h"
#include "core/project/project.h"
#include "core/project/project_json.h"

namespace kinora {

nlohmann::json to_json(const MediaUse& use);
void read_use(FieldReader& reader, const char* key, MediaUse& target);
MediaUse read_use(const nlohmann::json& object, const JsonPlace& place);

nlohmann::json to_json(const ClipSound& sound);
ClipSound read_sound(const nlohmann::json& object, const JsonPlace& place);
nlohmann::json to_json(const Crossfade& crossfade);
Crossfade read_crossfade(const nlohmann::json& object, const JsonPlace& place);

nlohmann::json to_json(const GenerateState& state);
GenerateState read_generate_state(const nlohmann::json& object, const JsonPlace& place);
nlohmann::json to_json(const GenerationPart& part);
GenerationPart read_part(const nlohmann::json& object, const JsonPlace& place);

// Reads each element of the list under `key` with read(element, place); nothing where there is no such list.
template <typename T, typename Read>
void read_list(FieldReader& reader, const char* key, std::vector<T>& target, Read&& read) {
    const nlohmann::json* list = reader.find_array(key);
    if (list == nullptr) {
        return;
    }
    target.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        target.push_back(read((*list)[i], JsonPlace{reader.origin(), reader.place_of(key) + "[" + std::to_string(i) + "]"}));
    }
}

}  // namespace kinora
