#include "core/model/training/world/rows.h"

#include <cmath>

// The compiler makes one version of each function for each instruction set, and the loader picks one.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KINORA_ROW __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KINORA_ROW
#endif
// A version cannot call a function that was compiled for less, so what the loops share is folded into each.
#define KINORA_INLINE inline __attribute__((always_inline))

namespace kinora::training::rows {

namespace {

KINORA_INLINE float smaller(float a, float b) {
    return a < b ? a : b;
}

KINORA_INLINE float larger(float a, float b) {
    return a > b ? a : b;
}

KINORA_INLINE float clamp01(float x) {
    return smaller(larger(x, 0.0f), 1.0f);
}

// sin x for moderate x, absolute error below 1e-4: half turns are taken off, the rest is the Taylor polynomial.
KINORA_INLINE float fast_sin(float x) {
    const float n = std::nearbyint(x * 0.318309886f);
    const float r = x - n * 3.14159265f;
    const float odd = n - 2.0f * std::nearbyint(n * 0.5f);  // 0, or ±1 where the sign turns
    const float r2 = r * r;
    const float s = r * (1.0f + r2 * (-1.0f / 6 + r2 * (1.0f / 120 + r2 * (-1.0f / 5040 + r2 * (1.0f / 362880)))));
    return s * (1.0f - 2.0f * odd * odd);
}

}  // namespace

// The first-order distance f / |grad f| of f = |p / half| - 1, exact for circles.
KINORA_ROW void min_ellipse(float* distance, std::size_t n, Ray ray, float half_width, float half_height) {
    const float kx = 1.0f / half_width;
    const float ky = 1.0f / half_height;
    for (std::size_t i = 0; i < n; ++i) {
        const float x = (ray.x + static_cast<float>(static_cast<int>(i)) * ray.dx) * kx;
        const float y = (ray.y + static_cast<float>(static_cast<int>(i)) * ray.dy) * ky;
        const float length = std::sqrt(x * x + y * y);
        const float slope = std::sqrt(x * x * kx * kx + y * y * ky * ky) + 1e-6f;
        distance[i] = smaller(distance[i], length * (length - 1.0f) / slope - (length < 1e-4f ? half_height : 0.0f));
    }
}

KINORA_ROW void min_box(float* distance, std::size_t n, Ray ray, float half_width, float half_height, float corner) {
    for (std::size_t i = 0; i < n; ++i) {
        const float x = std::fabs(ray.x + static_cast<float>(static_cast<int>(i)) * ray.dx) - (half_width - corner);
        const float y = std::fabs(ray.y + static_cast<float>(static_cast<int>(i)) * ray.dy) - (half_height - corner);
        const float ox = larger(x, 0.0f);
        const float oy = larger(y, 0.0f);
        const float d = std::sqrt(ox * ox + oy * oy) + smaller(larger(x, y), 0.0f) - corner;
        distance[i] = smaller(distance[i], d);
    }
}

KINORA_ROW void min_annulus(float* distance, std::size_t n, Ray ray, float radius, float half_thickness) {
    for (std::size_t i = 0; i < n; ++i) {
        const float x = ray.x + static_cast<float>(static_cast<int>(i)) * ray.dx;
        const float y = ray.y + static_cast<float>(static_cast<int>(i)) * ray.dy;
        distance[i] = smaller(distance[i], std::fabs(std::sqrt(x * x + y * y) - radius) - half_thickness);
    }
}

// The squared distance to the nearest edge collects in `winding`'s second half, the sign in its first: it turns whenever an
// edge crosses the ray from the pixel to the right.
KINORA_ROW void min_polygon(float* distance, std::size_t n, Ray ray, const Point* points, std::size_t num_points,
                            float* winding) {
    float* sign = winding;
    float* nearest = winding + n;
    for (std::size_t i = 0; i < n; ++i) {
        sign[i] = 1.0f;
        nearest[i] = 1e12f;
    }
    for (std::size_t e = 0, last = num_points - 1; e < num_points; last = e++) {
        const float ax = points[e].x, ay = points[e].y, bx = points[last].x, by = points[last].y;
        const float ex = bx - ax, ey = by - ay;
        const float inverse = 1.0f / (ex * ex + ey * ey + 1e-12f);
        for (std::size_t i = 0; i < n; ++i) {
            const float wx = ray.x + static_cast<float>(static_cast<int>(i)) * ray.dx - ax;
            const float wy = ray.y + static_cast<float>(static_cast<int>(i)) * ray.dy - ay;
            const float t = clamp01((wx * ex + wy * ey) * inverse);
            const float px = wx - ex * t;
            const float py = wy - ey * t;
            nearest[i] = smaller(nearest[i], px * px + py * py);
            const float above_a = wy >= 0.0f ? 1.0f : -1.0f;
            const float above_b = wy >= ey ? 1.0f : -1.0f;
            const float side = (ex * wy - ey * wx) * above_a;
            const float crosses = above_a * above_b < 0.0f ? 1.0f : 0.0f;
            sign[i] *= 1.0f - 2.0f * crosses * (side > 0.0f ? 1.0f : 0.0f);
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        distance[i] = smaller(distance[i], sign[i] * std::sqrt(nearest[i]));
    }
}

KINORA_ROW void min_curve(float* distance, std::size_t n, Ray ray, float height, float amplitude, float frequency,
                          float phase) {
    for (std::size_t i = 0; i < n; ++i) {
        const float x = ray.x + static_cast<float>(static_cast<int>(i)) * ray.dx;
        const float y = ray.y + static_cast<float>(static_cast<int>(i)) * ray.dy;
        distance[i] = smaller(distance[i], y - height - amplitude * fast_sin(frequency * x + phase));
    }
}

KINORA_ROW void intersect(float* distance, const float* other, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        distance[i] = larger(distance[i], other[i]);
    }
}

KINORA_ROW void cover(float* samples, const float* distance, std::size_t n, float value, float alpha, float scale,
                      float grow) {
    for (std::size_t i = 0; i < n; ++i) {
        const float covered = clamp01(0.5f - (distance[i] - grow) * scale) * alpha;
        samples[i] += covered * (value - samples[i]);
    }
}

KINORA_ROW void add_glow(float* samples, const float* distance, std::size_t n, float value, float scale) {
    for (std::size_t i = 0; i < n; ++i) {
        const float d = distance[i] * scale;
        samples[i] += value / (1.0f + d * d * d * d);
    }
}

KINORA_ROW void add_explained(float* score, std::size_t n, const float* const planes[3], const float* valid,
                              const float* unknown, const Colour& colour, float weight, float most) {
    const float* red = planes[0];
    const float* green = planes[1];
    const float* blue = planes[2];
    const float wanted_red = colour.red, wanted_green = colour.green, wanted_blue = colour.blue;
    for (std::size_t i = 0; i < n; ++i) {
        const float r = red[i] - wanted_red;
        const float g = green[i] - wanted_green;
        const float b = blue[i] - wanted_blue;
        score[i] += weight * valid[i] * (unknown[i] - smaller(r * r + g * g + b * b, most));
    }
}

KINORA_ROW void interleave(std::uint8_t* rgb, const float* red, const float* green, const float* blue, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        rgb[3 * i] = static_cast<std::uint8_t>(static_cast<int>(clamp01(red[i]) * 255.0f + 0.5f));
        rgb[3 * i + 1] = static_cast<std::uint8_t>(static_cast<int>(clamp01(green[i]) * 255.0f + 0.5f));
        rgb[3 * i + 2] = static_cast<std::uint8_t>(static_cast<int>(clamp01(blue[i]) * 255.0f + 0.5f));
    }
}

}  // namespace kinora::training::rows
