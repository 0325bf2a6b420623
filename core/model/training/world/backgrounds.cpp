#include "core/model/training/world/backgrounds.h"

#include <cmath>
#include <numbers>

#include "core/model/training/world/random.h"

namespace kinora::training {

namespace {

constexpr Colour white = {1.0f, 1.0f, 1.0f};
constexpr Colour sun = {1.0f, 0.93f, 0.55f};

// What the makers below share: the frame, the seed's numbers, and the heights that all places agree on.
struct Site {
    Point half;
    Random random;
    float horizon;
    Background place;

    Site(Point half_size, std::uint64_t seed) : half(half_size), random(seed ^ 0xbac4u), horizon(-0.28f * half_size.y) {
        place.floor = -0.74f * half_size.y;
        place.y0 = horizon;
        place.y1 = half_size.y;
    }

    void add(std::vector<Primitive> shape, const Colour& colour, float alpha = 1.0f, float softness = 0.0f) {
        place.layers.push_back({.shape = std::move(shape), .colour = colour, .alpha = alpha, .softness = softness});
    }

    void sky(const Colour& bottom, const Colour& top) {
        place.bottom = bottom;
        place.top = top;
    }

    // Everything under a gentle curve at a height.
    void ground(float height, const Colour& colour, float amplitude, float frequency) {
        add({below_curve(height, amplitude, frequency, random.uniform(0.0f, 6.28f))}, colour);
    }

    void cloud(const Colour& colour, float alpha) {
        const float x = random.uniform(-0.8f, 0.8f) * half.x;
        const float y = random.uniform(0.45f, 0.8f) * half.y;
        const float r = random.uniform(0.13f, 0.19f);
        add({ellipse({x, y}, {2.0f * r, 0.55f * r}), circle({x - 0.6f * r, y + 0.3f * r}, 0.7f * r),
             circle({x + 0.5f * r, y + 0.4f * r}, 0.85f * r)},
            colour, alpha, 0.06f);
    }

    void disc(float radius, const Colour& colour) {
        add({circle({random.uniform(-0.75f, 0.75f) * half.x, random.uniform(0.6f, 0.75f) * half.y}, radius)}, colour, 1.0f,
            0.04f);
    }

    void stars(int count) {
        std::vector<Primitive> all;
        for (int i = 0; i < count; ++i) {
            const float x = random.uniform(-1.3f, 1.3f) * half.x;
            all.push_back(circle({x, random.uniform(-0.2f, 0.98f) * half.y}, random.uniform(0.028f, 0.04f)));
        }
        for (Primitive& star : all) {  // a layer each, so that each gets its own small box
            add({star}, {1.0f, 0.98f, 0.85f}, 0.9f);
        }
    }
};

void make_meadow(Site& site) {
    site.sky({0.80f, 0.92f, 1.0f}, {0.42f, 0.70f, 0.97f});
    site.cloud(white, 0.95f);
    site.ground(site.horizon + 0.05f, {0.50f, 0.76f, 0.42f}, 0.08f, 1.7f);
    site.ground(site.horizon - 0.22f, {0.46f, 0.80f, 0.34f}, 0.04f, 2.1f);
}

void make_desert(Site& site) {
    site.sky({1.0f, 0.93f, 0.74f}, {0.55f, 0.80f, 0.95f});
    site.disc(0.2f, sun);
    site.ground(site.horizon + 0.06f, {0.88f, 0.68f, 0.40f}, 0.12f, 1.8f);
    site.ground(site.horizon - 0.18f, {0.95f, 0.79f, 0.50f}, 0.06f, 2.2f);
    const float x = (site.random.chance(0.5f) ? -0.78f : 0.78f) * site.half.x;
    const float y = site.horizon;
    site.add({box({x, y + 0.08f}, {0.06f, 0.3f}, 0.06f), box({x - 0.13f, y + 0.12f}, {0.13f, 0.04f}, 0.04f),
              box({x - 0.22f, y + 0.2f}, {0.045f, 0.12f}, 0.045f), box({x + 0.13f, y + 0.02f}, {0.13f, 0.04f}, 0.04f),
              box({x + 0.22f, y + 0.1f}, {0.045f, 0.12f}, 0.045f)},
             {0.40f, 0.58f, 0.33f});
}

void fir(Site& site, float x, float y, float size, const Colour& colour) {
    site.add({polygon({{x - 0.34f * size, y}, {x, y + 0.8f * size}, {x + 0.34f * size, y}}),
              polygon({{x - 0.26f * size, y + 0.38f * size}, {x, y + 1.1f * size}, {x + 0.26f * size, y + 0.38f * size}})},
             colour);
}

void make_snow(Site& site) {
    site.sky({0.90f, 0.94f, 0.98f}, {0.66f, 0.78f, 0.90f});
    site.ground(site.horizon + 0.08f, {0.83f, 0.89f, 0.96f}, 0.09f, 1.6f);
    const float side = site.random.chance(0.5f) ? -1.0f : 1.0f;
    fir(site, side * 0.8f * site.half.x, site.horizon - 0.08f, 0.52f, {0.30f, 0.50f, 0.46f});
    fir(site, side * 0.55f * site.half.x, site.horizon - 0.03f, 0.36f, {0.38f, 0.57f, 0.54f});
    site.ground(site.horizon - 0.16f, {0.95f, 0.97f, 1.0f}, 0.05f, 2.0f);
}

void make_night(Site& site) {
    site.sky({0.16f, 0.19f, 0.42f}, {0.04f, 0.05f, 0.18f});
    site.stars(8);
    site.disc(0.2f, {0.98f, 0.96f, 0.84f});
    site.ground(site.horizon - 0.02f, {0.09f, 0.13f, 0.24f}, 0.09f, 1.7f);
    site.ground(site.horizon - 0.24f, {0.06f, 0.09f, 0.16f}, 0.05f, 2.2f);
}

void make_sea(Site& site) {
    site.sky({0.86f, 0.94f, 1.0f}, {0.52f, 0.77f, 0.97f});
    site.cloud(white, 0.9f);
    site.add({below_curve(site.horizon)}, {0.16f, 0.50f, 0.78f});
    site.place.shadow = 0.0f;
}

void make_city(Site& site) {
    site.sky({0.97f, 0.66f, 0.52f}, {0.36f, 0.30f, 0.56f});
    const float street = site.horizon - 0.14f;
    for (float x = -1.6f * site.half.x; x < 1.6f * site.half.x;) {
        const float half_width = site.random.uniform(0.2f, 0.3f);
        const float top = site.random.uniform(0.05f, 0.72f) * site.half.y;
        const float middle = x + half_width;
        site.add({box({middle, 0.5f * (top + street)}, {half_width - 0.015f, 0.5f * (top - street)})},
                 mix({0.24f, 0.22f, 0.40f}, {0.33f, 0.28f, 0.46f}, site.random.uniform()));
        const int row_of_light = site.random.below(3);
        for (int row = 0; row < 3; ++row) {
            const float y = top - 0.14f - 0.26f * static_cast<float>(row);
            if (y > street + 0.1f && row != row_of_light) {
                site.add({box({middle, y}, {0.55f * half_width, 0.06f})}, {1.0f, 0.84f, 0.48f});
            }
        }
        x += 2.0f * half_width;
    }
    site.add({below_curve(street)}, {0.30f, 0.30f, 0.36f});
    site.add({box({0.0f, site.place.floor - 0.14f}, {4.0f, 0.025f})}, {0.90f, 0.85f, 0.62f});
}

void make_sunset(Site& site) {
    site.sky({1.0f, 0.66f, 0.30f}, {0.50f, 0.24f, 0.52f});
    site.add({circle({site.random.uniform(-0.5f, 0.5f) * site.half.x, site.horizon + 0.12f}, 0.34f)}, {1.0f, 0.92f, 0.55f},
             1.0f, 0.04f);
    site.cloud({0.93f, 0.50f, 0.45f}, 0.7f);
    site.ground(site.horizon, {0.42f, 0.20f, 0.36f}, 0.06f, 1.6f);
    site.ground(site.horizon - 0.24f, {0.30f, 0.14f, 0.28f}, 0.04f, 2.0f);
}

void make_underwater(Site& site) {
    site.sky({0.03f, 0.30f, 0.50f}, {0.22f, 0.72f, 0.82f});
    site.place.y0 = -site.half.y;
    const float x = site.random.uniform(-0.6f, 0.6f) * site.half.x;
    for (const float shift : {-0.55f, 0.1f, 0.7f}) {
        site.add({polygon({{x + shift, 1.1f * site.half.y},
                           {x + shift + 0.2f, 1.1f * site.half.y},
                           {x + 1.3f * shift + 0.1f, -0.6f * site.half.y},
                           {x + 1.3f * shift - 0.3f, -0.6f * site.half.y}})},
                 {0.75f, 0.97f, 0.97f}, 0.16f, 0.12f);
    }
    site.ground(-0.74f * site.half.y, {0.86f, 0.78f, 0.55f}, 0.04f, 2.2f);
    site.place.floor = -0.8f * site.half.y;
}

void make_space(Site& site) {
    site.sky({0.10f, 0.05f, 0.20f}, {0.02f, 0.02f, 0.07f});
    site.place.y0 = -site.half.y;
    site.stars(16);
    const Point planet = {(site.random.chance(0.5f) ? -0.6f : 0.6f) * site.half.x, 0.5f * site.half.y};
    site.add({circle(planet, 0.3f)}, {0.82f, 0.55f, 0.35f});
    site.add({ellipse({planet.x, planet.y}, {0.52f, 0.07f}, 0.35f)}, {0.95f, 0.85f, 0.65f}, 0.9f);
    site.place.floor = -0.86f * site.half.y;
    site.place.shadow = 0.0f;
}

void make_mountains(Site& site) {
    site.sky({0.86f, 0.93f, 0.98f}, {0.45f, 0.68f, 0.92f});
    for (const float where : {-0.9f, 0.1f, 0.95f}) {
        const float x = (where + site.random.uniform(-0.15f, 0.15f)) * site.half.x;
        const float top = site.horizon + site.random.uniform(0.6f, 0.9f);
        const float half_width = 0.8f * (top - site.horizon);
        site.add({polygon({{x - half_width, site.horizon - 0.05f}, {x, top}, {x + half_width, site.horizon - 0.05f}})},
                 {0.50f, 0.54f, 0.66f});
        site.add({polygon({{x - 0.27f * half_width, top - 0.29f * (top - site.horizon)},
                           {x, top},
                           {x + 0.27f * half_width, top - 0.29f * (top - site.horizon)},
                           {x, top - 0.2f * (top - site.horizon)}})},
                 {0.97f, 0.98f, 1.0f});
    }
    site.ground(site.horizon - 0.05f, {0.40f, 0.62f, 0.44f}, 0.06f, 1.8f);
    site.ground(site.horizon - 0.26f, {0.50f, 0.70f, 0.46f}, 0.04f, 2.2f);
}

void make_forest(Site& site) {
    site.sky({0.72f, 0.86f, 0.76f}, {0.50f, 0.74f, 0.70f});
    site.ground(site.horizon + 0.3f, {0.36f, 0.60f, 0.48f}, 0.08f, 3.0f);
    for (float x = -1.4f; x < 1.5f; x += 0.36f) {
        const float size = site.random.uniform(0.7f, 1.0f);
        fir(site, x * site.half.x + site.random.uniform(-0.08f, 0.08f), site.horizon - 0.08f, size,
            mix({0.11f, 0.34f, 0.23f}, {0.18f, 0.44f, 0.28f}, site.random.uniform()));
    }
    site.ground(site.horizon - 0.06f, {0.28f, 0.46f, 0.24f}, 0.03f, 2.4f);
}

void make_beach(Site& site) {
    site.sky({0.88f, 0.96f, 1.0f}, {0.40f, 0.76f, 0.98f});
    site.disc(0.18f, sun);
    site.add({below_curve(site.horizon + 0.02f)}, {0.12f, 0.62f, 0.76f});
    site.add({below_curve(site.horizon - 0.16f, 0.03f, 2.0f, 1.0f)}, white, 0.85f);
    site.add({below_curve(site.horizon - 0.2f, 0.03f, 2.0f, 1.0f)}, {0.97f, 0.88f, 0.66f});
    const float side = site.random.chance(0.5f) ? -1.0f : 1.0f;
    const float x = side * 0.84f * site.half.x;
    const float top = site.horizon + 0.72f;
    site.add({polygon({{x - 0.06f, site.horizon - 0.3f},
                       {x + 0.06f, site.horizon - 0.3f},
                       {x + 0.03f - 0.1f * side, top},
                       {x - 0.03f - 0.1f * side, top}})},
             {0.55f, 0.38f, 0.22f});
    std::vector<Primitive> leaves;
    for (const float angle : {-0.5f, 0.25f, 2.9f, 3.6f}) {
        leaves.push_back(
            ellipse({x - 0.1f * side + 0.24f * std::cos(angle), top + 0.24f * std::sin(angle)}, {0.28f, 0.08f}, angle));
    }
    site.add(leaves, {0.20f, 0.58f, 0.30f});
}

void make_studio(Site& site) {
    site.sky({0.90f, 0.89f, 0.92f}, {0.80f, 0.80f, 0.85f});
    site.add({below_curve(site.horizon - 0.2f)}, {0.70f, 0.70f, 0.75f}, 1.0f, 0.1f);
}

}  // namespace

Background make_background(BackgroundKind kind, Point half_size, std::uint64_t seed) {
    Site site(half_size, seed);
    using Maker = void (*)(Site&);
    static constexpr Maker makers[] = {make_meadow, make_desert, make_snow,       make_night, make_sea,
                                       make_city,   make_sunset, make_underwater, make_space, make_mountains,
                                       make_forest, make_beach,  make_studio};
    static_assert(std::size(makers) == static_cast<std::size_t>(BackgroundKind::count));
    makers[static_cast<std::size_t>(kind)](site);
    return site.place;
}

std::vector<Layer> moving_background(BackgroundKind kind, Point half_size, std::uint64_t seed, float time) {
    std::vector<Layer> layers;
    if (kind == BackgroundKind::sea) {
        Random random(seed ^ 0x3eau);
        const float phase = random.uniform(0.0f, 6.28f);
        layers.push_back({.shape = {below_curve(-0.44f * half_size.y, 0.035f, 4.0f, phase + 1.6f * time)},
                          .colour = {0.20f, 0.57f, 0.84f}});
        layers.push_back({.shape = {below_curve(-0.62f * half_size.y, 0.045f, 3.2f, phase - 1.8f * time)},
                          .colour = {0.26f, 0.64f, 0.89f}});
    }
    if (kind == BackgroundKind::underwater) {
        Random random(seed ^ 0xb0bb1e5u);
        for (int i = 0; i < 4; ++i) {
            const float x = random.uniform(-0.9f, 0.9f) * half_size.x;
            const float y = random.uniform() + 0.2f * time;
            const float radius = random.uniform(0.045f, 0.075f);
            const float height = (2.0f * (y - std::floor(y)) - 1.0f) * 1.1f * half_size.y;
            layers.push_back({.shape = {circle({x, height}, radius)}, .colour = {0.85f, 0.98f, 1.0f}, .alpha = 0.75f});
        }
    }
    return layers;
}

std::vector<Layer> moving_foreground(BackgroundKind kind, Point half_size, std::uint64_t seed, float time) {
    std::vector<Layer> layers;
    if (kind == BackgroundKind::sea) {
        Random random(seed ^ 0xf05eu);
        layers.push_back(
            {.shape = {below_curve(-0.8f * half_size.y, 0.05f, 2.8f, random.uniform(0.0f, 6.28f) + 2.0f * time)},
             .colour = {0.36f, 0.72f, 0.94f}});
    }
    return layers;
}

}  // namespace kinora::training
