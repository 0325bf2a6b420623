// What a long job over frames tells: not too often, and with the time that is left.
#pragma once

#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>

namespace kinora {

class FramePace {
 public:
    // The seconds that are left after `done` of `total` frames, in proportion to those that went by since this object was made; nothing where
    // the last report was a moment ago. The end is always reported. Work that begins with several frames went on where it was: those took none
    // of this time.
    std::optional<double> report(std::int64_t done, std::int64_t total);

 private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point lastReport_;
    std::optional<std::int64_t> earlier_;  // frames
};

// "1:05"
QString clockText(double seconds);

}  // namespace kinora
