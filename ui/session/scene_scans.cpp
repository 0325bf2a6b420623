#include "ui/session/scene_scans.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/render/saved_scenes.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

using Clock = std::chrono::steady_clock;

namespace fs = std::filesystem;

constexpr auto betweenReports = std::chrono::milliseconds(100);

// Where that is not possible, it is looked for again.
void remember(const fs::path& mediaFolder, const std::string& hash, const SceneScan& scan) {
    try {
        save_scenes(mediaFolder, hash, scan);
    } catch (const Error&) {
        // The disk is full.
    }
}

const SceneScan* covering(const std::vector<SceneScan>& scans, const FrameRange& frames) {
    const auto found = std::ranges::find_if(scans, [&](const SceneScan& scan) { return covers(scan, frames); });
    return found == scans.end() ? nullptr : &*found;
}

}  // namespace

struct SceneScans::Work {
    ClipId clip;
    MediaRef media;
    std::stop_source stop;
};

SceneScans::SceneScans(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("scene scan")) {
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) {
        if (isMoved) {
            if (work_) {
                scan(work_->clip);  // in the new folder, where what is found is kept
            }
            return;
        }
        stop();
        ++session_;
        found_.clear();
        known_.clear();
        ofClip_.reset();
        // After the document has told everybody about the new project.
        QMetaObject::invokeMethod(this, &SceneScans::loadAll, Qt::QueuedConnection);
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

// Nothing where the media has other content than before.
SceneScans::Known& SceneScans::knownOf(const MediaRef& media) {
    Known& known = known_[media];
    const std::string hash = content_hash_of(document_.project(), media);
    if (known.hash != hash) {
        known = {hash, {}};
    }
    return known;
}

void SceneScans::scan(ClipId clip) {
    stop();
    ofClip_.reset();
    const auto place = find_clip(document_.project(), clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    if (shown == nullptr) {
        return;
    }
    work_ = std::make_shared<Work>(Work{clip, shown->media, {}});
    thread_->post([this, work = work_, clip, project = document_.snapshot(), mediaFolder = document_.mediaFolder(),
                   known = knownOf(shown->media).scans](const std::stop_token& end) {
        const std::stop_callback onEnd(end, [&] { work->stop.request_stop(); });
        Saying problem;
        try {
            const std::stop_token stop = work->stop.get_token();
            const FrameRange frames = shown_frames(*project, clip, mediaFolder, stop).frames;
            if (const SceneScan* found = covering(known, frames)) {
                showFound(work, *found, frames, {});
            } else {
                look(*project, mediaFolder, work, frames);
            }
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
                    Q_EMIT over(work->media, problem);
                }
            },
            Qt::QueuedConnection);
    });
}

// On the scans' thread.
void SceneScans::look(const Project& project, const fs::path& mediaFolder, const std::shared_ptr<Work>& work, const FrameRange& frames) {
    const std::stop_token stop = work->stop.get_token();
    const fs::path file = mediaFolder / media_facts(project, work->media)->file;
    const std::string kept = content_hash_of(project, work->media);
    const std::string hash = kept.empty() ? hash_file(file, stop) : kept;
    const std::vector<SceneScan> saved = load_scenes(mediaFolder, hash);
    if (const SceneScan* found = covering(saved, frames)) {
        showFound(work, *found, frames, saved);
        return;
    }
    Clock::time_point lastReport;
    const auto report = [&](const SceneScan& so_far) {
        if (Clock::now() - lastReport >= betweenReports) {
            lastReport = Clock::now();
            showFound(work, so_far, frames, saved);
        }
    };
    const SceneScan scan = scan_scenes(file, frames, report, stop);
    showFound(work, scan, frames, {scan});
    remember(mediaFolder, hash, scan);
}

// `known` are complete; on any thread.
void SceneScans::showFound(const std::shared_ptr<Work>& work, const SceneScan& scan, const FrameRange& frames,
                           const std::vector<SceneScan>& known) {
    QMetaObject::invokeMethod(
        this,
        [this, work, scan, frames, known] {
            if (work != work_) {
                return;
            }
            std::vector<SceneScan>& all = knownOf(work->media).scans;
            for (const SceneScan& each : known) {
                if (std::ranges::find(all, each) == all.end()) {
                    all.push_back(each);
                }
            }
            std::vector<SceneScan> shown = all;
            shown.push_back(scan);
            found_[work->media] = merged(shown);
            const SceneScan part = within(scan, frames);
            ofClip_ = ClipScenes{work->media, part, part.frames == scan.frames || scan.num_duplicates == 0};
            Q_EMIT changed(work->media);
        },
        Qt::QueuedConnection);
}

// What was found when the project was open before.
void SceneScans::loadAll() {
    std::map<MediaRef, std::string> hashes;
    for (const Shared<Asset>& asset : *document_.project().assets) {
        hashes[asset->id] = asset->content_hash;
    }
    for (const Shared<Take>& take : *document_.project().takes) {
        hashes[take->id] = take->content_hash;
    }
    std::erase_if(hashes, [](const auto& item) { return item.second.empty(); });
    thread_->post([this, hashes, session = session_, mediaFolder = document_.mediaFolder()](const std::stop_token& end) {
        std::map<MediaRef, Known> found;
        for (const auto& [media, hash] : hashes) {
            std::vector<SceneScan> scans = end.stop_requested() ? std::vector<SceneScan>() : load_scenes(mediaFolder, hash);
            if (!scans.empty()) {
                found[media] = {hash, std::move(scans)};
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, session, found] {
                if (session != session_) {
                    return;
                }
                for (const auto& [media, known] : found) {
                    known_.try_emplace(media, known);
                    if (found_.emplace(media, merged(known.scans)).second) {
                        Q_EMIT changed(media);
                    }
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
    const Known& known = knownOf(file.version.base);
    const SceneScan* whole = covering(known.scans, file.shown.frames);
    const SceneScan& source = whole == nullptr ? base->second : *whole;
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
    scan.ends_with_file = true;
    scan.cuts = inheritMarks(source.cuts);
    scan.hard = inheritMarks(source.hard);
    // Where nobody looked through all of it, there may be more, which is to be looked for then.
    if (whole != nullptr) {
        Known& inherited = knownOf(made);
        inherited.scans.push_back(scan);
        if (!inherited.hash.empty()) {
            thread_->post([mediaFolder = document_.mediaFolder(), hash = inherited.hash, scan](const std::stop_token&) {
                remember(mediaFolder, hash, scan);
            });
        }
    }
    Q_EMIT changed(made);
}

}  // namespace kinora
