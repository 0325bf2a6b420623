// The attributes of the world by name: what the indices in Scene::choices mean. The order of every enumeration is the order
// of its values in world_attributes(); trained models hold these numbers, so new values go to the end.
#pragma once

#include <cstdint>

#include "core/model/training/world/scene.h"

namespace kinora::training {

enum class AttributeId : std::uint8_t {
    object, colour, motion, background, size, speed, camera, weather, style,
    second_object, second_colour, second_motion,
    second_place,  // where the second object is, seen from the first
    count
};

enum class ObjectKind : std::int8_t {
    none = -1,
    ball, car, house, star, tree, fish, boat, heart,  // the small world's
    balloon, bird, rocket, flower, butterfly, cube, triangle, ring, airplane, apple, mushroom, cat, umbrella,
    count
};

enum class ColourName : std::int8_t {
    none = -1,
    red, orange, yellow, green, blue, purple, pink, white,  // the small world's
    turquoise, brown, black, grey,
    count
};

enum class MotionKind : std::int8_t {
    none = -1,
    right, left, rise, fall, bounce, still,  // the small world's
    spin, circle, grow, shrink, sway,
    count
};

enum class BackgroundKind : std::int8_t {
    none = -1,
    meadow, desert, snow, night, sea, city, sunset, underwater,  // the small world's
    space, mountains, forest, beach, studio,
    count
};

enum class SizeKind : std::int8_t { none = -1, small, large, count };
enum class SpeedKind : std::int8_t { none = -1, slow, fast, count };
enum class CameraKind : std::int8_t { none = -1, pan_right, pan_left, zoom_in, zoom_out, count };
enum class WeatherKind : std::int8_t { none = -1, rain, snow, fog, count };
enum class StyleKind : std::int8_t { none = -1, neon, watercolour, pixel_art, black_and_white, count };
enum class PlaceKind : std::int8_t { none = -1, left, right, count };

// How many values of each of the first four attributes the small world has.
inline constexpr int num_small_objects = 8;
inline constexpr int num_small_colours = 8;
inline constexpr int num_small_motions = 6;
inline constexpr int num_small_backgrounds = 8;

inline constexpr std::size_t num_attributes = static_cast<std::size_t>(AttributeId::count);

template <typename Kind>
Kind choice(const Scene& scene, AttributeId attribute) {
    return static_cast<Kind>(scene.choices[static_cast<std::size_t>(attribute)]);
}

}  // namespace kinora::training
