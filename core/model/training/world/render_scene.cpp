#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "core/model/training/world/backgrounds.h"
#include "core/model/training/world/choices.h"
#include "core/model/training/world/effects.h"
#include "core/model/training/world/figures.h"
#include "core/model/training/world/motion.h"
#include "core/model/training/world/painter.h"
#include "core/model/training/world/random.h"

namespace kinora::training {

namespace {

// How much slower what is far away moves when the camera pans.
constexpr float parallax = 0.5f;

struct Actor {
    Course course;
    Colour colour;
    float time_offset = 0.0f;  // what moves by itself does not move in step
};

float radius_of(const Scene& scene, Point half, bool is_one_of_two, Random& random) {
    const float usual = usual_radius(half) * random.uniform(0.96f, 1.06f);
    if (is_one_of_two) {
        return std::min(0.36f, 0.42f * half.x) * random.uniform(0.95f, 1.05f);
    }
    const auto size = choice<SizeKind>(scene, AttributeId::size);
    return usual * (size == SizeKind::small ? 0.6f : size == SizeKind::large ? 1.3f : 1.0f);
}

Actor make_actor(const Scene& scene, bool is_second, Point half, float floor, float duration) {
    Random random(scene.seed ^ (is_second ? 0xac702u : 0xac701u));
    const bool has_second = choice<ObjectKind>(scene, AttributeId::second_object) != ObjectKind::none;
    Actor actor;
    Course& course = actor.course;
    course.object = choice<ObjectKind>(scene, is_second ? AttributeId::second_object : AttributeId::object);
    course.motion = choice<MotionKind>(scene, is_second ? AttributeId::second_motion : AttributeId::motion);
    course.speed = is_second ? SpeedKind::none : choice<SpeedKind>(scene, AttributeId::speed);
    course.radius = radius_of(scene, half, has_second, random);
    course.left = -half.x;
    course.right = half.x;
    if (has_second) {
        const bool is_left = (choice<PlaceKind>(scene, AttributeId::second_place) == PlaceKind::left) == is_second;
        (is_left ? course.right : course.left) = 0.0f;
    }
    course.floor = floor;
    course.ceiling = half.y;
    course.duration = duration;
    course.floats = floats(course.object);
    course.looks_left = random.chance(0.5f);
    course.phase = random.uniform();
    course.offset = random.uniform(-1.0f, 1.0f);
    course.height = random.uniform(-1.0f, 1.0f);
    actor.time_offset = random.uniform(0.0f, 3.0f);
    actor.colour = colour_of(choice<ColourName>(scene, is_second ? AttributeId::second_colour : AttributeId::colour));
    course.bottom = make_figure(course.object, actor.colour, 0.0f, 0.0f).bottom;
    return actor;
}

View view_at(CameraKind camera, float progress) {
    switch (camera) {
        case CameraKind::pan_right:
            return {{0.6f * (progress - 0.5f), 0.0f}, 1.0f};
        case CameraKind::pan_left:
            return {{-0.6f * (progress - 0.5f), 0.0f}, 1.0f};
        case CameraKind::zoom_in:
            return {{0.0f, -0.1f * progress}, 0.82f * std::exp(0.4f * progress)};
        case CameraKind::zoom_out:
            return {{0.0f, -0.1f * (1.0f - progress)}, 0.82f * std::exp(0.4f * (1.0f - progress))};
        default:
            return {};
    }
}

class SceneRenderer {
  public:
    SceneRenderer(const Scene& scene, int width, int height, float duration)
        : scene_(scene),
          canvas_(width, height),
          background_kind_(choice<BackgroundKind>(scene, AttributeId::background)),
          background_(make_background(background_kind_, canvas_.half_size(), scene.seed)),
          camera_(choice<CameraKind>(scene, AttributeId::camera)),
          style_(choice<StyleKind>(scene, AttributeId::style)),
          duration_(duration) {
        const Point half = canvas_.half_size();
        if (choice<ObjectKind>(scene, AttributeId::second_object) != ObjectKind::none) {
            actors_.push_back(make_actor(scene, true, half, background_.floor, duration));
        }
        if (choice<ObjectKind>(scene, AttributeId::object) != ObjectKind::none) {
            actors_.push_back(make_actor(scene, false, half, background_.floor, duration));
        }
        if (camera_ == CameraKind::none) {
            draw_still_background(canvas_, {});
            still_ = canvas_;
        }
    }

    void render(float time, std::uint8_t* rgb) {
        const View view = view_at(camera_, duration_ > 0.0f ? time / duration_ : 0.5f);
        const View far_view = {{parallax * view.centre.x, view.centre.y}, 1.0f + parallax * (view.zoom - 1.0f)};
        if (still_) {
            canvas_ = *still_;
        } else {
            draw_still_background(canvas_, far_view);
        }
        const Point half = canvas_.half_size();
        if (style_ != StyleKind::neon) {
            for (const Layer& layer : moving_background(background_kind_, half, scene_.seed, time)) {
                canvas_.draw(softened(layer), {}, far_view);
            }
        }
        for (const Actor& actor : actors_) {
            draw_actor(actor, time, view);
        }
        if (style_ != StyleKind::neon) {
            for (const Layer& layer : moving_foreground(background_kind_, half, scene_.seed, time)) {
                canvas_.draw(softened(layer), {}, view);
            }
        }
        draw_weather(canvas_, choice<WeatherKind>(scene_, AttributeId::weather), scene_.seed, time);
        apply_style(canvas_, style_, scene_.seed);
        canvas_.write_rgb(rgb);
    }

  private:
    // Wet colours have no sharp edges.
    Layer softened(Layer layer) const {
        if (style_ == StyleKind::watercolour) {
            layer.softness = std::max(layer.softness, 0.08f);
        }
        return layer;
    }

    void draw_still_background(Canvas& canvas, const View& view) const {
        canvas.fill_gradient(background_.bottom, background_.top, background_.y0, background_.y1, view);
        for (const Layer& layer : background_.layers) {
            canvas.draw(softened(layer), {}, view);
        }
        if (style_ == StyleKind::neon) {
            canvas.draw({.shape = {below_curve(100.0f)}, .colour = {0.03f, 0.02f, 0.09f}, .alpha = 0.8f}, {}, view);
        }
    }

    void draw_actor(const Actor& actor, float time, const View& view) {
        const Pose pose = pose_at(actor.course, time);
        const Figure figure = make_figure(actor.course.object, actor.colour, time + actor.time_offset, pose.roll);
        if (style_ == StyleKind::neon) {
            draw_neon(figure, pose, actor.colour, view);
            return;
        }
        draw_shadow(actor, pose, view);
        Layer outline = outline_of(figure, actor.colour);
        outline.alpha = style_ == StyleKind::watercolour ? 0.6f : 1.0f;
        canvas_.draw(softened(outline), pose.placement, view);
        for (const Layer& layer : figure.layers) {
            canvas_.draw(softened(layer), pose.placement, view);
        }
    }

    // Fainter and wider the higher the object is.
    void draw_shadow(const Actor& actor, const Pose& pose, const View& view) {
        const float height = std::max(pose.lowest - background_.floor, 0.0f);
        const float alpha = background_.shadow * std::max(1.0f - 0.6f * height, 0.25f);
        const float width = 0.8f * std::fabs(pose.placement.scale.x) * (1.0f + 0.25f * height);
        if (alpha <= 0.0f || background_.shadow <= 0.0f) {
            return;
        }
        const Placement place = {{pose.placement.position.x, background_.floor - 0.01f}, 0.0f, {1.0f, 1.0f}};
        canvas_.draw({.shape = {ellipse({0.0f, 0.0f}, {width, 0.09f * actor.course.radius / 0.5f})},
                      .colour = {0.03f, 0.04f, 0.08f},
                      .alpha = alpha,
                      .softness = 0.07f},
                     place, view);
    }

    void draw_neon(const Figure& figure, const Pose& pose, const Colour& colour, const View& view) {
        canvas_.draw({.shape = figure.silhouette, .colour = shade(colour, 0.18f)}, pose.placement, view);
        const Layer light = {.shape = figure.silhouette, .colour = mix(colour, {1.0f, 1.0f, 1.0f}, 0.1f), .alpha = 0.9f};
        canvas_.draw_glow(light, pose.placement, view, 0.05f);
        Layer halo = light;
        halo.alpha = 0.3f;
        canvas_.draw_glow(halo, pose.placement, view, 0.15f);
    }

    const Scene& scene_;
    Canvas canvas_;
    BackgroundKind background_kind_;
    Background background_;
    CameraKind camera_;
    StyleKind style_;
    float duration_;
    std::optional<Canvas> still_;
    std::vector<Actor> actors_;
};

}  // namespace

std::vector<std::uint8_t> render_scene(const Scene& scene, int width, int height, std::int64_t num_frames,
                                       double frames_per_second) {
    assert(scene.choices.size() == num_attributes && width > 0 && height > 0 && num_frames > 0 && frames_per_second > 0.0);
    const std::size_t frame_size = std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    std::vector<std::uint8_t> frames(frame_size * static_cast<std::size_t>(num_frames));
    const auto seconds = [&](std::int64_t i) { return static_cast<float>(static_cast<double>(i) / frames_per_second); };
    SceneRenderer renderer(scene, width, height, seconds(num_frames - 1));
    for (std::int64_t i = 0; i < num_frames; ++i) {
        renderer.render(seconds(i), frames.data() + frame_size * static_cast<std::size_t>(i));
    }
    return frames;
}

}  // namespace kinora::training
