#include "core/model/training/data/textures.h"

#include <ATen/ops/affine_grid_generator.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/grid_sampler.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <numbers>

namespace kinora::training {

namespace {

constexpr double pi = std::numbers::pi;

double uniform(at::Generator& generator, double low, double high) {
    return low + (high - low) * at::rand({1}, generator, at::kFloat).item<double>();
}

// Most colours of photographs are dull, some are not.
at::Tensor draw_colour(at::Generator& generator) {
    const double light = uniform(generator, -0.9, 0.9);
    const double chroma = uniform(generator, 0.0, 1.0) < 0.7 ? 0.15 : 0.5;
    return (light + chroma * at::randn({3, 1, 1}, generator, at::kFloat)).clamp(-1.0, 1.0);
}

// Noise whose amplitude falls with its frequency: (side, side), about -1 … 1.
at::Tensor draw_clouds(std::int64_t side, double roughness, at::Generator& generator) {
    at::Tensor sum = at::zeros({1, 1, side, side});
    double amplitude = 1.0;
    double total = 0.0;
    for (std::int64_t cells = 2; cells <= side; cells *= 2) {
        const at::Tensor grid = at::randn({1, 1, cells + 1, cells + 1}, generator, at::kFloat);
        sum += amplitude * at::upsample_bicubic2d(grid, {side, side}, true);
        total += amplitude * amplitude;
        amplitude *= roughness;
    }
    return sum.squeeze(0).squeeze(0) / (1.2 * std::sqrt(total));
}

at::Tensor mix(const at::Tensor& a, const at::Tensor& b, const at::Tensor& share) {
    return a + (b - a) * share;
}

struct Axes {
    at::Tensor x;  // (1, side)
    at::Tensor y;  // (side, 1)
};

Axes make_axes(std::int64_t side) {
    const at::Tensor line = at::linspace(-1.0, 1.0, side);
    return {line.unsqueeze(0), line.unsqueeze(1)};
}

at::Tensor draw_stripes(const Axes& axes, at::Generator& generator) {
    const double angle = uniform(generator, 0.0, pi);
    const double frequency = std::exp(uniform(generator, std::log(3.0), std::log(40.0)));
    const at::Tensor phase = (axes.x * std::cos(angle) + axes.y * std::sin(angle)) * frequency + uniform(generator, 0.0, 2 * pi);
    const double sharpness = uniform(generator, 0.5, 8.0);
    return at::sigmoid(phase.sin() * sharpness);
}

at::Tensor draw_leaves(std::int64_t side, at::Generator& generator) {
    const Axes axes = make_axes(side);
    at::Tensor picture = mix(draw_colour(generator), draw_colour(generator), draw_clouds(side, 0.6, generator).clamp(0.0, 1.0));
    const int count = static_cast<int>(uniform(generator, 15.0, 70.0));
    for (int i = 0; i < count; ++i) {
        // Radii with a density of r^-3, from 1/25 to the half of the picture.
        const double radius = 1.0 / std::sqrt(uniform(generator, 4.0, 625.0));
        const double stretch = uniform(generator, 0.4, 1.0);
        const double angle = uniform(generator, 0.0, pi);
        const at::Tensor dx = axes.x - uniform(generator, -1.1, 1.1);
        const at::Tensor dy = axes.y - uniform(generator, -1.1, 1.1);
        const at::Tensor u = dx * std::cos(angle) + dy * std::sin(angle);
        const at::Tensor v = (dy * std::cos(angle) - dx * std::sin(angle)) / stretch;
        const bool is_box = uniform(generator, 0.0, 1.0) < 0.3;
        const at::Tensor distance = (is_box ? at::maximum(u.abs(), v.abs()) : (u * u + v * v).sqrt()) - radius;
        const double softness = uniform(generator, 0.0, 1.0) < 0.8 ? 0.5 : 6.0;  // in pixels: sharp, or out of focus
        const at::Tensor cover = (0.5 - distance * (static_cast<double>(side) * 0.25 / softness)).clamp(0.0, 1.0);
        at::Tensor colour = draw_colour(generator) + (u * uniform(generator, -0.6, 0.6) + v * uniform(generator, -0.6, 0.6)) / radius * 0.5;
        if (uniform(generator, 0.0, 1.0) < 0.4) {
            colour = colour + uniform(generator, 0.05, 0.35) * draw_clouds(side, uniform(generator, 0.6, 1.0), generator);
        }
        picture = mix(picture, colour, cover);
    }
    return picture;
}

at::Tensor draw_landscape(std::int64_t side, at::Generator& generator) {
    const Axes axes = make_axes(side);
    at::Tensor picture = mix(draw_colour(generator), draw_colour(generator), (axes.y * 0.5 + 0.5).expand({side, side}));
    picture = mix(picture, draw_colour(generator), (draw_clouds(side, 0.55, generator) * 1.5).clamp(0.0, 0.8));
    for (double horizon = uniform(generator, -0.6, 0.2); horizon < 0.9; horizon += uniform(generator, 0.15, 0.6)) {
        const at::Tensor line = horizon + 0.25 * draw_clouds(side, uniform(generator, 0.4, 0.7), generator).select(0, 0).unsqueeze(0);
        const at::Tensor cover = ((axes.y - line) * (static_cast<double>(side) * 0.25)).clamp(0.0, 1.0);
        const at::Tensor ground = draw_colour(generator) + uniform(generator, 0.05, 0.4) * draw_clouds(side, uniform(generator, 0.6, 1.0), generator);
        picture = mix(picture, ground, cover);
    }
    return picture;
}

}  // namespace

at::Tensor draw_texture(TextureKind kind, std::int64_t side, at::Generator& generator) {
    at::Tensor picture;
    switch (kind) {
        case TextureKind::dead_leaves:
            picture = draw_leaves(side, generator);
            break;
        case TextureKind::clouds:
            picture = mix(draw_colour(generator), draw_colour(generator), draw_clouds(side, uniform(generator, 0.45, 0.9), generator) * 0.7 + 0.5);
            picture = mix(picture, draw_colour(generator), draw_clouds(side, 0.5, generator).clamp(0.0, 1.0));
            break;
        case TextureKind::pattern: {
            const Axes axes = make_axes(side);
            picture = mix(draw_colour(generator), draw_colour(generator), draw_stripes(axes, generator));
            picture = mix(picture, draw_colour(generator), draw_stripes(axes, generator) * uniform(generator, 0.0, 1.0));
            break;
        }
        case TextureKind::landscape:
            picture = draw_landscape(side, generator);
            break;
    }
    return picture.clamp(-1.0, 1.0).expand({3, side, side}).contiguous();
}

at::Tensor pan_over(const at::Tensor& picture, std::int64_t num_frames, std::int64_t height, std::int64_t width,
                    at::Generator& generator) {
    const auto rows = static_cast<double>(picture.size(1));
    const auto columns = static_cast<double>(picture.size(2));
    // The window at one pixel a pixel, in the units of the sampler, which spans the picture from -1 to 1.
    const double largest = std::min(rows / static_cast<double>(height), columns / static_cast<double>(width));
    const bool is_still = uniform(generator, 0.0, 1.0) < 0.25;
    const double zoom = std::exp(uniform(generator, std::log(std::min(0.8, largest)), std::log(largest)));
    const double zoom_speed = is_still ? 0.0 : uniform(generator, -0.02, 0.02);
    const double turn = uniform(generator, -0.3, 0.3);
    const double turn_speed = is_still ? 0.0 : uniform(generator, -0.02, 0.02);
    const double from_x = uniform(generator, -1.0, 1.0);
    const double from_y = uniform(generator, -1.0, 1.0);
    const double speed_x = is_still ? 0.0 : uniform(generator, -0.06, 0.06);
    const double speed_y = is_still ? 0.0 : uniform(generator, -0.06, 0.06);
    std::vector<float> transforms;
    for (std::int64_t f = 0; f < num_frames; ++f) {
        const auto t = static_cast<double>(f);
        const double scale = zoom * (1.0 + zoom_speed * t);
        const double x = scale * static_cast<double>(width) / columns;
        const double y = scale * static_cast<double>(height) / rows;
        const double angle = turn + turn_speed * t;
        const double ratio = columns / rows;
        const double room_x = std::max(0.0, 1.0 - x);
        const double room_y = std::max(0.0, 1.0 - y);
        for (const double value : {x * std::cos(angle), -y * std::sin(angle) / ratio, room_x * std::clamp(from_x + speed_x * t, -1.0, 1.0),
                                   x * std::sin(angle) * ratio, y * std::cos(angle), room_y * std::clamp(from_y + speed_y * t, -1.0, 1.0)}) {
            transforms.push_back(static_cast<float>(value));
        }
    }
    const at::Tensor theta = at::tensor(transforms).view({num_frames, 2, 3});
    const at::Tensor grid = at::affine_grid_generator(theta, {num_frames, 3, height, width}, false);
    constexpr std::int64_t bilinear = 0;
    constexpr std::int64_t reflection = 2;
    return at::grid_sampler(picture.unsqueeze(0).expand({num_frames, -1, -1, -1}), grid, bilinear, reflection, false).transpose(0, 1);
}

at::Tensor picture_from_image(const Image& image) {
    const auto rgb = image.rgb();
    const at::Tensor bytes = at::empty({image.height(), image.width(), 3}, at::kByte);
    std::copy(rgb.begin(), rgb.end(), bytes.mutable_data_ptr<std::uint8_t>());
    return bytes.permute({2, 0, 1}).to(at::kFloat) / 127.5 - 1.0;
}

}  // namespace kinora::training
