// The keys that every monitor obeys: Space, J K L, arrows, Home and End, I and O with Shift and Alt.
#pragma once

#include <QKeyEvent>

namespace kinora {

class PlaybackController;

class TransportKeys {
 public:
    // True if the key meant something. With K held, J and L move by one frame.
    bool press(PlaybackController& controller, const QKeyEvent& event);
    void release(const QKeyEvent& event);

 private:
    bool pressMark(PlaybackController& controller, const QKeyEvent& event);
    bool pressMove(PlaybackController& controller, const QKeyEvent& event);

    bool holdsPause_ = false;
};

}  // namespace kinora
