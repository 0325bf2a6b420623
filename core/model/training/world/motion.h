// How objects move: where, how large, how turned, and how squashed an object is at a time.
#pragma once

#include "core/model/training/world/choices.h"
#include "core/model/training/world/painter.h"

namespace kinora::training {

// Everything about one object's way that stays the same through a clip.
struct Course {
    ObjectKind object = ObjectKind::ball;
    MotionKind motion = MotionKind::still;
    SpeedKind speed = SpeedKind::none;
    float radius = 0.5f;  // of the object, in world units
    float bottom = 0.9f;  // see Figure
    float left = -1.0f;   // the object stays between these and …
    float right = 1.0f;
    float floor = -0.7f;    // … above this …
    float ceiling = 1.0f;   // … and under this
    float duration = 2.0f;  // of the clip, seconds
    bool floats = false;
    bool looks_left = false;  // where it has no other reason to look somewhere
    float phase = 0.0f;       // 0..1, where in its cycle a repeating motion begins
    float offset = 0.0f;      // -1..1, moves the whole course to a side
    float height = 0.0f;      // -1..1, how high a floating object is
};

struct Pose {
    Placement placement;
    float roll = 0.0f;    // of wheels, radians
    float lowest = 0.0f;  // y of the object's lowest point, for its shadow
};

Pose pose_at(const Course& course, float time);

}  // namespace kinora::training
