#include "core/model/training/world/painter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/training/world/rows.h"

namespace kinora::training {

namespace {

// Farther than anything in a frame.
constexpr float far_away = 1e6f;

// A primitive's own coordinates: moved to its centre and turned back by its angle.
rows::Ray about(const rows::Ray& ray, const Point& centre, float angle) {
    const float x = ray.x - centre.x;
    const float y = ray.y - centre.y;
    if (angle == 0.0f) {
        return {x, y, ray.dx, ray.dy};
    }
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    return {c * x + s * y, c * y - s * x, c * ray.dx + s * ray.dy, c * ray.dy - s * ray.dx};
}

void measure(const Primitive& primitive, const rows::Ray& ray, float* distance, std::size_t n, float* scratch) {
    const rows::Ray own = about(ray, primitive.centre, primitive.angle);
    switch (primitive.kind) {
        case Primitive::Kind::ellipse:
            rows::min_ellipse(distance, n, own, primitive.half.x, primitive.half.y);
            break;
        case Primitive::Kind::box:
            rows::min_box(distance, n, own, primitive.half.x, primitive.half.y, primitive.corner);
            break;
        case Primitive::Kind::annulus:
            rows::min_annulus(distance, n, own, primitive.half.x, primitive.half.y);
            break;
        case Primitive::Kind::polygon:
            rows::min_polygon(distance, n, ray, primitive.points.data(), primitive.points.size(), scratch);
            break;
        case Primitive::Kind::below_curve:
            rows::min_curve(distance, n, ray, primitive.height, primitive.amplitude, primitive.frequency, primitive.phase);
            break;
    }
}

// How far a primitive reaches from the local origin; below_curve reaches everywhere.
float reach(const Primitive& primitive) {
    switch (primitive.kind) {
        case Primitive::Kind::polygon: {
            float farthest = 0.0f;
            for (const Point& p : primitive.points) {
                farthest = std::max(farthest, std::hypot(p.x, p.y));
            }
            return farthest;
        }
        case Primitive::Kind::below_curve:
            return far_away;
        case Primitive::Kind::annulus:
            return std::hypot(primitive.centre.x, primitive.centre.y) + primitive.half.x + primitive.half.y;
        default:
            return std::hypot(primitive.centre.x, primitive.centre.y) + std::hypot(primitive.half.x, primitive.half.y);
    }
}

}  // namespace

Colour mix(const Colour& from, const Colour& to, float amount) {
    const float keep = 1.0f - amount;
    return {from.red * keep + to.red * amount, from.green * keep + to.green * amount, from.blue * keep + to.blue * amount};
}

Colour shade(const Colour& colour, float factor) {
    return {colour.red * factor, colour.green * factor, colour.blue * factor};
}

Primitive ellipse(Point centre, Point half, float angle) {
    return {.kind = Primitive::Kind::ellipse, .centre = centre, .half = half, .angle = angle};
}

Primitive circle(Point centre, float radius) {
    return ellipse(centre, {radius, radius});
}

Primitive box(Point centre, Point half, float corner, float angle) {
    return {.kind = Primitive::Kind::box, .centre = centre, .half = half, .corner = corner, .angle = angle};
}

Primitive polygon(std::vector<Point> points) {
    return {.kind = Primitive::Kind::polygon, .points = std::move(points)};
}

Primitive annulus(Point centre, float radius, float half_thickness) {
    return {.kind = Primitive::Kind::annulus, .centre = centre, .half = {radius, half_thickness}};
}

Primitive below_curve(float height, float amplitude, float frequency, float phase) {
    return {.kind = Primitive::Kind::below_curve,
            .height = height,
            .amplitude = amplitude,
            .frequency = frequency,
            .phase = phase};
}

// Pixels [x0, x1) x [y0, y1).
struct Canvas::PixelBox {
    int x0, x1, y0, y1;
};

// From pixel centres to local coordinates: local = origin + column * across + row * down.
struct Canvas::Mapping {
    Point origin, across, down;
    Point position;              // of the local origin, in pixels
    float pixels_per_local = 1;  // the mean of both directions
    float pixels_per_local_max = 1;
    float pixels_per_world = 1;
};

Canvas::Canvas(int width, int height)
    : width_(width),
      height_(height),
      pixels_per_unit_(0.5f * static_cast<float>(std::min(width, height))),
      distances_(static_cast<std::size_t>(width)),
      other_(static_cast<std::size_t>(width) * 3) {
    for (std::vector<float>& plane : planes_) {
        plane.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    }
}

Point Canvas::half_size() const {
    return {0.5f * static_cast<float>(width_) / pixels_per_unit_, 0.5f * static_cast<float>(height_) / pixels_per_unit_};
}

Canvas::Mapping Canvas::mapping(const Placement& placement, const View& view) const {
    const float pixels = pixels_per_unit_ * view.zoom;
    const float c = std::cos(placement.angle);
    const float s = std::sin(placement.angle);
    const float sx = 1.0f / placement.scale.x;
    const float sy = 1.0f / placement.scale.y;
    Mapping map;
    map.across = {c * sx / pixels, -s * sy / pixels};
    map.down = {-s * sx / pixels, -c * sy / pixels};  // rows count downwards
    map.position = {0.5f * static_cast<float>(width_) + (placement.position.x - view.centre.x) * pixels,
                    0.5f * static_cast<float>(height_) - (placement.position.y - view.centre.y) * pixels};
    const float column = 0.5f - map.position.x;
    const float row = 0.5f - map.position.y;
    map.origin = {column * map.across.x + row * map.down.x, column * map.across.y + row * map.down.y};
    map.pixels_per_local = pixels * std::sqrt(std::fabs(placement.scale.x * placement.scale.y));
    map.pixels_per_local_max = pixels * std::max(std::fabs(placement.scale.x), std::fabs(placement.scale.y));
    map.pixels_per_world = pixels;
    return map;
}

Canvas::PixelBox Canvas::bounds(const Layer& layer, const Mapping& map, float margin) const {
    float farthest = 0.0f;
    for (const Primitive& primitive : layer.shape) {
        farthest = std::max(farthest, reach(primitive));
    }
    // A single small primitive away from the origin, such as a raindrop or a wheel, gets a box of its own.
    Point middle = map.position;
    if (layer.shape.size() == 1 && layer.shape[0].kind != Primitive::Kind::polygon && farthest < far_away) {
        const Primitive& primitive = layer.shape[0];
        const Point offset = {primitive.centre.x - map.origin.x, primitive.centre.y - map.origin.y};
        const float determinant = map.across.x * map.down.y - map.across.y * map.down.x;
        middle = {0.5f + (offset.x * map.down.y - offset.y * map.down.x) / determinant,
                  0.5f + (offset.y * map.across.x - offset.x * map.across.y) / determinant};
        farthest -= std::hypot(primitive.centre.x, primitive.centre.y);
    }
    const float radius = std::min(farthest * map.pixels_per_local_max + margin, far_away);
    const auto clip = [](float value, int limit) {
        return static_cast<int>(std::clamp(value, 0.0f, static_cast<float>(limit)));
    };
    return {clip(std::floor(middle.x - radius), width_), clip(std::ceil(middle.x + radius), width_),
            clip(std::floor(middle.y - radius), height_), clip(std::ceil(middle.y + radius), height_)};
}

void Canvas::measure_row(const Layer& layer, const Mapping& map, const PixelBox& box, int y) {
    const auto n = static_cast<std::size_t>(box.x1 - box.x0);
    const auto column = static_cast<float>(box.x0);
    const auto row = static_cast<float>(y);
    const rows::Ray ray = {map.origin.x + column * map.across.x + row * map.down.x,
                           map.origin.y + column * map.across.y + row * map.down.y, map.across.x, map.across.y};
    float* scratch = other_.data() + width_;
    std::fill_n(distances_.begin(), n, far_away);
    for (const Primitive& primitive : layer.shape) {
        measure(primitive, ray, distances_.data(), n, scratch);
    }
    if (!layer.within.empty()) {
        std::fill_n(other_.begin(), n, far_away);
        for (const Primitive& primitive : layer.within) {
            measure(primitive, ray, other_.data(), n, scratch);
        }
        rows::intersect(distances_.data(), other_.data(), n);
    }
}

void Canvas::fill_gradient(const Colour& bottom, const Colour& top, float y0, float y1, const View& view) {
    const float pixels = pixels_per_unit_ * view.zoom;
    for (int row = 0; row < height_; ++row) {
        const float y = view.centre.y + (0.5f * static_cast<float>(height_) - static_cast<float>(row) - 0.5f) / pixels;
        const Colour colour = mix(bottom, top, std::clamp((y - y0) / (y1 - y0), 0.0f, 1.0f));
        const float values[3] = {colour.red, colour.green, colour.blue};
        for (std::size_t c = 0; c < 3; ++c) {
            std::fill_n(planes_[c].begin() + static_cast<std::ptrdiff_t>(row) * width_, width_, values[c]);
        }
    }
}

void Canvas::draw(const Layer& layer, const Placement& placement, const View& view) {
    Placement upright = placement;
    if (!layer.turns) {
        upright.angle = 0.0f;
    }
    const Mapping map = mapping(upright, view);
    const float edge = std::max(1.0f, layer.softness * map.pixels_per_world);  // pixels
    const float scale = map.pixels_per_local / edge;
    const float grow = layer.grow * map.pixels_per_world / map.pixels_per_local;
    const PixelBox area = bounds(layer, map, edge + layer.grow * map.pixels_per_world + 1.0f);
    if (area.x0 >= area.x1) {
        return;
    }
    const float values[3] = {layer.colour.red, layer.colour.green, layer.colour.blue};
    for (int y = area.y0; y < area.y1; ++y) {
        measure_row(layer, map, area, y);
        const std::size_t begin =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(area.x0);
        for (std::size_t c = 0; c < 3; ++c) {
            rows::cover(planes_[c].data() + begin, distances_.data(), static_cast<std::size_t>(area.x1 - area.x0), values[c],
                        layer.alpha, scale, grow);
        }
    }
}

void Canvas::draw_glow(const Layer& layer, const Placement& placement, const View& view, float glow_reach) {
    const Mapping map = mapping(placement, view);
    const float scale = map.pixels_per_local / (glow_reach * map.pixels_per_world);
    const PixelBox area = bounds(layer, map, 4.0f * glow_reach * map.pixels_per_world);
    if (area.x0 >= area.x1) {
        return;
    }
    const float values[3] = {layer.colour.red, layer.colour.green, layer.colour.blue};
    for (int y = area.y0; y < area.y1; ++y) {
        measure_row(layer, map, area, y);
        const std::size_t begin =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(area.x0);
        for (std::size_t c = 0; c < 3; ++c) {
            rows::add_glow(planes_[c].data() + begin, distances_.data(), static_cast<std::size_t>(area.x1 - area.x0),
                           values[c] * layer.alpha, scale);
        }
    }
}

void Canvas::write_rgb(std::uint8_t* rgb) const {
    rows::interleave(rgb, planes_[0].data(), planes_[1].data(), planes_[2].data(), planes_[0].size());
}

}  // namespace kinora::training
