// What somebody asks the timeline to generate, as a plain value: the same value draws the ghost and starts the generation.
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/generation/model_info.h"
#include "core/project/edits/generation_edits.h"

namespace kinora {

struct GenerationAsk {
    GenerationKind kind = GenerationKind::unset;  // clip: the clip's take is made again with other words
    ClipId clip;              // fill and segments: none
    ClipId other;             // blend: the clip on the right
    TrackId track;            // fill: where the gap is; segments: where they go
    FrameRange range;         // frames of the timeline that are to be made; restyle: the clip
    bool isBefore = false;    // extend: leads up to the clip
    std::optional<std::int64_t> edge;  // extend: where the clip's edge is moved first, as far as its media goes
    std::int64_t overlap = 0;  // about how many frames of a neighbour condition it; 0 chooses
    double strength = 0.6;    // restyle
    std::string prompt;
    std::vector<Segment> segments;
    EditMode mode = EditMode::normal;
    Ripple ripple;
};

// The project with the generation that is asked for. `wish` brings model and settings; prompt and overlap are the ask's.
// Throws EditError.
Project with_generation(const Project& project, const GenerationAsk& ask, GenerationWish wish);

// What the model will make, of a project that with_generation() returned.
struct AskedFrames {
    std::int64_t made = 0;     // by the model: 1 + a multiple of its frame_multiple
    std::int64_t wanted = 0;
    std::int64_t kept = 0;
    std::int64_t given = 0;    // of the neighbours, which condition it
    std::int64_t firstKept = 0;
    std::int64_t parts = 0;    // runs of the model, one after the other; the numbers above are sums of them
};

AskedFrames asked_frames(const Project& with_generation);

// "Makes 41 frames, keeps 32 · 9 frames condition it · 30 were asked for"
QString describe(const AskedFrames& frames);

// "Extend forwards"
QString titleOf(const GenerationAsk& ask);

// What the prompt's field begins with.
std::string first_prompt(const Project& project, const GenerationAsk& ask);

}  // namespace kinora
