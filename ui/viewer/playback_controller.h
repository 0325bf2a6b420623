// The playhead of a clip and the clock that moves it. Knows frames and time, no pictures. When the machine is slow, frames are
// left out and the clip keeps its speed.
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/base/frame_time.h"
#include "ui/viewer/decode_ahead.h"

namespace kinora {

class PlaybackController : public QObject {
    Q_OBJECT

 public:
    // How long something unchanging has been running.
    using Clock = std::function<std::chrono::nanoseconds()>;

    explicit PlaybackController(QObject* parent = nullptr, Clock clock = {});

    // Another clip: stops, forgets in and out point, and keeps the playhead where it is if the clip is that long.
    void setClip(std::int64_t numFrames, const FrameRate& rate);
    // The same clip made anew, as long as before or not: goes on as it was.
    void replaceClip(std::int64_t numFrames, const FrameRate& rate);

    std::int64_t numFrames() const { return numFrames_; }
    const FrameRate& frameRate() const { return rate_; }
    std::int64_t playhead() const { return playhead_; }
    bool isPlaying() const { return speed_ != 0.0; }
    double speed() const { return speed_; }  // 1 is the clip's own; below 0 backwards; 0 while it stands
    bool loops() const { return loops_; }
    std::optional<std::int64_t> inPoint() const { return in_; }
    std::optional<std::int64_t> outPoint() const { return out_; }  // the last frame that is played
    std::int64_t firstFrame() const { return in_.value_or(0); }
    std::int64_t lastFrame() const;
    PlayPosition position() const;

    // Where the clock stands, for a timer that a test replaces.
    void tick();

 public Q_SLOTS:
    void seek(qint64 frame);  // the nearest frame that there is; goes on playing from there
    void step(qint64 frames);  // stops first
    void stepSeconds(int seconds);
    void toStart();
    void toEnd();
    void play();
    void pause();
    void togglePlay();
    // J, K, L: each press doubles the speed up to 8, the other direction begins at 1.
    void shuttleBackward();
    void shuttleForward();
    void setInPoint();  // at the playhead; an out point before it goes
    void setOutPoint();
    void toInPoint();
    void toOutPoint();
    void clearInPoint();
    void clearOutPoint();
    void setRange(std::optional<std::int64_t> in, std::optional<std::int64_t> out);
    void setLoops(bool loops);

 Q_SIGNALS:
    void clipChanged();
    void playheadChanged(qint64 frame);
    void playingChanged(bool isPlaying);
    void speedChanged(double speed);
    void rangeChanged();
    void loopsChanged(bool loops);
    // From here the clock counts anew: something began, ended, or went elsewhere than time alone would have brought it.
    void anchored();

 private:
    void moveTo(std::int64_t frame);
    void setSpeed(double speed);
    void anchor();
    std::int64_t wrapped(std::int64_t frame) const;

    Clock clock_;
    QTimer timer_;
    std::int64_t numFrames_ = 0;
    FrameRate rate_ = {24, 1};
    std::int64_t playhead_ = 0;
    double speed_ = 0.0;
    bool loops_ = false;
    std::optional<std::int64_t> in_;
    std::optional<std::int64_t> out_;
    std::int64_t anchorFrame_ = 0;  // where the playhead was at anchorTime_
    std::chrono::nanoseconds anchorTime_ = {};
};

}  // namespace kinora
