#include "ui/viewer/playback_sound.h"

#include <utility>

#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/playback_clock.h"
#include "ui/viewer/playback_controller.h"

namespace kinora {

namespace {

// A playhead that is moved again so soon while the clip plays is being dragged.
constexpr int settlingMs = 150;

}  // namespace

PlaybackSound::PlaybackSound(PlaybackController& controller, PlaybackClock& clock, MonitorSound& level, MakeSoundDevice makeDevice)
    : controller_(controller), clock_(clock), level_(level), makeDevice_(std::move(makeDevice)) {
    settling_.setSingleShot(true);
    settling_.setInterval(settlingMs);
    connect(&settling_, &QTimer::timeout, this, &PlaybackSound::begin);
    connect(&controller_, &PlaybackController::anchored, this, &PlaybackSound::follow);
    connect(&mixer_, &MixAhead::ready, this, &PlaybackSound::openDevice);
    connect(&mixer_, &MixAhead::unreadable, &level_, &MonitorSound::report);
    connect(&level_, &MonitorSound::levelChanged, this, [this] {
        if (feed_) {
            feed_->setAmplitude(level_.amplitude());
        }
    });
    clock_.onStall([this] {
        if (isMixed_) {
            level_.setProblem(tr("The sound device does not answer; clips play without sound."));
        } else {
            level_.report(tr("The sound of this clip takes too long to read; it plays without sound. Stop and play it again."));
        }
        giveUp();
    });
}

PlaybackSound::~PlaybackSound() {
    clock_.onStall({});
    clock_.release();
}

void PlaybackSound::setSound(OpenSound sound) {
    sound_ = std::move(sound);
}

// The controller counts anew from where it is: the sound begins there.
void PlaybackSound::follow() {
    end();
    const bool isHeard = controller_.speed() == 1.0 && sound_ && makeDevice_;
    if (!isHeard || isStuck_) {
        clock_.release();
        return;
    }
    clock_.hold();
    const bool isDragged = sinceMoved_.isValid() && sinceMoved_.elapsed() < settlingMs;
    sinceMoved_.start();
    if (isDragged) {
        settling_.start();
    } else {
        begin();
    }
}

void PlaybackSound::begin() {
    isMixed_ = false;
    feed_ = mixer_.start(sound_, controller_.position(), controller_.frameRate(), level_.amplitude());
}

void PlaybackSound::end() {
    settling_.stop();
    mixer_.stop();
    if (device_ && feed_ && !isStuck_) {
        isOpening_ = false;
        device_->stop();
    }
    feed_.reset();
}

void PlaybackSound::openDevice(bool isHeard) {
    if (isHeard && !device_) {
        takeDevice(makeDevice_());
    }
    if (!isHeard || !device_) {
        end();
        clock_.release();
        return;
    }
    isMixed_ = true;
    isOpening_ = true;
    device_->start(feed_);
}

void PlaybackSound::takeDevice(std::unique_ptr<SoundDevice> device) {
    device_ = std::move(device);
    if (!device_) {
        return;
    }
    connect(device_.get(), &SoundDevice::started, this, [this] {
        isOpening_ = false;
        level_.setProblem({});
        if (std::exchange(isStuck_, false) || !feed_) {
            device_->stop();
        } else {
            clock_.follow([this] { return device_->heard(); });
        }
    });
    connect(device_.get(), &SoundDevice::failed, this, [this](const QString& message) {
        isOpening_ = false;
        isStuck_ = false;
        giveUp();
        level_.setProblem(message);
    });
}

void PlaybackSound::giveUp() {
    isStuck_ = isOpening_;
    end();
    clock_.release();
}

}  // namespace kinora
