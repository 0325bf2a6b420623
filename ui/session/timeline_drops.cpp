#include "ui/session/timeline_drops.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/timeline_rate.h"
#include "core/project/edits/track_edits.h"
#include "ui/session/error_text.h"
#include "ui/timeline/timeline_state.h"

namespace kinora {

namespace {

constexpr double stillSeconds = 3.0;

bool isEmpty(const Project& project) {
    return timeline_end(project) == 0 && !is_rate_fixed(project);
}

}  // namespace

Project landMedia(const Project& project, const MediaRef& media, TrackId wanted, std::int64_t frame, std::int64_t still, EditMode mode,
                  const Ripple& ripple) {
    Project result = project;
    const auto facts = media_facts(project, media);
    if (!facts) {
        throw EditError(Sentence::of("the media is no longer in the project"));
    }
    if (isEmpty(result) && facts->length && facts->frame_rate.is_valid()) {
        result = set_timeline_rate(set_timeline_size(result, facts->width, facts->height), timeline_rate_for(facts->frame_rate));
    }
    if (find_track(result, wanted) == nullptr) {
        result = add_track(result, result.timeline.tracks.size(), "");
        wanted = result.timeline.tracks.back()->id;
    }
    Clip clip = clip_of(result, media, facts->length ? 0 : still);
    clip.name = facts->name;
    clip.start = frame;
    try {
        return insert_clip(result, wanted, clip, mode, ripple);
    } catch (const EditError&) {
        const Track* track = find_track(result, wanted);
        if (track->is_locked || mode != EditMode::normal || track->clips.empty()) {
            throw;
        }
        clip.start = track->clips.back()->end();
        return insert_clip(result, wanted, std::move(clip), mode, ripple);
    }
}

TimelineDrops::TimelineDrops(TimelineState& state, QObject* parent) : QObject(parent), state_(state), import_(state.document()) {
    connect(&import_, &MediaImport::imported, this, [this](const Asset& asset, qint64 drop) {
        land(drop, [asset](Project& project) { return addImported(project, asset); });
    });
    connect(&import_, &MediaImport::known, this, [this](const MediaRef& media, qint64 drop) {
        land(drop, [media](Project&) { return media; });
    });
    connect(&import_, &MediaImport::failed, this, &TimelineDrops::failed);
    connect(&import_, &MediaImport::noticed, this, &TimelineDrops::said);
    connect(&state_, &TimelineState::projectReplaced, this, [this] { places_.clear(); });
}

void TimelineDrops::drop(const QStringList& files, qint64 frame, TrackId track) {
    places_[++lastDrop_] = {track, frame};
    import_.importGrouped(files, lastDrop_);
}

void TimelineDrops::land(qint64 drop, const std::function<MediaRef(Project& project)>& media) {
    const auto place = places_.find(drop);
    if (place == places_.end()) {
        return;
    }
    const auto still = static_cast<std::int64_t>(std::llround(stillSeconds * state_.project().frame_rate.per_second()));
    try {
        state_.document().applyJoining(
            tr("Drop files"),
            [&](const Project& project) {
                Project withMedia = project;
                const MediaRef dropped = media(withMedia);
                return landMedia(withMedia, dropped, place->second.track, place->second.frame, std::max<std::int64_t>(still, 1), state_.mode(),
                                 state_.ripple());
            },
            [&](const Project&) { return QStringLiteral("drop %1").arg(drop); });
    } catch (const Error& error) {
        Q_EMIT failed(sayingOf(error));
        return;
    }
    // The clip is the newest: its id is the highest.
    ClipId newest;
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (clip->id > newest) {
                newest = clip->id;
                place->second = {track->id, clip->end()};
            }
        }
    }
    state_.setCurrent(newest);
}

}  // namespace kinora
