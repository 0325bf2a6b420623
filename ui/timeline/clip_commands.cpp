#include "ui/timeline/clip_commands.h"

#include <QCoreApplication>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/trim_edits.h"

namespace kinora {

TrackId ClipCommands::targetTrack() const {
    if (const TrackId current = state_.currentTrack(); current.is_set()) {
        return current;
    }
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        if (!track->is_locked) {
            return track->id;
        }
    }
    return {};
}

void ClipCommands::split(bool isOnAllTracks) {
    const std::int64_t frame = state_.playhead();
    std::vector<TrackId> tracks;
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        const Clip* clip = clip_at(*track, frame);
        const bool isMeant = isOnAllTracks || state_.selection().empty() || (clip != nullptr && state_.isSelected(clip->id));
        if (!track->is_locked && isMeant) {
            tracks.push_back(track->id);
        }
    }
    state_.apply(QCoreApplication::translate("kinora::ClipCommands", "Split"), [&](const Project& before) { return split_tracks(before, tracks, frame); });
}

void ClipCommands::copy() {
    state_.setClipboard(copy_clips(state_.project(), state_.selection()));
}

void ClipCommands::cut() {
    const std::vector<ClipId> clips = state_.selection();
    Clipboard copied = copy_clips(state_.project(), clips);
    if (state_.apply(QCoreApplication::translate("kinora::ClipCommands", "Cut"), [&](const Project& before) { return cut_clips(before, clips); })) {
        state_.setClipboard(std::move(copied));
    }
}

// Clips that lay on several tracks come down as far as there are tracks for all of them.
TrackId ClipCommands::pasteTrack() const {
    const auto& tracks = state_.project().timeline.tracks;
    std::ptrdiff_t height = 0;
    for (const Clipboard::Item& item : state_.clipboard().items) {
        height = std::max<std::ptrdiff_t>(height, item.track);
    }
    const TrackId target = targetTrack();
    const auto found = std::ranges::find_if(tracks, [&](const Shared<Track>& track) { return track->id == target; });
    const std::ptrdiff_t highest = std::ssize(tracks) - 1 - height;
    return highest >= 0 && found - tracks.begin() > highest ? tracks[static_cast<std::size_t>(highest)]->id : target;
}

void ClipCommands::paste() {
    state_.apply(
        QCoreApplication::translate("kinora::ClipCommands", "Paste"),
        [this](const Project& before) {
            return paste_clips(before, state_.clipboard(), pasteTrack(), state_.playhead(), state_.mode(), state_.ripple());
        },
        {}, true);
}

void ClipCommands::remove(bool isRipple) {
    const std::vector<ClipId> clips = state_.selection();
    if (isRipple) {
        state_.apply(QCoreApplication::translate("kinora::ClipCommands", "Ripple delete"),
                     [&](const Project& before) { return ripple_delete_clips(before, clips, state_.ripple()); });
    } else {
        state_.apply(QCoreApplication::translate("kinora::ClipCommands", "Delete"), [&](const Project& before) { return lift_clips(before, clips); });
    }
}

void ClipCommands::closeGap() {
    state_.apply(QCoreApplication::translate("kinora::ClipCommands", "Close gap"), [this](const Project& before) {
        return close_gap(before, targetTrack(), state_.playhead(), state_.ripple());
    });
}

bool ClipCommands::isGapAtPlayhead() const {
    const Track* track = find_track(state_.project(), targetTrack());
    return track != nullptr && !track->clips.empty() && track->clips.back()->start > state_.playhead() &&
           clip_at(*track, state_.playhead()) == nullptr;
}

bool ClipCommands::isAnyGrouped() const {
    const auto isGrouped = [this](const Shared<Clip>& clip) { return clip->group.is_set() && state_.isSelected(clip->id); };
    return std::ranges::any_of(state_.project().timeline.tracks, [&](const Shared<Track>& track) { return std::ranges::any_of(track->clips, isGrouped); });
}

void ClipCommands::group(bool isGrouped) {
    const std::vector<ClipId> clips = state_.selection();
    state_.apply(isGrouped ? QCoreApplication::translate("kinora::ClipCommands", "Group") : QCoreApplication::translate("kinora::ClipCommands", "Ungroup"),
                 [&](const Project& before) { return isGrouped ? group_clips(before, clips) : ungroup_clips(before, clips); });
}

void ClipCommands::toggleSound() {
    const auto place = find_clip(state_.project(), state_.current());
    const std::vector<const ClipSound*> sounds = place ? sounds_of(place->clip()) : std::vector<const ClipSound*>();
    const bool isMuted = !sounds.empty() && std::ranges::all_of(sounds, [](const ClipSound* sound) { return sound->is_muted; });
    state_.apply(isMuted ? QCoreApplication::translate("kinora::ClipCommands", "Unmute clip") : QCoreApplication::translate("kinora::ClipCommands", "Mute clip"),
                 [&](const Project& before) { return set_clip_muted(before, state_.current(), !isMuted); });
}

void ClipCommands::move(std::int64_t frames, int tracks) {
    const std::vector<ClipId> clips = state_.selection();
    state_.apply(
        QCoreApplication::translate("kinora::ClipCommands", "Move"),
        [&](const Project& before) {
            return move_clips(with_room_above(before, clips, tracks), clips, frames, tracks, state_.mode(), state_.ripple());
        },
        QStringLiteral("timeline move"));
}

void ClipCommands::trimTo(bool isStart, std::int64_t frame, const QString& mergeKey) {
    const ClipId clip = state_.current();
    state_.apply(
        QCoreApplication::translate("kinora::ClipCommands", "Trim"),
        [&](const Project& before) {
            if (state_.tool() == ToolKind::rippleTrim) {
                return isStart ? ripple_trim_clip_start(before, clip, frame, state_.ripple())
                               : ripple_trim_clip_end(before, clip, frame, state_.ripple());
            }
            return isStart ? trim_clip_start(before, clip, frame) : trim_clip_end(before, clip, frame);
        },
        mergeKey);
}

void ClipCommands::trim(bool isStart, std::int64_t frames) {
    if (const auto place = find_clip(state_.project(), state_.current())) {
        const std::int64_t edge = isStart ? place->clip().start : place->clip().end();
        trimTo(isStart, edge + frames, QStringLiteral("timeline trim %1 %2").arg(isStart).arg(state_.current().value));
    }
}

void ClipCommands::trimToPlayhead(bool isStart) {
    trimTo(isStart, state_.playhead(), {});
}

void ClipCommands::slip(std::int64_t frames) {
    const ClipId clip = state_.current();
    state_.apply(
        QCoreApplication::translate("kinora::ClipCommands", "Slip"), [&](const Project& before) { return slip_clip(before, clip, frames); },
        QStringLiteral("timeline slip %1").arg(clip.value));
}

void ClipCommands::roll(std::int64_t frames) {
    const auto place = find_clip(state_.project(), state_.current());
    if (!place) {
        return;
    }
    const Clip& clip = place->clip();
    const Clip* before = clip.start > 0 ? clip_at(*place->track, clip.start - 1) : nullptr;
    const bool isStart = before != nullptr && (state_.playhead() == clip.start || clip_at(*place->track, clip.end()) == nullptr);
    const ClipId left = isStart ? before->id : clip.id;
    const std::int64_t cut = isStart ? clip.start : clip.end();
    state_.apply(
        QCoreApplication::translate("kinora::ClipCommands", "Roll"), [&](const Project& project) { return roll_cut(project, left, cut + frames); },
        QStringLiteral("timeline roll %1").arg(left.value));
}

void ClipCommands::slide(std::int64_t frames) {
    const ClipId clip = state_.current();
    state_.apply(
        QCoreApplication::translate("kinora::ClipCommands", "Slide"), [&](const Project& before) { return slide_clip(before, clip, frames); },
        QStringLiteral("timeline slide %1").arg(clip.value));
}

void ClipCommands::holdKeyframe() {
    const std::int64_t at = state_.playhead();
    const Clip* seen = state_.seenClip();
    if (seen == nullptr) {
        state_.refuse(QCoreApplication::translate("kinora::ClipCommands", "There is no clip under the playhead"));
        return;
    }
    state_.apply(QCoreApplication::translate("kinora::ClipCommands", "Hold keyframe"),
                 [&, clip = seen->id](const Project& before) {
                     return hold_keyframe(before, clip, at, next_keyframe_frame(before.generate->keyframes, state_.wish().settings.num_frames));
                 });
}

void ClipCommands::selectAll() {
    std::vector<ClipId> all;
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        if (!track->is_locked) {
            std::ranges::transform(track->clips, std::back_inserter(all), [](const Shared<Clip>& clip) { return clip->id; });
        }
    }
    state_.select(all);
}

void ClipCommands::choose(ClipId clip, bool adds) {
    if (!adds) {
        state_.setCurrent(clip);
    } else if (state_.isSelected(clip)) {
        state_.makeCurrent(clip);
    } else {
        state_.toggle(clip);
    }
}

void ClipCommands::selectBeside(bool isNext, bool adds) {
    const auto place = find_clip(state_.project(), state_.current());
    if (place) {
        const auto& clips = place->track->clips;
        const std::size_t wanted = place->clip_index + 1;
        if (isNext ? wanted < clips.size() : place->clip_index > 0) {
            choose(clips[isNext ? wanted : place->clip_index - 1]->id, adds);
        }
        return;
    }
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        if (!track->clips.empty()) {
            state_.setCurrent((isNext ? track->clips.front() : track->clips.back())->id);
            return;
        }
    }
}

void ClipCommands::selectOnTrackBeside(bool isAbove, bool adds) {
    const auto place = find_clip(state_.project(), state_.current());
    if (!place) {
        selectBeside(true);
        return;
    }
    const auto& tracks = state_.project().timeline.tracks;
    const std::int64_t middle = place->clip().start + place->clip().length / 2;
    for (std::size_t i = place->track_index; isAbove ? i + 1 < tracks.size() : i > 0;) {
        isAbove ? ++i : --i;
        const auto& clips = tracks[i]->clips;
        const auto nearest = std::ranges::min_element(clips, {}, [&](const Shared<Clip>& clip) {
            return clip->range().contains(middle) ? 0 : std::min(std::abs(clip->start - middle), std::abs(clip->end() - middle));
        });
        if (nearest != clips.end()) {
            choose((*nearest)->id, adds);
            return;
        }
    }
}

std::int64_t ClipCommands::cutBeside(bool isNext) const {
    std::int64_t found = state_.playhead();
    for (const SnapTarget& target : snap_targets(state_.project(), {}, std::nullopt)) {
        if (target.kind != SnapKind::cut && target.kind != SnapKind::timeline_start) {
            continue;
        }
        if (isNext && target.frame > state_.playhead()) {
            return target.frame;
        }
        found = !isNext && target.frame < state_.playhead() ? target.frame : found;
    }
    return found;
}

}  // namespace kinora
