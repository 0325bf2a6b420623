// Tells an observer of a generation when its stages begin and end.
#pragma once

#include <chrono>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/base/cancelled.h"
#include "core/generation/generation_event.h"

namespace kinora {

class Stopwatch {
 public:
    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
    double restart() {
        const double passed = seconds();
        start_ = Clock::now();
        return passed;
    }

 private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

// The stage begins with the object; its end is told by finish(), which is not reached after an error. Throws Cancelled where the run was stopped
// before.
class StageReport {
 public:
    StageReport(const GenerationObserver& observer, Stage stage, const std::stop_token& stop, std::vector<double> sigmas = {})
        : observer_(observer), stage_(stage) {
        throw_if_stop_requested(stop);
        observer_(StageStarted{stage, std::move(sigmas)});
    }
    void finish() { observer_(StageFinished{stage_, watch_.seconds()}); }

 private:
    const GenerationObserver& observer_;
    Stage stage_;
    Stopwatch watch_;
};

}  // namespace kinora
