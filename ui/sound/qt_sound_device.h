// The machine's sound device through Qt. Opening it can take as long as the system's sound server likes: it happens on a thread of
// its own, which is made when something is played for the first time.
#pragma once

#include <QThread>

#include <atomic>
#include <memory>

#include "ui/sound/sound_device.h"

namespace kinora {

class HeardTime;
class SoundSink;

class QtSoundDevice : public SoundDevice {
    Q_OBJECT

 public:
    QtSoundDevice();
    ~QtSoundDevice() override;  // leaves a thread behind that the sound server does not answer

    void start(std::shared_ptr<SoundFeed> feed) override;
    void stop() override;
    std::chrono::nanoseconds heard() const override;

 private:
    std::shared_ptr<HeardTime> heard_;
    std::shared_ptr<std::atomic<int>> run_;  // the newest; what was asked for before is not begun any more
    std::unique_ptr<QThread> thread_;
    SoundSink* sink_;  // lives on the thread, and goes with it
};

}  // namespace kinora
