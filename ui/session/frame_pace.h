// What a long job over frames tells: not too often, and with the time that is left.
#pragma once

#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>

namespace kinora {

class FramePace {
 public:
    // The seconds that are left after `done` of `total` frames, in proportion to those that went by since this object was made, or since
    // goOnFrom(); nothing where the last report was a moment ago. The end is always reported.
    std::optional<double> report(std::int64_t done, std::int64_t total);

    // So many frames were done earlier, in no time of this one.
    void goOnFrom(std::int64_t done);

 private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point lastReport_;
    std::int64_t earlier_ = 0;
};

// "1:05"
QString clockText(double seconds);

}  // namespace kinora
