#include "core/model/training/world/effects.h"

#include <algorithm>
#include <cmath>

#include "core/model/training/world/random.h"

namespace kinora::training {

namespace {

// 0..1, once around for every `cycles`.
float wrap(float cycles) {
    return cycles - std::floor(cycles);
}

void draw_rain(Canvas& canvas, Random& random, float time) {
    const Point half = canvas.half_size();
    const int count = static_cast<int>(22.0f * half.x * half.y);
    for (int i = 0; i < count; ++i) {
        const float x = random.uniform(-1.1f, 1.1f) * half.x;
        const float fallen = wrap(random.uniform() + 0.9f * time);
        const float y = half.y * (1.15f - 2.3f * fallen);
        canvas.draw({.shape = {box({x - 0.12f * fallen, y}, {0.018f, 0.12f}, 0.018f, -0.06f)},
                     .colour = {0.82f, 0.90f, 1.0f},
                     .alpha = 0.65f},
                    {}, {});
    }
}

void draw_snow(Canvas& canvas, Random& random, float time) {
    const Point half = canvas.half_size();
    const int count = static_cast<int>(22.0f * half.x * half.y);
    for (int i = 0; i < count; ++i) {
        const float x = random.uniform(-1.05f, 1.05f) * half.x;
        const float speed = random.uniform(0.18f, 0.3f);
        const float fallen = wrap(random.uniform() + speed * time);
        const float sway = 0.06f * std::sin(3.0f * time + 20.0f * speed + 9.0f * x);
        canvas.draw({.shape = {circle({x + sway, half.y * (1.08f - 2.16f * fallen)}, 0.04f)},
                     .colour = {1.0f, 1.0f, 1.0f},
                     .alpha = 0.9f},
                    {}, {});
    }
}

void draw_fog(Canvas& canvas, Random& random, float time) {
    const Point half = canvas.half_size();
    const Colour fog = {0.86f, 0.88f, 0.90f};
    canvas.draw({.shape = {below_curve(3.0f * half.y)}, .colour = fog, .alpha = 0.38f}, {}, {});
    for (int i = 0; i < 4; ++i) {
        const float x = half.x * (3.0f * wrap(random.uniform() + 0.05f * time) - 1.5f);
        canvas.draw({.shape = {ellipse({x, random.uniform(-0.7f, 0.3f) * half.y}, {0.9f, 0.22f})},
                     .colour = fog,
                     .alpha = 0.45f,
                     .softness = 0.35f},
                    {}, {});
    }
}

// A smooth random field between -0.5 and 0.5, the same for every frame of a clip: the grain of the paper.
void apply_watercolour(Canvas& canvas, Random& random) {
    constexpr int cells = 9;
    float grid[cells + 1][cells + 1];
    for (auto& row : grid) {
        for (float& value : row) {
            value = random.uniform(-0.5f, 0.5f);
        }
    }
    const float paper[3] = {0.97f, 0.95f, 0.90f};
    for (int y = 0; y < canvas.height(); ++y) {
        const float v = static_cast<float>(y * cells) / static_cast<float>(canvas.height());
        const int row = static_cast<int>(v);
        const float fy = v - static_cast<float>(row);
        for (int x = 0; x < canvas.width(); ++x) {
            const float u = static_cast<float>(x * cells) / static_cast<float>(canvas.width());
            const int column = static_cast<int>(u);
            const float fx = u - static_cast<float>(column);
            const float upper = grid[row][column] * (1.0f - fx) + grid[row][column + 1] * fx;
            const float lower = grid[row + 1][column] * (1.0f - fx) + grid[row + 1][column + 1] * fx;
            const float grain = 0.12f * (upper * (1.0f - fy) + lower * fy);
            for (std::size_t c = 0; c < 3; ++c) {
                float& sample = canvas.plane(c)[static_cast<std::size_t>(y * canvas.width() + x)];
                sample = sample * 0.74f + 0.26f * paper[c] + grain;
            }
        }
    }
}

void apply_pixel_art(Canvas& canvas) {
    const int block = std::max(2, std::min(canvas.width(), canvas.height()) / 20);
    for (std::size_t c = 0; c < 3; ++c) {
        std::vector<float>& plane = canvas.plane(c);
        for (int y0 = 0; y0 < canvas.height(); y0 += block) {
            for (int x0 = 0; x0 < canvas.width(); x0 += block) {
                const int y1 = std::min(y0 + block, canvas.height());
                const int x1 = std::min(x0 + block, canvas.width());
                float sum = 0.0f;
                for (int y = y0; y < y1; ++y) {
                    for (int x = x0; x < x1; ++x) {
                        sum += plane[static_cast<std::size_t>(y * canvas.width() + x)];
                    }
                }
                const float mean = std::clamp(sum / static_cast<float>((y1 - y0) * (x1 - x0)), 0.0f, 1.0f);
                const float level = std::round(mean * 6.0f) / 6.0f;
                for (int y = y0; y < y1; ++y) {
                    std::fill_n(plane.begin() + y * canvas.width() + x0, x1 - x0, level);
                }
            }
        }
    }
}

void apply_black_and_white(Canvas& canvas) {
    for (std::size_t i = 0; i < canvas.plane(0).size(); ++i) {
        const float grey = 0.30f * canvas.plane(0)[i] + 0.59f * canvas.plane(1)[i] + 0.11f * canvas.plane(2)[i];
        canvas.plane(0)[i] = canvas.plane(1)[i] = canvas.plane(2)[i] = grey;
    }
}

}  // namespace

void draw_weather(Canvas& canvas, WeatherKind weather, std::uint64_t seed, float time) {
    Random random(seed ^ 0x3ea7u);
    if (weather == WeatherKind::rain) {
        draw_rain(canvas, random, time);
    } else if (weather == WeatherKind::snow) {
        draw_snow(canvas, random, time);
    } else if (weather == WeatherKind::fog) {
        draw_fog(canvas, random, time);
    }
}

void apply_style(Canvas& canvas, StyleKind style, std::uint64_t seed) {
    Random random(seed ^ 0x57e1u);
    if (style == StyleKind::watercolour) {
        apply_watercolour(canvas, random);
    } else if (style == StyleKind::pixel_art) {
        apply_pixel_art(canvas);
    } else if (style == StyleKind::black_and_white) {
        apply_black_and_white(canvas);
    }
}

}  // namespace kinora::training
