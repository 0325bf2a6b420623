// The takes that an exported timeline tells of (written by core/render/shown_takes.h; docs/project_format.md, "What exported files tell").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace kinora {

struct ListedTake {
    struct Stretch {
        std::int64_t start = 0;  // frames of the timeline, from the file's first
        std::int64_t length = 0;
    };

    std::string name;
    nlohmann::json recipe;
    std::vector<Stretch> shown;
};

// In the order in which they are first seen. Believes nothing: what makes no sense is left out.
std::vector<ListedTake> listed_takes(const nlohmann::json& stored);

}  // namespace kinora
