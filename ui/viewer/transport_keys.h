// Plays and marks by keys. With the key for stopping held, those for shuttling move by one frame.
#pragma once

#include <QKeyEvent>

#include "ui/viewer/viewer_commands.h"

namespace kinora {

class PlaybackController;
class WidgetKeys;

class TransportKeys {
 public:
    // True if the key meant something.
    bool press(PlaybackController& controller, const WidgetKeys& keys, const QKeyEvent& event);
    void release(const WidgetKeys& keys, const QKeyEvent& event);

    // False for a command that is not about playing.
    static bool run(PlaybackController& controller, ViewerCommand command);

 private:
    bool holdsPause_ = false;
};

}  // namespace kinora
