#include "core/model/training/world/figures.h"

#include "core/model/training/world/figure_parts.h"

namespace kinora::training {

using namespace parts;

namespace {

Figure make_ball(const Colour& colour) {
    Figure figure;
    const std::vector<Primitive> round = {circle({0.0f, 0.0f}, 0.95f)};
    add_body(figure, round, colour);
    add_inlay(figure, {box({0.0f, 0.0f}, {1.0f, 0.2f})}, round, contrast(colour));
    add_highlight(figure, {-0.38f, 0.45f}, {0.24f, 0.15f}, 0.7f);
    figure.bottom = 0.95f;
    return figure;
}

Figure make_car(const Colour& colour, float roll) {
    Figure figure;
    add_body(
        figure,
        {polygon({{-0.68f, 0.0f}, {-0.42f, 0.58f}, {0.3f, 0.58f}, {0.66f, 0.0f}}), box({0.0f, -0.2f}, {1.0f, 0.3f}, 0.16f)},
        colour);
    add_detail(figure,
               {polygon({{-0.5f, 0.06f}, {-0.32f, 0.45f}, {-0.08f, 0.45f}, {-0.08f, 0.06f}}),
                polygon({{0.06f, 0.06f}, {0.06f, 0.45f}, {0.24f, 0.45f}, {0.47f, 0.06f}})},
               glass);
    add_detail(figure, {circle({0.9f, -0.14f}, 0.1f)}, lamp);
    for (const float x : {-0.55f, 0.55f}) {
        add_body(figure, {circle({x, -0.5f}, 0.3f)}, ink);
        add_detail(figure, {circle({x, -0.5f}, 0.15f)}, {0.80f, 0.80f, 0.84f});
        add_detail(figure, {box({x, -0.5f}, {0.15f, 0.045f}, 0.0f, roll)}, ink);
    }
    figure.bottom = 0.8f;
    return figure;
}

Figure make_house(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.0f, -0.36f}, {0.74f, 0.56f})}, colour);
    add_body(figure, {polygon({{-1.0f, 0.16f}, {0.0f, 0.98f}, {1.0f, 0.16f}})}, shade(colour, 0.62f));
    add_detail(figure, {box({0.0f, -0.6f}, {0.17f, 0.32f})}, wood);
    add_detail(figure, {box({-0.45f, -0.22f}, {0.16f, 0.17f}), box({0.45f, -0.22f}, {0.16f, 0.17f})}, lamp);
    figure.bottom = 0.92f;
    return figure;
}

Figure make_star(const Colour& colour) {
    Figure figure;
    add_body(figure, {polygon(star_points(5, 1.05f, 0.47f))}, colour);
    add_detail(figure, {polygon(star_points(5, 0.62f, 0.28f))}, mix(colour, {1.0f, 1.0f, 1.0f}, 0.4f));
    figure.bottom = 0.87f;
    return figure;
}

Figure make_tree(const Colour& colour) {
    Figure figure;
    add_body(figure, {polygon({{-0.16f, 0.0f}, {0.16f, 0.0f}, {0.2f, -0.98f}, {-0.2f, -0.98f}})}, wood);
    add_body(figure, {circle({0.0f, 0.42f}, 0.54f), circle({-0.42f, 0.02f}, 0.42f), circle({0.42f, 0.02f}, 0.42f)}, colour);
    add_detail(figure, {circle({-0.12f, 0.55f}, 0.24f)}, mix(colour, {1.0f, 1.0f, 1.0f}, 0.28f));
    figure.bottom = 0.98f;
    return figure;
}

Figure make_fish(const Colour& colour, float time) {
    Figure figure;
    const float flap = 0.14f * std::sin(9.0f * time);
    add_body(figure, {polygon({{-0.35f, 0.0f}, {-1.0f, 0.5f + flap}, {-0.84f, flap}, {-1.0f, -0.5f + flap}})},
             shade(colour, 0.72f));
    add_body(figure, {polygon({{-0.3f, 0.3f}, {-0.15f, 0.72f}, {0.35f, 0.35f}})}, shade(colour, 0.72f));
    const std::vector<Primitive> body = {ellipse({0.15f, 0.0f}, {0.82f, 0.52f})};
    add_body(figure, body, colour);
    add_inlay(figure, {box({-0.02f, 0.0f}, {0.1f, 0.7f})}, body, contrast(colour));
    add_eye(figure, {0.58f, 0.14f}, 0.15f);
    figure.bottom = 0.6f;
    return figure;
}

Figure make_boat(const Colour& colour) {
    Figure figure;
    add_body(figure, {box({0.0f, 0.2f}, {0.06f, 0.78f})}, wood);
    add_body(figure, {polygon({{0.1f, 0.98f}, {0.1f, -0.16f}, {0.86f, -0.16f}})}, paper);
    add_body(figure, {polygon({{-0.1f, 0.8f}, {-0.1f, -0.16f}, {-0.66f, -0.16f}})}, mix(colour, paper, 0.35f));
    add_body(figure, {polygon({{-1.0f, -0.26f}, {1.0f, -0.26f}, {0.66f, -0.86f}, {-0.7f, -0.86f}})}, colour);
    add_inlay(figure, {box({0.0f, -0.4f}, {1.0f, 0.06f})},
              {polygon({{-1.0f, -0.26f}, {1.0f, -0.26f}, {0.66f, -0.86f}, {-0.7f, -0.86f}})}, contrast(colour));
    figure.bottom = 0.86f;
    return figure;
}

// Two circles, and the tangents from the tip to them.
Figure make_heart(const Colour& colour) {
    Figure figure;
    add_body(figure,
             {circle({-0.46f, 0.34f}, 0.52f), circle({0.46f, 0.34f}, 0.52f),
              polygon({{0.0f, -0.92f}, {0.85f, 0.0f}, {0.46f, 0.34f}, {0.0f, 0.5f}, {-0.46f, 0.34f}, {-0.85f, 0.0f}})},
             colour);
    figure.layers.push_back(
        {.shape = {ellipse({-0.48f, 0.48f}, {0.24f, 0.15f}, 0.7f)}, .colour = {1.0f, 1.0f, 1.0f}, .alpha = 0.55f});
    figure.bottom = 0.92f;
    return figure;
}

}  // namespace

Figure make_figure(ObjectKind kind, const Colour& colour, float time, float roll) {
    switch (kind) {
        case ObjectKind::ball:
            return make_ball(colour);
        case ObjectKind::car:
            return make_car(colour, roll);
        case ObjectKind::house:
            return make_house(colour);
        case ObjectKind::star:
            return make_star(colour);
        case ObjectKind::tree:
            return make_tree(colour);
        case ObjectKind::fish:
            return make_fish(colour, time);
        case ObjectKind::boat:
            return make_boat(colour);
        case ObjectKind::heart:
            return make_heart(colour);
        default:
            return make_rarer_figure(kind, colour, time);
    }
}

Layer outline_of(const Figure& figure, const Colour& colour) {
    return {.shape = figure.silhouette, .colour = mix(shade(colour, 0.35f), {0.05f, 0.05f, 0.10f}, 0.4f), .grow = 0.055f};
}

// Where the frame is narrow, an object leaves itself room to move.
float usual_radius(Point half_size) {
    return half_size.x > 1.2f ? 0.5f : 0.44f;
}

Colour colour_of(ColourName name) {
    switch (name) {
        case ColourName::red:
            return {0.90f, 0.13f, 0.15f};
        case ColourName::orange:
            return {0.98f, 0.53f, 0.08f};
        case ColourName::yellow:
            return {1.0f, 0.87f, 0.12f};
        case ColourName::green:
            return {0.13f, 0.65f, 0.24f};
        case ColourName::blue:
            return {0.13f, 0.33f, 0.92f};
        case ColourName::purple:
            return {0.55f, 0.20f, 0.80f};
        case ColourName::pink:
            return {1.0f, 0.47f, 0.72f};
        case ColourName::white:
            return {0.97f, 0.97f, 0.98f};
        case ColourName::turquoise:
            return {0.10f, 0.80f, 0.80f};
        case ColourName::brown:
            return {0.50f, 0.29f, 0.13f};
        case ColourName::black:
            return {0.11f, 0.11f, 0.13f};
        default:
            return {0.55f, 0.56f, 0.58f};
    }
}

bool floats(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::star:
        case ObjectKind::fish:
        case ObjectKind::heart:
        case ObjectKind::balloon:
        case ObjectKind::bird:
        case ObjectKind::rocket:
        case ObjectKind::butterfly:
        case ObjectKind::airplane:
            return true;
        default:
            return false;
    }
}

bool has_front(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::car:
        case ObjectKind::fish:
        case ObjectKind::boat:
        case ObjectKind::bird:
        case ObjectKind::airplane:
        case ObjectKind::cat:
            return true;
        default:
            return false;
    }
}

bool rolls(ObjectKind kind) {
    return kind == ObjectKind::ball || kind == ObjectKind::ring || kind == ObjectKind::apple;
}

}  // namespace kinora::training
