// Which frames a model has to make, and from which it makes them. Private to the edits.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/project/edits/generation_edits.h"
#include "core/project/project.h"

namespace kinora {

// Consecutive frames that can be given to a model: of media, or of what an earlier part keeps.
struct GivenFrames {
    MediaUse source;
    std::optional<std::size_t> part;
    std::int64_t count = 0;
};

// What a clip shows. Throws EditError where it shows nothing yet.
GivenFrames frames_of(const Clip& clip);

// `wanted` frames after the end of `before` and before the beginning of `after`; either may be absent.
GenerationPart part_between(const Project& project, const std::optional<GivenFrames>& before,
                            const std::optional<GivenFrames>& after, std::int64_t wanted, const GenerationWish& wish);

// The number of frames, 1 + a multiple, that a model makes where at least `wanted` are needed.
std::int64_t frames_to_make(std::int64_t wanted, std::int64_t frame_multiple);

// Keyframes as conditions of a part, `offset` frames later. Throws EditError for one that lies behind the end.
std::vector<Condition> conditions_of(const std::vector<Keyframe>& keyframes, std::int64_t offset, std::int64_t num_frames);

}  // namespace kinora
