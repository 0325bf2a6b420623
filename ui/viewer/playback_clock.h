// What moves the playhead: time as it goes by, or sound as it is heard.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

namespace kinora {

// Of the GUI thread. Never goes back, and never jumps where one takes over from the other.
class PlaybackClock {
 public:
    using Time = std::chrono::nanoseconds;

    // `steady` is how long something unchanging has been running; without one it is the machine.
    explicit PlaybackClock(std::function<Time()> steady = {});

    Time now();

    // Stands still, for something that will be heard in a moment.
    void hold();
    // Goes on with the sound; `heard` says how much of it has been heard.
    void follow(std::function<Time()> heard);
    // Goes on by itself.
    void release();

    // Called from now() where the clock has stood for a second waiting for sound, and goes on by itself.
    void onStall(std::function<void()> stalled) { stalled_ = std::move(stalled); }

 private:
    std::function<Time()> steady_;
    std::function<Time()> heard_;  // empty where the clock goes by itself or is held
    std::function<void()> stalled_;
    bool isHeld_ = false;
    Time last_ = {};     // what now() said last
    Time movedAt_ = {};  // steady time when last_ changed
    Time base_ = {};     // now() is this and what was heard, or this and steady time
};

}  // namespace kinora
