#include "core/model/training/world/motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/model/training/world/figures.h"

namespace kinora::training {

namespace {

constexpr float turn = 2.0f * std::numbers::pi_v<float>;

struct State {
    Point position;
    float angle = 0.0f;
    Point stretch = {1.0f, 1.0f};
    float roll = 0.0f;
};

float pace(const Course& course) {
    return course.speed == SpeedKind::slow ? 0.55f : course.speed == SpeedKind::fast ? 1.6f : 1.0f;
}

// How far of the whole way an object comes in a clip.
float share_of_way(const Course& course) {
    return course.speed == SpeedKind::slow ? 0.45f : course.speed == SpeedKind::fast ? 1.0f : 0.88f;
}

// How much of the way is behind the object, 0..1. A single frame shows the middle.
float progress(const Course& course, float time) {
    return course.duration > 0.0f ? std::clamp(time / course.duration, 0.0f, 1.0f) : 0.5f;
}

float standing(const Course& course, float radius) {
    return course.floor + course.bottom * radius;
}

// In the air, or on the ground.
float resting_height(const Course& course) {
    const float low = standing(course, course.radius);
    const float high = course.ceiling - course.radius * 1.05f;
    return course.floats ? low + (high - low) * (0.55f + 0.2f * course.height) : low;
}

// At the renderer's 8 frames a second, a bounce of one second crosses much of the picture within the four frames of one latent.
constexpr float seconds_of_a_bounce = 1.6f;

// Free flight between contacts with the floor; during a contact the object is pressed together and gives the energy back.
void bounce(const Course& course, float time, State& state) {
    constexpr float contact = 0.18f;
    const float period = seconds_of_a_bounce / pace(course);
    const float cycle = time / period + course.phase;
    const float u = cycle - std::floor(cycle);
    const float base = standing(course, course.radius);
    const float height = std::max(course.ceiling - course.radius * 1.1f - base, 0.3f * course.radius);
    if (u < contact) {
        const float squash = 0.3f * std::sin(std::numbers::pi_v<float> * u / contact);
        state.stretch = {1.0f + 0.7f * squash, 1.0f - squash};
        state.position.y = course.floor + course.bottom * course.radius * (1.0f - squash);
    } else {
        const float v = (u - contact) / (1.0f - contact);
        const float stretch = 0.1f * std::fabs(2.0f * v - 1.0f) * std::min(8.0f * std::min(v, 1.0f - v), 1.0f);
        state.stretch = {1.0f - 0.6f * stretch, 1.0f + stretch};
        state.position.y = base + height * 4.0f * v * (1.0f - v);
    }
}

void move_sideways(const Course& course, float time, State& state) {
    const float direction = course.motion == MotionKind::right ? 1.0f : -1.0f;
    const float reach = std::max(0.5f * (course.right - course.left) - course.radius * 1.05f, 0.05f);
    const float way = 2.0f * reach * share_of_way(course);
    const float slack = reach - 0.5f * way;
    const float x = course.offset * slack + direction * way * (progress(course, time) - 0.5f);
    state.position.x = 0.5f * (course.left + course.right) + x;
    if (rolls(course.object)) {
        state.angle = -x / (course.bottom * course.radius) + turn * course.phase;
    }
    state.roll = -x / (0.3f * course.radius);
    if (course.floats) {
        state.position.y += 0.05f * std::sin(turn * (0.7f * time + course.phase));
    }
}

void move_upright(const Course& course, float time, State& state) {
    const float low = standing(course, course.radius);
    const float high = course.ceiling - course.radius * 1.08f;
    const float u = progress(course, time);
    if (course.motion == MotionKind::rise) {
        const float way = (high - low) * (course.speed == SpeedKind::none ? 1.0f : share_of_way(course));
        state.position.y = low + way * u;
    } else {
        state.position.y = high - (high - low) * u * (0.2f + 0.8f * u);  // a little push, then gravity
    }
}

void circle_around(const Course& course, float time, State& state) {
    const float room = std::min(0.5f * (course.right - course.left), 0.5f * (course.ceiling - course.floor));
    const float radius = std::max(room - course.radius * 1.05f, 0.12f);
    const float angle = turn * (0.5f * pace(course) * time + course.phase) * (course.looks_left ? -1.0f : 1.0f);
    state.position = {0.5f * (course.left + course.right) + radius * std::cos(angle),
                      0.5f * (course.ceiling + course.floor) + radius * std::sin(angle)};
}

}  // namespace

Pose pose_at(const Course& course, float time) {
    const float middle = 0.5f * (course.left + course.right);
    const float room = std::max(0.5f * (course.right - course.left) - course.radius * 1.1f, 0.0f);
    State state;
    state.position = {middle + course.offset * 0.6f * room, resting_height(course)};
    float radius = course.radius;
    switch (course.motion) {
        case MotionKind::bounce:
            bounce(course, time, state);
            break;
        case MotionKind::right:
        case MotionKind::left:
            move_sideways(course, time, state);
            break;
        case MotionKind::rise:
        case MotionKind::fall:
            move_upright(course, time, state);
            break;
        case MotionKind::circle:
            circle_around(course, time, state);
            break;
        case MotionKind::spin:
            state.angle = turn * (0.5f * pace(course) * time + course.phase) * (course.looks_left ? -1.0f : 1.0f);
            state.position.y = std::max(resting_height(course), course.floor + 1.08f * radius);
            break;
        case MotionKind::grow:
        case MotionKind::shrink: {
            const float u = progress(course, time);
            radius *= 0.45f + 0.65f * (course.motion == MotionKind::grow ? u : 1.0f - u);
            state.position.y = course.floats ? state.position.y : standing(course, radius);
            break;
        }
        case MotionKind::sway: {
            const float swing = std::sin(turn * (0.8f * pace(course) * time + course.phase));
            state.angle = -0.28f * swing;
            state.position.x += 0.28f * radius * swing;
            break;
        }
        default:
            break;
    }
    const bool looks_left = course.motion == MotionKind::left || (course.motion != MotionKind::right && course.looks_left);
    const float mirror = has_front(course.object) && looks_left ? -1.0f : 1.0f;
    Pose pose;
    pose.placement = {state.position, state.angle, {mirror * radius * state.stretch.x, radius * state.stretch.y}};
    pose.roll = mirror * state.roll;
    pose.lowest = state.position.y - course.bottom * radius * state.stretch.y;
    return pose;
}

}  // namespace kinora::training
