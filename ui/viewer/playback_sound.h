// Sound for a playhead. While a clip plays forwards at its own speed, its sound is heard, and the playhead follows it; at other speeds and
// while scrubbing there is no sound. Where there is no sound device, or it fails, the clip goes on playing without.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

#include "ui/sound/sound_device.h"
#include "ui/viewer/clip_sound.h"
#include "ui/viewer/mix_ahead.h"

namespace kinora {

class MonitorSound;
class PlaybackClock;
class PlaybackController;

class PlaybackSound : public QObject {
    Q_OBJECT

 public:
    // All outlive this object. `clock` is the controller's. The device is made when there is something to be heard for the first time.
    PlaybackSound(PlaybackController& controller, PlaybackClock& clock, MonitorSound& level, MakeSoundDevice makeDevice);
    ~PlaybackSound() override;

    // The sound of the clip that the controller is about to play; empty for none.
    void setSound(OpenSound sound);

 private:
    void follow();
    void begin();
    void end();
    void openDevice(bool isHeard);
    void giveUp();
    void takeDevice(std::unique_ptr<SoundDevice> device);

    PlaybackController& controller_;
    PlaybackClock& clock_;
    MonitorSound& level_;
    MakeSoundDevice makeDevice_;
    OpenSound sound_;
    MixAhead mixer_;
    std::shared_ptr<SoundFeed> feed_;  // what is heard or about to be; null while there is nothing
    std::unique_ptr<SoundDevice> device_;
    bool isMixed_ = false;    // the device was asked to play it
    bool isOpening_ = false;  // and has not answered yet
    bool isStuck_ = false;    // and nobody waits for it any more
    QTimer settling_;         // the playhead is dragged about
    QElapsedTimer sinceMoved_;
};

}  // namespace kinora
