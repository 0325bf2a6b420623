#include "core/model/training/world/choices.h"

#include <array>
#include <cassert>

#include "core/base/error.h"
#include "core/model/training/world/random.h"

namespace kinora::training {

std::span<const Attribute> world_attributes() {
    static const std::vector<std::string_view> objects = {
        "ball",   "car",       "house", "star",     "tree", "fish",     "boat",  "heart",    "balloon", "bird",    "rocket",
        "flower", "butterfly", "cube",  "triangle", "ring", "airplane", "apple", "mushroom", "cat",     "umbrella"};
    static const std::vector<std::string_view> colours = {"red",  "orange", "yellow",    "green", "blue",  "purple",
                                                          "pink", "white",  "turquoise", "brown", "black", "grey"};
    static const std::vector<std::string_view> motions = {"right", "left",   "rise", "fall",   "bounce", "still",
                                                          "spin",  "circle", "grow", "shrink", "sway"};
    static const std::array<Attribute, num_attributes> attributes = {{
        {"object", objects},
        {"colour", colours},
        {"motion", motions},
        {"background",
         {"meadow", "desert", "snow", "night", "sea", "city", "sunset", "underwater", "space", "mountains", "forest",
          "beach", "studio"}},
        {"size", {"small", "large"}},
        {"speed", {"slow", "fast"}},
        {"camera", {"pan right", "pan left", "zoom in", "zoom out"}},
        {"weather", {"rain", "snow", "fog"}},
        {"style", {"neon", "watercolour", "pixel art", "black and white"}},
        {"second object", objects},
        {"second colour", colours},
        {"second motion", motions},
        {"second place", {"left", "right"}},
    }};
    return attributes;
}

namespace {

int& at(std::vector<int>& choices, AttributeId attribute) {
    return choices[static_cast<std::size_t>(attribute)];
}

template <typename Kind>
int number(Kind kind) {
    return static_cast<int>(kind);
}

// What happens to be there often enough to be learned: a choice that most scenes do not have.
void sometimes(Random& random, float probability, std::vector<int>& choices, AttributeId attribute, int count) {
    const bool is_there = random.chance(probability);
    const int value = random.below(count);
    if (is_there) {
        at(choices, attribute) = value;
    }
}

bool is_one_of(MotionKind motion, std::initializer_list<MotionKind> motions) {
    for (const MotionKind m : motions) {
        if (m == motion) {
            return true;
        }
    }
    return false;
}

void add_second_object(Random& random, std::vector<int>& choices) {
    static constexpr std::array motions = {MotionKind::still, MotionKind::still, MotionKind::still, MotionKind::bounce,
                                           MotionKind::spin,  MotionKind::rise,  MotionKind::sway};
    at(choices, AttributeId::second_object) = random.below(number(ObjectKind::count));
    at(choices, AttributeId::second_colour) = random.below(number(ColourName::count));
    at(choices, AttributeId::second_motion) = number(random.pick(std::span<const MotionKind>(motions)));
    at(choices, AttributeId::second_place) = random.below(number(PlaceKind::count));
    at(choices, AttributeId::size) = number(SizeKind::none);
}

void add_extras(Random& random, std::vector<int>& choices) {
    const auto motion = static_cast<MotionKind>(at(choices, AttributeId::motion));
    sometimes(random, 0.4f, choices, AttributeId::size, number(SizeKind::count));
    sometimes(random, 0.3f, choices, AttributeId::speed, number(SpeedKind::count));
    sometimes(random, 0.25f, choices, AttributeId::camera, number(CameraKind::count));
    sometimes(random, 0.25f, choices, AttributeId::weather, number(WeatherKind::count));
    sometimes(random, 0.25f, choices, AttributeId::style, number(StyleKind::count));
    if (is_one_of(motion, {MotionKind::grow, MotionKind::shrink})) {
        at(choices, AttributeId::size) = number(SizeKind::none);
        at(choices, AttributeId::speed) = number(SpeedKind::none);
    }
    if (is_one_of(motion, {MotionKind::still, MotionKind::fall})) {
        at(choices, AttributeId::speed) = number(SpeedKind::none);
    }
    // A camera that moves with or against the object would hide how the object moves.
    if (is_one_of(motion, {MotionKind::right, MotionKind::left, MotionKind::grow, MotionKind::shrink})) {
        at(choices, AttributeId::camera) = number(CameraKind::none);
    }
    const auto background = static_cast<BackgroundKind>(at(choices, AttributeId::background));
    if (background == BackgroundKind::underwater || background == BackgroundKind::space ||
        background == BackgroundKind::studio) {
        at(choices, AttributeId::weather) = number(WeatherKind::none);
    }
    if (at(choices, AttributeId::style) == number(StyleKind::neon)) {
        at(choices, AttributeId::weather) = number(WeatherKind::none);
    }
    if (at(choices, AttributeId::camera) >= number(CameraKind::zoom_in)) {
        at(choices, AttributeId::size) = number(SizeKind::none);
    }
    if (random.chance(0.2f)) {
        add_second_object(random, choices);
    }
    // Colours that a style takes away are no choice of the scene.
    if (at(choices, AttributeId::style) == number(StyleKind::black_and_white)) {
        at(choices, AttributeId::colour) = number(ColourName::none);
        at(choices, AttributeId::second_colour) = number(ColourName::none);
    }
    const auto colour = static_cast<ColourName>(at(choices, AttributeId::colour));
    if (colour == ColourName::black && (background == BackgroundKind::space || background == BackgroundKind::night)) {
        at(choices, AttributeId::colour) = number(ColourName::white);
    }
    if (at(choices, AttributeId::style) == number(StyleKind::neon) &&
        (colour == ColourName::black || colour == ColourName::brown || colour == ColourName::grey)) {
        at(choices, AttributeId::colour) = number(ColourName::turquoise);
    }
}

}  // namespace

Scene sample_scene(std::uint64_t seed, const WorldOptions& world) {
    if (world.name != "small" && world.name != "whole") {
        throw InvalidRequest("world", "There is no world named \"" + world.name + "\"; use \"small\" or \"whole\".");
    }
    const bool is_small = world.name == "small";
    Random random(seed ^ 0x5ce0e5u);
    Scene scene;
    scene.seed = seed;
    scene.choices.assign(num_attributes, -1);
    const auto draw = [&](AttributeId attribute, int num_small, int num_all) {
        at(scene.choices, attribute) = random.below(is_small ? num_small : num_all);
    };
    draw(AttributeId::object, num_small_objects, number(ObjectKind::count));
    draw(AttributeId::colour, num_small_colours, number(ColourName::count));
    draw(AttributeId::motion, num_small_motions, number(MotionKind::count));
    draw(AttributeId::background, num_small_backgrounds, number(BackgroundKind::count));
    if (!is_small) {
        add_extras(random, scene.choices);
    }
    return scene;
}

}  // namespace kinora::training
