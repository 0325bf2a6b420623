#include "core/project/edits/carried_groups.h"

#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

using Shifts = std::map<std::int64_t, std::int64_t>;  // by where clips began, how far they went

std::map<GroupId, Shifts> shifts_of_groups(const Project& before, const Project& after) {
    std::map<GroupId, Shifts> shifts;
    for (std::size_t t = 0; t < before.timeline.tracks.size(); ++t) {
        if (before.timeline.tracks[t] == after.timeline.tracks[t]) {
            continue;
        }
        std::unordered_map<ClipId, std::int64_t> starts;
        for (const Shared<Clip>& clip : after.timeline.tracks[t]->clips) {
            starts.emplace(clip->id, clip->start);
        }
        for (const Shared<Clip>& clip : before.timeline.tracks[t]->clips) {
            if (const auto now = starts.find(clip->id); clip->group.is_set() && now != starts.end()) {
                shifts[clip->group].emplace(clip->start, now->second - clip->start);
            }
        }
    }
    return shifts;
}

std::int64_t shift_at(const Shifts& shifts, std::int64_t frame) {
    const auto behind = shifts.upper_bound(frame);
    return behind == shifts.begin() ? behind->second : std::prev(behind)->second;
}

void require_no_overlap(Track& track, const std::unordered_set<ClipId>& carried) {
    sort_clips(track);
    if (track.clips.front()->start < 0) {
        throw EditError(Sentence::of("a clip cannot begin before the timeline"));
    }
    for (std::size_t i = 1; i < track.clips.size(); ++i) {
        const Clip& left = *track.clips[i - 1];
        const Clip& right = *track.clips[i];
        if (right.start < left.end()) {
            throw EditError(Sentence::of("%1 on track \"%2\" is in the way of a group that has to move along; make room, or ungroup it",
                                         describe(carried.count(left.id) > 0 ? right : left), track.name));
        }
    }
}

}  // namespace

Project with_groups_carried(const Project& before, Project after) {
    const std::map<GroupId, Shifts> shifts = shifts_of_groups(before, after);
    for (std::size_t t = 0; t < before.timeline.tracks.size() && !shifts.empty(); ++t) {
        if (before.timeline.tracks[t] != after.timeline.tracks[t]) {
            continue;
        }
        Track track = *before.timeline.tracks[t];
        std::unordered_set<ClipId> carried;
        for (Shared<Clip>& shared : track.clips) {
            const auto group = shifts.find(shared->group);
            if (const std::int64_t shift = group == shifts.end() ? 0 : shift_at(group->second, shared->start); shift != 0) {
                Clip clip = *shared;
                clip.start += shift;
                carried.insert(clip.id);
                shared = std::move(clip);
            }
        }
        if (!carried.empty()) {
            editable_track(before, track.id);
            require_no_overlap(track, carried);
            put_track(after, std::move(track));
        }
    }
    return after;
}

}  // namespace kinora
