#include "ui/session/scene_scans.h"

#include <chrono>
#include <cmath>
#include <exception>
#include <utility>

#include "core/base/cancelled.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto betweenReports = std::chrono::milliseconds(100);

}  // namespace

struct SceneScans::Work {
    MediaRef media;
    FrameRange range;  // of the media, in frames of the project
    std::stop_source stop;
};

SceneScans::SceneScans(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("scene scan")) {
    connect(&document_, &Document::fileChanged, this, [this] {
        stop();
        found_.clear();
        known_.clear();
    });
}

SceneScans::~SceneScans() {
    stop();
    thread_.reset();
}

void SceneScans::stop() {
    if (work_) {
        std::exchange(work_, nullptr)->stop.request_stop();
    }
}

void SceneScans::scan(ClipId clip) {
    stop();
    const auto place = find_clip(document_.project(), clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    if (shown == nullptr) {
        return;
    }
    const FrameRange range = {shown->source_in, place->clip().length};
    const auto known = known_.find(shown->media);
    if (known != known_.end() && known->second.start <= range.start && known->second.end() >= range.end()) {
        Q_EMIT changed(shown->media);
        Q_EMIT over(shown->media, {});
        return;
    }
    work_ = std::make_shared<Work>(Work{shown->media, range, {}});
    thread_->post([this, work = work_, clip, project = document_.snapshot(), mediaFolder = document_.mediaFolder()](const std::stop_token& end) {
        const std::stop_callback onEnd(end, [&] { work->stop.request_stop(); });
        const auto show = [&](const SceneScan& scan) {
            QMetaObject::invokeMethod(
                this,
                [this, work, scan] {
                    if (work == work_) {
                        found_[work->media] = scan;
                        Q_EMIT changed(work->media);
                    }
                },
                Qt::QueuedConnection);
        };
        QString problem;
        try {
            const std::stop_token stop = work->stop.get_token();
            const ShownFrames frames = shown_frames(*project, clip, mediaFolder, stop);
            const auto file = media_facts(*project, work->media)->file;
            Clock::time_point lastReport;
            const auto report = [&](const SceneScan& so_far) {
                if (Clock::now() - lastReport >= betweenReports) {
                    lastReport = Clock::now();
                    show(so_far);
                }
            };
            show(scan_scenes(mediaFolder / file, frames.frames, report, stop));
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, work, problem] {
                if (work == work_) {
                    work_.reset();
                    if (problem.isEmpty()) {
                        known_[work->media] = work->range;
                    }
                    Q_EMIT over(work->media, problem);
                }
            },
            Qt::QueuedConnection);
    });
}

void SceneScans::inherit(const MediaRef& made, const InterpolatedFile& file) {
    const auto base = found_.find(file.version.base);
    if (base == found_.end()) {
        return;
    }
    const double slowness = file.version.slowness.per_second();
    const auto inheritMarks = [&](const std::vector<SceneMark>& marks) {
        std::vector<SceneMark> inherited;
        for (const SceneMark& mark : marks) {
            if (mark.frame > file.shown.frames.start && mark.frame < file.shown.frames.end()) {
                const double seconds = (mark.seconds - file.shown.first_seconds) * slowness;
                inherited.push_back({std::llround(seconds * file.frame_rate.per_second()), seconds});
            }
        }
        return inherited;
    };
    SceneScan& scan = found_[made];
    scan.frames = {0, file.num_frames};
    scan.num_looked_at = file.num_frames;
    scan.cuts = inheritMarks(base->second.cuts);
    scan.hard = inheritMarks(base->second.hard);
    Q_EMIT changed(made);
}

}  // namespace kinora
