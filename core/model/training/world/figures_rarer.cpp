#include "core/model/training/world/figure_parts.h"

namespace kinora::training {

using namespace parts;

namespace {

constexpr Colour white = {1.0f, 1.0f, 1.0f};
constexpr Colour leaf = {0.20f, 0.58f, 0.22f};
constexpr Colour flame = {1.0f, 0.60f, 0.12f};

Figure make_balloon(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.0f, -0.8f}, {0.04f, 0.25f})}, {0.35f, 0.32f, 0.34f});
    add_body(figure, {ellipse({0.0f, 0.28f}, {0.68f, 0.78f}), polygon({{0.0f, -0.4f}, {0.16f, -0.62f}, {-0.16f, -0.62f}})},
             colour);
    add_highlight(figure, {-0.26f, 0.58f}, {0.13f, 0.22f}, -0.4f);
    figure.bottom = 1.05f;
    return figure;
}

Figure make_bird(const Colour& colour, float time) {
    Figure figure;
    const float flap = std::sin(12.0f * time);
    add_body(figure, {polygon({{-0.5f, 0.1f}, {-1.05f, 0.32f}, {-1.0f, -0.08f}})}, shade(colour, 0.7f));
    add_body(figure, {polygon({{0.8f, 0.36f}, {1.12f, 0.22f}, {0.8f, 0.1f}})}, flame);
    add_body(figure, {ellipse({-0.05f, 0.0f}, {0.7f, 0.38f}), circle({0.58f, 0.24f}, 0.32f)}, colour);
    add_body(figure, {polygon({{-0.35f, 0.05f}, {0.25f, 0.05f}, {-0.2f, 0.1f + 0.75f * flap}})}, shade(colour, 0.7f));
    add_eye(figure, {0.66f, 0.32f}, 0.11f);
    figure.bottom = 0.5f;
    return figure;
}

Figure make_rocket(const Colour& colour, float time) {
    Figure figure;
    const float flicker = 0.1f * std::sin(27.0f * time);
    add_body(figure, {ellipse({0.0f, -0.72f}, {0.22f, 0.34f + flicker})}, flame);
    add_detail(figure, {ellipse({0.0f, -0.7f}, {0.11f, 0.2f + flicker})}, lamp);
    add_body(figure,
             {polygon({{-0.3f, -0.1f}, {-0.72f, -0.72f}, {-0.3f, -0.55f}}),
              polygon({{0.3f, -0.1f}, {0.72f, -0.72f}, {0.3f, -0.55f}})},
             shade(colour, 0.65f));
    add_body(figure,
             {polygon({{-0.38f, -0.6f},
                       {-0.42f, 0.25f},
                       {-0.25f, 0.72f},
                       {0.0f, 1.05f},
                       {0.25f, 0.72f},
                       {0.42f, 0.25f},
                       {0.38f, -0.6f}})},
             colour);
    add_detail(figure, {circle({0.0f, 0.28f}, 0.2f)}, glass);
    figure.bottom = 1.0f;
    return figure;
}

Figure make_flower(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.0f, -0.6f}, {0.06f, 0.4f}), ellipse({0.26f, -0.66f}, {0.26f, 0.11f}, 0.5f)}, leaf);
    std::vector<Primitive> petals;
    for (int i = 0; i < 6; ++i) {
        const float angle = std::numbers::pi_v<float> * static_cast<float>(i) / 3.0f;
        petals.push_back(circle({0.44f * std::cos(angle), 0.3f + 0.44f * std::sin(angle)}, 0.27f));
    }
    add_body(figure, petals, colour);
    const bool is_yellow = colour.red > 0.9f && colour.green > 0.7f && colour.blue < 0.5f;
    add_detail(figure, {circle({0.0f, 0.3f}, 0.27f)}, is_yellow ? wood : Colour{1.0f, 0.83f, 0.2f});
    figure.bottom = 1.0f;
    return figure;
}

Figure make_butterfly(const Colour& colour, float time) {
    Figure figure;
    const float open = 0.62f + 0.38f * std::fabs(std::cos(7.0f * time));
    std::vector<Primitive> upper, lower, spots;
    for (const float side : {-1.0f, 1.0f}) {
        upper.push_back(ellipse({side * 0.5f * open, 0.36f}, {0.5f * open, 0.5f}));
        lower.push_back(ellipse({side * 0.4f * open, -0.42f}, {0.38f * open, 0.4f}));
        spots.push_back(ellipse({side * 0.55f * open, 0.4f}, {0.2f * open, 0.2f}));
    }
    add_body(figure, lower, shade(colour, 0.72f));
    add_body(figure, upper, colour);
    add_detail(figure, spots, mix(colour, white, 0.6f));
    add_body(figure, {box({0.0f, 0.0f}, {0.09f, 0.65f}, 0.09f)}, ink);
    figure.bottom = 0.85f;
    return figure;
}

// Seen from a corner above: three faces.
Figure make_cube(const Colour& colour) {
    Figure figure;
    add_body(figure, {polygon({{0.0f, 0.95f}, {0.85f, 0.5f}, {0.0f, 0.05f}, {-0.85f, 0.5f}})}, mix(colour, white, 0.3f));
    add_body(figure, {polygon({{-0.85f, 0.5f}, {0.0f, 0.05f}, {0.0f, -0.95f}, {-0.85f, -0.5f}})}, colour);
    add_body(figure, {polygon({{0.85f, 0.5f}, {0.0f, 0.05f}, {0.0f, -0.95f}, {0.85f, -0.5f}})}, shade(colour, 0.68f));
    figure.bottom = 0.95f;
    return figure;
}

Figure make_triangle(const Colour& colour) {
    Figure figure;
    add_body(figure, {polygon({{-1.0f, -0.8f}, {0.0f, 0.95f}, {1.0f, -0.8f}})}, colour);
    add_detail(figure, {polygon({{-0.48f, -0.5f}, {0.0f, 0.34f}, {0.48f, -0.5f}})}, mix(colour, white, 0.4f));
    figure.bottom = 0.8f;
    return figure;
}

Figure make_ring(const Colour& colour) {
    Figure figure;
    const std::vector<Primitive> round = {annulus({0.0f, 0.0f}, 0.68f, 0.27f)};
    add_body(figure, round, colour);
    add_inlay(figure, {polygon({{0.0f, 0.0f}, {1.4f, 0.5f}, {1.4f, -0.5f}})}, round, contrast(colour));
    figure.bottom = 0.95f;
    return figure;
}

Figure make_airplane(const Colour& colour) {
    Figure figure;
    add_body(figure, {polygon({{-0.7f, 0.05f}, {-1.05f, 0.6f}, {-0.75f, 0.6f}, {-0.35f, 0.1f}})}, shade(colour, 0.7f));
    add_body(figure, {ellipse({0.0f, 0.0f}, {1.05f, 0.32f})}, colour);
    add_body(figure, {polygon({{0.3f, -0.02f}, {-0.15f, -0.02f}, {-0.55f, -0.62f}, {-0.3f, -0.62f}})}, shade(colour, 0.7f));
    add_detail(figure,
               {circle({-0.2f, 0.1f}, 0.08f), circle({0.08f, 0.1f}, 0.08f), circle({0.36f, 0.1f}, 0.08f),
                ellipse({0.76f, 0.09f}, {0.14f, 0.09f})},
               glass);
    figure.bottom = 0.62f;
    return figure;
}

Figure make_apple(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.04f, 0.74f}, {0.06f, 0.24f}, 0.0f, -0.2f)}, wood);
    add_body(figure, {ellipse({0.34f, 0.8f}, {0.28f, 0.13f}, 0.5f)}, leaf);
    add_body(figure, {ellipse({-0.32f, -0.08f}, {0.56f, 0.76f}), ellipse({0.32f, -0.08f}, {0.56f, 0.76f})}, colour);
    add_detail(figure, {ellipse({-0.48f, 0.2f}, {0.12f, 0.22f}, -0.4f)}, white, 0.55f);
    figure.bottom = 0.84f;
    return figure;
}

Figure make_mushroom(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.0f, -0.45f}, {0.28f, 0.5f}, 0.15f)}, {0.96f, 0.92f, 0.82f});
    const std::vector<Primitive> cap = {ellipse({0.0f, 0.0f}, {0.98f, 0.88f})};
    figure.layers.push_back(
        {.shape = {polygon({{-1.1f, 0.0f}, {-1.1f, 1.2f}, {1.1f, 1.2f}, {1.1f, 0.0f}})}, .within = cap, .colour = colour});
    std::vector<Point> outline;
    for (int i = 0; i <= 12; ++i) {
        const float angle = std::numbers::pi_v<float> * static_cast<float>(i) / 12.0f;
        outline.push_back({0.98f * std::cos(angle), 0.88f * std::sin(angle)});
    }
    figure.silhouette.push_back(polygon(outline));
    add_detail(figure, {circle({-0.45f, 0.3f}, 0.17f), circle({0.08f, 0.56f}, 0.19f), circle({0.52f, 0.24f}, 0.15f)},
               contrast(colour));
    figure.bottom = 0.95f;
    return figure;
}

Figure make_cat(const Colour& colour, float time) {
    Figure figure;
    const float wag = 0.25f * std::sin(5.0f * time);
    add_body(figure, {box({-0.8f, -0.1f + 0.2f * wag}, {0.09f, 0.42f}, 0.09f, 0.35f + wag)}, shade(colour, 0.8f));
    add_body(figure,
             {ellipse({-0.2f, -0.36f}, {0.66f, 0.4f}), box({-0.6f, -0.7f}, {0.11f, 0.25f}, 0.08f),
              box({0.2f, -0.7f}, {0.11f, 0.25f}, 0.08f)},
             colour);
    add_body(figure,
             {circle({0.48f, 0.2f}, 0.44f), polygon({{0.1f, 0.4f}, {0.12f, 0.92f}, {0.46f, 0.6f}}),
              polygon({{0.86f, 0.4f}, {0.84f, 0.92f}, {0.5f, 0.6f}})},
             colour);
    add_eye(figure, {0.36f, 0.26f}, 0.12f);
    add_eye(figure, {0.68f, 0.26f}, 0.12f);
    add_detail(figure, {ellipse({0.55f, 0.04f}, {0.07f, 0.05f})}, {0.95f, 0.55f, 0.60f});
    figure.bottom = 0.95f;
    return figure;
}

Figure make_umbrella(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.0f, -0.2f}, {0.05f, 0.62f}), box({0.14f, -0.82f}, {0.19f, 0.06f}, 0.06f)}, wood);
    std::vector<Point> dome;
    for (int i = 0; i <= 12; ++i) {
        const float angle = std::numbers::pi_v<float> * static_cast<float>(i) / 12.0f;
        dome.push_back({1.0f * std::cos(angle), 0.02f + 0.92f * std::sin(angle)});
    }
    add_body(figure, {polygon(dome)}, colour);
    add_inlay(figure, {ellipse({0.0f, 0.02f}, {0.34f, 0.92f})}, {polygon(dome)}, contrast(colour));
    figure.bottom = 0.88f;
    return figure;
}

}  // namespace

Figure make_rarer_figure(ObjectKind kind, const Colour& colour, float time) {
    switch (kind) {
        case ObjectKind::balloon:
            return make_balloon(colour);
        case ObjectKind::bird:
            return make_bird(colour, time);
        case ObjectKind::rocket:
            return make_rocket(colour, time);
        case ObjectKind::flower:
            return make_flower(colour);
        case ObjectKind::butterfly:
            return make_butterfly(colour, time);
        case ObjectKind::cube:
            return make_cube(colour);
        case ObjectKind::triangle:
            return make_triangle(colour);
        case ObjectKind::ring:
            return make_ring(colour);
        case ObjectKind::airplane:
            return make_airplane(colour);
        case ObjectKind::apple:
            return make_apple(colour);
        case ObjectKind::mushroom:
            return make_mushroom(colour);
        case ObjectKind::cat:
            return make_cat(colour, time);
        default:
            return make_umbrella(colour);
    }
}

}  // namespace kinora::training
