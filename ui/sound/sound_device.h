// Where sound goes out: the machine's speakers, or what a test puts in their place. Used on the GUI thread, which it never keeps
// waiting.
#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace kinora {

class SoundFeed;

class SoundDevice : public QObject {
    Q_OBJECT

 public:
    using QObject::QObject;

    // Opens the device and plays `feed` from its beginning; started() or failed() follows, unless another start() or stop() comes
    // first. What was played before ends.
    virtual void start(std::shared_ptr<SoundFeed> feed) = 0;

    // Silence, and the device belongs to others again.
    virtual void stop() = 0;

    // How much of the feed has left the speakers, by the device's own clock; 0 before any has.
    virtual std::chrono::nanoseconds heard() const = 0;

 Q_SIGNALS:
    void started();
    // Also later, where the device is taken away. One sentence.
    void failed(const QString& message);
};

// Null where there is nothing to play sound with.
using MakeSoundDevice = std::function<std::unique_ptr<SoundDevice>()>;

}  // namespace kinora
