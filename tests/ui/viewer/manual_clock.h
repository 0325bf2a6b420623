// A clock that a test moves by hand.
#pragma once

#include <chrono>
#include <memory>

#include "ui/viewer/playback_controller.h"

namespace kinora::test {

class ManualClock {
 public:
    PlaybackController::Clock reader() const {
        return [now = now_] { return *now; };
    }
    void advance(double seconds) {
        *now_ += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
    }

 private:
    std::shared_ptr<std::chrono::nanoseconds> now_ = std::make_shared<std::chrono::nanoseconds>();
};

}  // namespace kinora::test
