#include "ui/session/timeline_monitor.h"

#include <QCoreApplication>
#include <QScopedValueRollback>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/project/edits/marker_edits.h"
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
    connect(&document_, &Document::changed, this, [this, outdate](const Change& change) {
        if (change.format || !change.tracks.is_empty() || !change.track_changes.empty() || !change.takes.is_empty() || !change.assets.is_empty()) {
            outdate();
        }
        if (change.range) {
            showRange();
        }
    });
    connect(&document_, &Document::fileChanged, this, [this, outdate](bool isMoved) {
        if (!isMoved) {
            playback_.pause();  // another project is opened standing still, where the timeline's playhead is
        }
        outdate();
    });
    connect(&panel_.state(), &TimelineState::missingChanged, this, outdate);
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
    connect(&playback_, &PlaybackController::rangeChanged, this, &TimelineMonitor::takeRange);
    connect(&monitor_.timelineViewer(), &Viewer::opened, this, [this] { finishOpening(true); });
    connect(&monitor_.timelineViewer(), &Viewer::failed, this, [this] { finishOpening(false); });
}

void TimelineMonitor::finishOpening(bool isOpen) {
    isOpening_ = false;
    const bool plays = std::exchange(playsWhenOpen_, false);
    showRange();
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
        viewer.close(Saying([] { return tr("The timeline is empty"); }));
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

void TimelineMonitor::showRange() {
    if (playback_.numFrames() == 0) {
        return;
    }
    const QScopedValueRollback<bool> following(isFollowing_, true);
    const std::optional<FrameRange>& range = document_.project().timeline.range;
    const std::int64_t last = playback_.numFrames() - 1;
    if (range && range->start <= last) {
        playback_.setRange(range->start, std::min(range->end() - 1, last));
    } else {
        playback_.setRange(std::nullopt, std::nullopt);
    }
}

void TimelineMonitor::takeRange() {
    const std::optional<std::int64_t> in = playback_.inPoint();
    const std::optional<std::int64_t> out = playback_.outPoint();
    // A shorter timeline that has just been opened loses its marks; they are shown anew in a moment.
    if (isFollowing_ || (isOpening_ && !in && !out)) {
        return;
    }
    const std::optional<FrameRange>& before = document_.project().timeline.range;
    const bool isIn = in && (!before || *in != before->start);
    const char* text = !in && !out ? QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Clear in and out point")
                       : isIn      ? QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Set in point")
                                   : QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Set out point");
    panel_.state().apply(QCoreApplication::translate("kinora::TimelineCommands", text), [&](const Project& project) {
        Project result = clear_range_points(project);
        result = in ? set_in_point(result, *in) : result;
        return out ? set_out_point(result, *out) : result;
    });
}

}  // namespace kinora
