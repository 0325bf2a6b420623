// What the generate panel holds, and generations that were asked for and are not finished.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/base/shared.h"
#include "core/generation/generation_settings.h"
#include "core/project/ids.h"
#include "core/project/media.h"
#include "core/project/strength_curve.h"

namespace kinora {

// Far more than a model makes in one run, and few enough to count with.
inline constexpr std::int64_t most_generated_frames = 1'000'000;

// Frames that a generation has to keep to, on the strip above its ruler.
struct Keyframe {
    KeyframeId id;
    MediaUse source;
    std::int64_t frame = 0;       // of the generation, where the first given frame goes
    std::int64_t num_frames = 1;  // a still picture with more than one is held
    double strength = 1.0;        // 1 keeps the frames, 0 ignores them; where there is a curve, the curve counts
    StrengthCurve curve;
    nlohmann::json unknown_fields;

    friend bool operator==(const Keyframe&, const Keyframe&) = default;
};

// The generate panel.
struct GenerateState {
    std::string model;  // its name; empty takes the first that there is
    GenerationSettings settings;
    std::string style;  // the name of a style preset; empty for none
    bool is_seed_locked = false;
    int num_variations = 1;
    std::vector<Keyframe> keyframes;  // by frame
    nlohmann::json unknown_settings;  // fields inside "settings"
    nlohmann::json unknown_fields;

    friend bool operator==(const GenerateState&, const GenerateState&) = default;
};

// Given frames of a part. They come from media or, in a chain, from what an earlier part of the generation has made.
struct Condition {
    MediaUse source;                  // with `part` set, source_in counts the frames that the part kept
    std::optional<std::size_t> part;  // an earlier one
    std::int64_t start_frame = 0;     // of this part
    std::int64_t num_frames = 1;
    double strength = 1.0;
    StrengthCurve curve;
    nlohmann::json unknown_fields;

    friend bool operator==(const Condition&, const Condition&) = default;
};

// One run of a model, and where what it makes belongs.
//
//     made   |<- conditions ->|<----- num_kept ----->|<- conditions ->|
//            0             first_kept                         settings.num_frames
struct GenerationPart {
    GenerationSettings settings;
    std::vector<Condition> conditions;
    std::optional<Condition> restyled;  // frames that are made again at settings.denoise_strength; they fill the whole part
    std::int64_t num_wanted = 0;        // frames that were asked for; num_kept where the model can make just these
    std::int64_t first_kept = 0;
    std::int64_t num_kept = 0;
    ClipId clip;                // the clip that gets the takes; it may be gone by then
    std::vector<TakeId> takes;  // made so far
    nlohmann::json unknown_settings;
    nlohmann::json unknown_fields;

    friend bool operator==(const GenerationPart&, const GenerationPart&) = default;
};

enum class GenerationKind : std::uint8_t { unset, clip, extend, fill, regenerate, segments, loop, blend, restyle };

struct Generation {
    GenerationId id;
    GenerationKind kind = GenerationKind::unset;
    std::string model;
    int num_variations = 1;             // takes for each part, with consecutive seeds
    std::vector<GenerationPart> parts;  // one or, for segments, several; a part may need earlier ones
    std::string token;  // random: a project that is left without being saved gives out the id again; empty where an older Kinora asked
    nlohmann::json unknown_fields;

    friend bool operator==(const Generation&, const Generation&) = default;
};

// Those of the part's frames that its takes hold: all where the part does not say.
FrameRange kept_frames(const GenerationPart& part);

// Whether a part has all its takes.
bool is_complete(const Generation& generation, const GenerationPart& part);

// The parts that can be made now: not complete, and with everything that they are conditioned on at hand.
std::vector<std::size_t> ready_parts(const Generation& generation);

}  // namespace kinora
