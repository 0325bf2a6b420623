#include "ui/session/timeline_drops.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
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

Project landAsset(const Project& project, Asset asset, TrackId wanted, std::int64_t frame, std::int64_t still, EditMode mode,
                  const Ripple& ripple) {
    Project result = project;
    if (isEmpty(result) && asset.kind == AssetKind::video && asset.frame_rate.is_valid()) {
        result = set_timeline_rate(set_timeline_size(result, asset.width, asset.height), timeline_rate_for(asset.frame_rate));
    }
    AssetId id = asset.id;
    if (!id.is_set()) {
        result = add_asset(result, std::move(asset));
        id = result.assets->back()->id;
    }
    if (find_track(result, wanted) == nullptr) {
        result = add_track(result, result.timeline.tracks.size(), "");
        wanted = result.timeline.tracks.back()->id;
    }
    Clip clip = clip_of(result, id, still);
    clip.name = find_asset(result, id)->name;
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
    connect(&import_, &MediaImport::imported, this, &TimelineDrops::land);
    connect(&import_, &MediaImport::failed, this, &TimelineDrops::failed);
    connect(&import_, &MediaImport::noticed, this, &TimelineDrops::said);
    connect(&state_.document(), &Document::fileChanged, this, [this] { places_.clear(); });
}

void TimelineDrops::drop(const QStringList& files, qint64 frame, TrackId track) {
    places_[++lastDrop_] = {track, frame};
    import_.importGrouped(files, lastDrop_);
}

void TimelineDrops::land(const Asset& asset, qint64 drop) {
    const auto place = places_.find(drop);
    if (place == places_.end()) {
        return;
    }
    Asset known = asset;
    for (const Shared<Asset>& present : *state_.project().assets) {  // two files of a drop may be the same
        known = present->content_hash == asset.content_hash ? *present : known;
    }
    const auto still = static_cast<std::int64_t>(std::llround(stillSeconds * state_.project().frame_rate.per_second()));
    try {
        state_.document().applyJoining(
            tr("Drop files"),
            [&](const Project& project) {
                return landAsset(project, known, place->second.track, place->second.frame, std::max<std::int64_t>(still, 1), state_.mode(),
                                 state_.ripple());
            },
            [&](const Project&) { return QStringLiteral("drop %1").arg(drop); });
    } catch (const Error& error) {
        Q_EMIT failed(messageOf(error));
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
