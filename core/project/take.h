// A generated video with everything that is needed to make it again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/project/generation.h"
#include "core/project/ids.h"

namespace kinora {

struct Take {
    TakeId id;
    std::string name;
    std::string file;  // inside the project's media folder, with "/" between folders
    std::string content_hash;
    int width = 0;  // pixels
    int height = 0;
    std::int64_t num_frames = 0;
    FrameRate frame_rate;
    bool has_sound = false;
    bool is_favourite = false;
    // As core/generation/recipe.h writes and reads it. A recipe never changes; kept whole, it keeps what newer programs said.
    nlohmann::json recipe;
    // What it was made of in this project, to be made again with other words; its conditions refer to media alone.
    std::optional<GenerationPart> origin;
    nlohmann::json unknown_fields;

    friend bool operator==(const Take&, const Take&) = default;
};

}  // namespace kinora
