// How the learning rate changes over a run, as a factor of the highest: a linear warm-up, a plateau, then a fall along half a
// cosine to a small rest, over which most of the loss falls.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace kinora::training {

struct LearningRateSchedule {
    std::int64_t steps = 1;         // of the whole run
    std::int64_t warmup_steps = 0;
    double decay_from = 0.3;        // share of the steps after which the rate falls
    double lowest = 0.03;           // what is left at the end

    double factor(std::int64_t step) const {
        const double warm = std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(std::max<std::int64_t>(warmup_steps, 1)));
        const double done = static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
        const double fallen = std::clamp((done - decay_from) / std::max(1.0 - decay_from, 1e-9), 0.0, 1.0);
        return warm * (lowest + (1.0 - lowest) * (0.5 + 0.5 * std::cos(std::numbers::pi * fallen)));
    }
};

}  // namespace kinora::training
