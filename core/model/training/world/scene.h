// The renderer's world: a scene is a few choices (what, which colour, how it moves, where, …) and the numbers that place it.
// The same scene gives a clip, captions in several wordings and languages, and labels. Values only, no tensors; every
// function is pure and may be called on any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::training {

// One kind of choice: "object", "colour", "motion", "background", "camera", "weather", "style", …
struct Attribute {
    std::string_view name;
    std::vector<std::string_view> values;
};

// Which part of the world scenes are drawn from. Smaller worlds are learned sooner.
struct WorldOptions {
    std::string name = "small";  // "small" or "whole"
};

struct Scene {
    std::uint64_t seed = 0;    // gave the choices and every number below them
    std::vector<int> choices;  // index into world_attributes()[i].values, or -1 where the scene has none
};

enum class CaptionLanguage : std::uint8_t { english, chinese };

// In the order of Scene::choices; the same for every WorldOptions.
std::span<const Attribute> world_attributes();

Scene sample_scene(std::uint64_t seed, const WorldOptions& world);

// RGB, [num_frames, height, width, 3], row by row. Anti-aliased; deterministic on a machine.
std::vector<std::uint8_t> render_scene(const Scene& scene, int width, int height, std::int64_t num_frames,
                                       double frames_per_second);

struct Caption {
    std::string text;
    std::vector<bool> says;  // per attribute: whether the text tells the choice, for training the text encoder on labels
};

// A wording chosen by `wording_seed`: synonyms, word order, left-out attributes. The same pair gives the same caption.
Caption caption_scene(const Scene& scene, std::uint64_t wording_seed, CaptionLanguage language);

}  // namespace kinora::training
