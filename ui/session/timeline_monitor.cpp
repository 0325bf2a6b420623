#include "ui/session/timeline_monitor.h"

#include <QScopedValueRollback>

#include <utility>

#include "ui/session/document.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/timeline_frames.h"
#include "ui/viewer/viewer.h"

namespace kinora {

TimelineMonitor::TimelineMonitor(TimelinePanel& panel, Monitor& monitor, Document& document, QObject* parent)
    : QObject(parent), panel_(panel), monitor_(monitor), document_(document), playback_(monitor.timelineViewer().controller()) {
    const auto outdate = [this] {
        isOutdated_ = true;
        if (monitor_.mode() == Monitor::Mode::timeline) {
            reopen();
        }
    };
    connect(&document_, &Document::changed, this, [outdate](const Change& change) {
        if (change.touches_timeline() || change.format || !change.takes.is_empty() || !change.assets.is_empty()) {
            outdate();
        }
    });
    connect(&document_, &Document::fileChanged, this, outdate);
    connect(&monitor_, &Monitor::modeChanged, this, [this](Monitor::Mode mode) {
        if (mode == Monitor::Mode::timeline && isOutdated_) {
            reopen();
        }
    });
    connect(&panel_.state(), &TimelineState::playheadChanged, this, [this](qint64 frame) {
        if (!isFollowing_) {
            show();
            showPlayhead(frame);
        }
    });
    connect(&panel_.commands(), &TimelineCommands::playWanted, this, [this] {
        if (playback_.isPlaying()) {
            playback_.pause();
        } else {
            play();
        }
    });
    connect(&panel_.commands(), &TimelineCommands::shuttleWanted, this, [this](int direction) {
        show();
        direction == 0 ? playback_.pause() : direction > 0 ? playback_.shuttleForward() : playback_.shuttleBackward();
    });
    connect(&playback_, &PlaybackController::playheadChanged, this, [this](qint64 frame) {
        if (!isFollowing_ && !isOpening_) {
            const QScopedValueRollback<bool> following(isFollowing_, true);
            panel_.state().setPlayhead(frame);
        }
    });
    connect(&monitor_.timelineViewer(), &Viewer::opened, this, [this] { finishOpening(true); });
    connect(&monitor_.timelineViewer(), &Viewer::failed, this, [this] { finishOpening(false); });
}

void TimelineMonitor::finishOpening(bool isOpen) {
    isOpening_ = false;
    const bool plays = std::exchange(playsWhenOpen_, false);
    if (isOpen && !playback_.isPlaying()) {
        showPlayhead(panel_.state().playhead());
    }
    if (isOpen && plays) {
        playback_.play();
    }
}

void TimelineMonitor::show() {
    monitor_.setMode(Monitor::Mode::timeline);
}

void TimelineMonitor::play() {
    show();
    const bool isOpen = playback_.numFrames() > 0;
    playsWhenOpen_ = !isOpen;
    if (isOpen) {
        playback_.play();
    }
}

void TimelineMonitor::reopen() {
    isOutdated_ = false;
    Viewer& viewer = monitor_.timelineViewer();
    const QScopedValueRollback<bool> following(isFollowing_, true);
    if (timeline_end(document_.project()) == 0) {
        viewer.close(tr("The timeline is empty"));
        return;
    }
    isOpening_ = true;
    viewer.replace(frames_of_timeline(document_.snapshot(), document_.mediaFolder()),
                   sound_of_timeline(document_.snapshot(), document_.mediaFolder()));
}

void TimelineMonitor::showPlayhead(std::int64_t frame) {
    if (isFollowing_) {
        return;
    }
    const QScopedValueRollback<bool> following(isFollowing_, true);
    playback_.seek(frame);
}

}  // namespace kinora
