#include "ui/viewer/playback_clock.h"

#include <algorithm>

namespace kinora {

namespace {

constexpr std::chrono::seconds longestStall(1);

}  // namespace

PlaybackClock::PlaybackClock(std::function<Time()> steady) : steady_(std::move(steady)) {
    if (!steady_) {
        steady_ = [] { return std::chrono::steady_clock::now().time_since_epoch(); };
    }
}

PlaybackClock::Time PlaybackClock::now() {
    const Time steady = steady_();
    if (!isHeld_ && !heard_) {
        last_ = base_ + steady;
        return last_;
    }
    const Time now = heard_ ? std::max(last_, base_ + heard_()) : last_;
    if (now != last_) {
        last_ = now;
        movedAt_ = steady;
    } else if (steady - movedAt_ > longestStall) {
        release();
        if (stalled_) {
            stalled_();
        }
    }
    return last_;
}

void PlaybackClock::hold() {
    isHeld_ = true;
    heard_ = nullptr;
    movedAt_ = steady_();
}

void PlaybackClock::follow(std::function<Time()> heard) {
    isHeld_ = false;
    heard_ = std::move(heard);
    base_ = last_;
    movedAt_ = steady_();
}

void PlaybackClock::release() {
    if (isHeld_ || heard_) {
        isHeld_ = false;
        heard_ = nullptr;
        base_ = last_ - steady_();
    }
}

}  // namespace kinora
