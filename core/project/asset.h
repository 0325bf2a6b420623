// An imported file.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/project/ids.h"

namespace kinora {

enum class AssetKind : std::uint8_t { unset, image, video };

struct Asset {
    AssetId id;
    AssetKind kind = AssetKind::unset;  // numbered pictures are a video
    std::string name;                   // what is shown
    std::string file;                   // inside the project's media folder, with "/" between folders
    std::string content_hash;           // of the file's bytes: finds moved and duplicate files
    int width = 0;                      // pixels, as seen
    int height = 0;
    std::int64_t num_frames = 1;
    FrameRate frame_rate;  // of a video
    bool has_sound = false;
    nlohmann::json unknown_fields;

    friend bool operator==(const Asset&, const Asset&) = default;
};

}  // namespace kinora
