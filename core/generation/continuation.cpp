#include "core/generation/continuation.h"

#include <algorithm>

namespace kinora {

namespace {

// Enough of a clip to show how it moves: one frame and two steps of the model.
constexpr std::int64_t usual_steps = 2;

// The number of given frames, 1 + a multiple, that is nearest to `wanted` and available.
std::int64_t given_frames(std::int64_t available, std::int64_t wanted, std::int64_t multiple) {
    const std::int64_t asked = wanted > 0 ? wanted : 1 + usual_steps * multiple;
    const std::int64_t nearest = 1 + (asked - 1 + multiple / 2) / multiple * multiple;
    const std::int64_t most = 1 + (available - 1) / multiple * multiple;
    return std::min(nearest, most);
}

}  // namespace

ContinuationPlan plan_extension(std::int64_t available, std::int64_t wanted_new, std::int64_t overlap,
                                std::int64_t frame_multiple, bool is_before) {
    const std::int64_t given = given_frames(available, overlap, frame_multiple);
    const std::int64_t made = (wanted_new + frame_multiple - 1) / frame_multiple * frame_multiple;
    ContinuationPlan plan;
    plan.num_frames = given + made;
    plan.num_new = wanted_new;
    if (is_before) {
        plan.num_tail = given;
        plan.first_new = made - wanted_new;
    } else {
        plan.num_head = given;
        plan.first_new = given;
    }
    return plan;
}

ContinuationPlan plan_filling(std::int64_t before, std::int64_t after, std::int64_t wanted_new, std::int64_t overlap,
                              std::int64_t frame_multiple) {
    ContinuationPlan plan;
    plan.num_head = given_frames(before, overlap, frame_multiple);
    plan.num_tail = given_frames(after, overlap, frame_multiple);
    // Both given parts and the whole are 1 + a multiple, so what lies between is a multiple less one.
    const std::int64_t steps = std::max<std::int64_t>((wanted_new + 1 + frame_multiple / 2) / frame_multiple, 1);
    plan.num_new = std::max<std::int64_t>(steps * frame_multiple - 1, 1);
    if (frame_multiple == 1) {
        plan.num_new = wanted_new;
    }
    plan.first_new = plan.num_head;
    plan.num_frames = plan.num_head + plan.num_new + plan.num_tail;
    return plan;
}

}  // namespace kinora
