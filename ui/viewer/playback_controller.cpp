#include "ui/viewer/playback_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kinora {

namespace {

constexpr double highestSpeed = 8.0;

std::chrono::nanoseconds steadyTime() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

PlaybackController::PlaybackController(QObject* parent, Clock clock)
    : QObject(parent), clock_(clock ? std::move(clock) : Clock(steadyTime)) {
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &PlaybackController::tick);
}

std::int64_t PlaybackController::lastFrame() const {
    return out_.value_or(std::max<std::int64_t>(numFrames_ - 1, 0));
}

PlayPosition PlaybackController::position() const {
    return {playhead_, speed_ < 0.0 ? -1 : 1, firstFrame(), lastFrame(), loops_};
}

void PlaybackController::setClip(std::int64_t numFrames, const FrameRate& rate) {
    pause();
    setRange(std::nullopt, std::nullopt);
    replaceClip(numFrames, rate);
}

void PlaybackController::replaceClip(std::int64_t numFrames, const FrameRate& rate) {
    numFrames_ = std::max<std::int64_t>(numFrames, 0);
    rate_ = rate.is_valid() ? rate : FrameRate{24, 1};
    const std::int64_t last = std::max<std::int64_t>(numFrames_ - 1, 0);
    if (in_.value_or(0) > last || out_.value_or(0) > last) {
        setRange(std::nullopt, std::nullopt);
    }
    Q_EMIT clipChanged();
    moveTo(std::clamp<std::int64_t>(playhead_, 0, last));
    anchor();
}

void PlaybackController::tick() {
    if (speed_ == 0.0) {
        return;
    }
    const std::chrono::duration<double> elapsed = clock_() - anchorTime_;
    // A tick at exactly the time of a frame shows that frame, whatever the rounding.
    const double frames = elapsed.count() * rate_.per_second() * std::abs(speed_) + 1e-6;
    const auto moved = static_cast<std::int64_t>(frames);
    const std::int64_t frame = anchorFrame_ + (speed_ > 0.0 ? moved : -moved);
    if (frame >= firstFrame() && frame <= lastFrame()) {
        moveTo(frame);
    } else if (loops_) {
        moveTo(wrapped(frame));
    } else if (speed_ > 0.0 ? frame > lastFrame() : frame < firstFrame()) {
        moveTo(speed_ > 0.0 ? lastFrame() : firstFrame());
        pause();
    } else {
        moveTo(frame);  // on its way into the range
    }
}

std::int64_t PlaybackController::wrapped(std::int64_t frame) const {
    const std::int64_t length = lastFrame() - firstFrame() + 1;
    const std::int64_t place = (frame - firstFrame()) % length;
    return firstFrame() + (place < 0 ? place + length : place);
}

void PlaybackController::seek(qint64 frame) {
    moveTo(std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(numFrames_ - 1, 0)));
    anchor();
}

void PlaybackController::step(qint64 frames) {
    pause();
    seek(playhead_ + frames);
}

void PlaybackController::stepSeconds(int seconds) {
    step(std::llround(seconds * rate_.per_second()));
}

void PlaybackController::toStart() {
    seek(0);
}

void PlaybackController::toEnd() {
    seek(numFrames_ - 1);
}

void PlaybackController::play() {
    if (playhead_ >= lastFrame() || playhead_ < firstFrame()) {
        moveTo(firstFrame());
    }
    setSpeed(1.0);
}

void PlaybackController::pause() {
    setSpeed(0.0);
}

void PlaybackController::togglePlay() {
    isPlaying() ? pause() : play();
}

void PlaybackController::shuttleBackward() {
    setSpeed(speed_ < 0.0 ? std::max(speed_ * 2.0, -highestSpeed) : -1.0);
}

void PlaybackController::shuttleForward() {
    setSpeed(speed_ > 0.0 ? std::min(speed_ * 2.0, highestSpeed) : 1.0);
}

void PlaybackController::setInPoint() {
    setRange(playhead_, out_ && *out_ < playhead_ ? std::nullopt : out_);
}

void PlaybackController::setOutPoint() {
    setRange(in_ && *in_ > playhead_ ? std::nullopt : in_, playhead_);
}

void PlaybackController::toInPoint() {
    seek(firstFrame());
}

void PlaybackController::toOutPoint() {
    seek(lastFrame());
}

void PlaybackController::clearInPoint() {
    setRange(std::nullopt, out_);
}

void PlaybackController::clearOutPoint() {
    setRange(in_, std::nullopt);
}

void PlaybackController::setRange(std::optional<std::int64_t> in, std::optional<std::int64_t> out) {
    if (in != in_ || out != out_) {
        in_ = in;
        out_ = out;
        anchor();
        Q_EMIT rangeChanged();
    }
}

void PlaybackController::setLoops(bool loops) {
    if (loops != loops_) {
        loops_ = loops;
        anchor();
        Q_EMIT loopsChanged(loops);
    }
}

void PlaybackController::moveTo(std::int64_t frame) {
    if (frame != playhead_) {
        playhead_ = frame;
        Q_EMIT playheadChanged(frame);
    }
}

void PlaybackController::setSpeed(double speed) {
    if (numFrames_ < 2) {
        speed = 0.0;
    }
    if (speed == speed_) {
        return;
    }
    const bool wasPlaying = isPlaying();
    speed_ = speed;
    anchor();
    if (isPlaying()) {
        // Twice as often as frames change, so that none is late by more than half its time.
        const double perSecond = rate_.per_second() * std::min(std::abs(speed_), 2.0);
        timer_.start(std::clamp(static_cast<int>(500.0 / perSecond), 4, 50));
    } else {
        timer_.stop();
    }
    Q_EMIT speedChanged(speed_);
    if (wasPlaying != isPlaying()) {
        Q_EMIT playingChanged(isPlaying());
    }
}

void PlaybackController::anchor() {
    anchorFrame_ = playhead_;
    anchorTime_ = clock_();
    Q_EMIT anchored();
}

}  // namespace kinora
