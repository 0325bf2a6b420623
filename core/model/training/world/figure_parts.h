// Short words for building figures. Private to figures_*.cpp.
#pragma once

#include <cmath>
#include <numbers>
#include <utility>

#include "core/model/training/world/figures.h"

namespace kinora::training::parts {

inline constexpr Colour paper = {0.98f, 0.98f, 0.96f};
inline constexpr Colour ink = {0.10f, 0.10f, 0.13f};
inline constexpr Colour wood = {0.45f, 0.28f, 0.15f};
inline constexpr Colour glass = {0.78f, 0.91f, 0.98f};
inline constexpr Colour lamp = {1.0f, 0.90f, 0.50f};

inline void add_body(Figure& figure, std::vector<Primitive> shape, const Colour& colour) {
    figure.silhouette.insert(figure.silhouette.end(), shape.begin(), shape.end());
    figure.layers.push_back({.shape = std::move(shape), .colour = colour});
}

inline void add_detail(Figure& figure, std::vector<Primitive> shape, const Colour& colour, float alpha = 1.0f) {
    figure.layers.push_back({.shape = std::move(shape), .colour = colour, .alpha = alpha});
}

inline void add_inlay(Figure& figure, std::vector<Primitive> shape, std::vector<Primitive> within, const Colour& colour,
                      float alpha = 1.0f) {
    figure.layers.push_back({.shape = std::move(shape), .within = std::move(within), .colour = colour, .alpha = alpha});
}

inline void add_highlight(Figure& figure, Point centre, Point half, float angle = 0.0f) {
    figure.layers.push_back(
        {.shape = {ellipse(centre, half, angle)}, .colour = {1.0f, 1.0f, 1.0f}, .alpha = 0.55f, .turns = false});
}

inline void add_eye(Figure& figure, Point centre, float radius) {
    add_detail(figure, {circle(centre, radius)}, paper);
    add_detail(figure, {circle({centre.x + 0.3f * radius, centre.y}, 0.55f * radius)}, ink);
}

// Points on rays from the centre, alternating between two radii, the first one straight up.
inline std::vector<Point> star_points(int num_tips, float outer, float inner) {
    std::vector<Point> points;
    for (int i = 0; i < 2 * num_tips; ++i) {
        const float angle = std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(num_tips);
        const float radius = i % 2 == 0 ? outer : inner;
        points.push_back({radius * std::sin(angle), radius * std::cos(angle)});
    }
    return points;
}

// A second colour that is told from the first: white on everything but the light colours.
inline Colour contrast(const Colour& colour) {
    const float brightness = 0.3f * colour.red + 0.59f * colour.green + 0.11f * colour.blue;
    return brightness > 0.85f ? Colour{0.60f, 0.65f, 0.72f} : paper;
}

}  // namespace kinora::training::parts

namespace kinora::training {

// The objects that only the whole world has.
Figure make_rarer_figure(ObjectKind kind, const Colour& colour, float time);

}  // namespace kinora::training
