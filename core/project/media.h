// How clips, keyframes and generations refer to pictures.
#pragma once

#include <cstdint>
#include <variant>

#include <nlohmann/json.hpp>

#include "core/project/ids.h"

namespace kinora {

// Nothing, an imported file, or a generated take.
using MediaRef = std::variant<std::monostate, AssetId, TakeId>;

inline bool is_set(const MediaRef& media) {
    return !std::holds_alternative<std::monostate>(media);
}

// A media file from one of its frames on. `source_in` counts frames of the project: frame n of media with another rate is the
// picture that is seen n / project rate seconds after its beginning. Every frame of a still picture is that picture.
struct MediaUse {
    MediaRef media;
    std::int64_t source_in = 0;
    nlohmann::json unknown_fields;

    friend bool operator==(const MediaUse&, const MediaUse&) = default;
};

}  // namespace kinora
