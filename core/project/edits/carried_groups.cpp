#include "core/project/edits/carried_groups.h"

#include <algorithm>
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
using TrackShifts = std::map<std::size_t, Shifts>;    // on each track

// Of tracks that are not as they were.
std::map<GroupId, TrackShifts> shifts_of_groups(const Project& before, const Project& after) {
    std::map<GroupId, TrackShifts> shifts;
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
                shifts[clip->group][t].emplace(clip->start, now->second - clip->start);
            }
        }
    }
    return shifts;
}

std::int64_t shift_at(const Shifts& shifts, std::int64_t frame) {
    const auto behind = shifts.upper_bound(frame);
    return behind == shifts.begin() ? behind->second : std::prev(behind)->second;
}

// Where more was closed on one track than on another, what is grouped goes as far on both.
TrackShifts in_step(const TrackShifts& shifts) {
    TrackShifts closed = shifts;
    for (auto& [track, of_track] : closed) {
        std::erase_if(of_track, [](const auto& entry) { return entry.second >= 0; });
    }
    TrackShifts result = shifts;
    for (const auto& [track, of_track] : closed) {
        for (const auto& [start, own] : of_track) {
            for (const auto& [other, theirs] : closed) {
                if (!theirs.empty()) {
                    std::int64_t& shift = result[track][start];
                    shift = std::min(shift, shift_at(theirs, start));
                }
            }
        }
    }
    return result;
}

// How much further than an edit of their own track has moved them the clips of groups have to go.
class Carrying {
 public:
    Carrying(const Project& before, const Project& after) : moved_(shifts_of_groups(before, after)) {
        for (const auto& [group, shifts] : moved_) {
            const TrackShifts wanted = in_step(shifts);
            for (const auto& [track, of_track] : wanted) {
                all_[group].insert(of_track.begin(), of_track.end());
            }
            wanted_.emplace(group, wanted);
        }
    }

    bool is_empty() const { return moved_.empty(); }

    // `start` is where the clip began before the edit.
    std::int64_t further(const Clip& clip, std::size_t track, std::int64_t start) const {
        const auto group = wanted_.find(clip.group);
        if (group == wanted_.end()) {
            return 0;
        }
        const auto own = group->second.find(track);
        if (own == group->second.end()) {
            return shift_at(all_.at(clip.group), start);
        }
        const auto known = own->second.find(start);
        return known == own->second.end() ? 0 : known->second - moved_.at(clip.group).at(track).at(start);
    }

 private:
    std::map<GroupId, TrackShifts> moved_;
    std::map<GroupId, TrackShifts> wanted_;
    std::map<GroupId, Shifts> all_;  // wanted, on whatever track
};

void require_no_overlap(Track& track, const std::unordered_set<ClipId>& carried) {
    sort_clips(track);
    if (track.clips.front()->start < 0) {
        throw EditError(Sentence::of("%1 on track \"%2\" would begin before the timeline if its group moved along; ungroup it",
                                     describe(*track.clips.front()), track.name));
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
    const Carrying carrying(before, after);
    for (std::size_t t = 0; t < before.timeline.tracks.size() && !carrying.is_empty(); ++t) {
        std::unordered_map<ClipId, std::int64_t> starts;
        for (const Shared<Clip>& clip : before.timeline.tracks[t]->clips) {
            starts.emplace(clip->id, clip->start);
        }
        Track track = *after.timeline.tracks[t];
        std::unordered_set<ClipId> carried;
        for (Shared<Clip>& shared : track.clips) {
            const auto old = starts.find(shared->id);
            if (const std::int64_t shift = old == starts.end() ? 0 : carrying.further(*shared, t, old->second); shift != 0) {
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
