// What differs between two projects. Edits need not announce anything: whoever shows the document compares.
#pragma once

#include <vector>

#include "core/project/project.h"

namespace kinora {

template <typename Id>
struct ListChange {
    std::vector<Id> added;
    std::vector<Id> removed;
    std::vector<Id> changed;
    bool is_reordered = false;

    bool is_empty() const { return added.empty() && removed.empty() && changed.empty() && !is_reordered; }

    friend bool operator==(const ListChange&, const ListChange&) = default;
};

struct TrackChange {
    TrackId track;
    bool has_new_attributes = false;  // name, muted, hidden, locked
    ListChange<ClipId> clips;         // a clip that went to another track is removed here and added there

    friend bool operator==(const TrackChange&, const TrackChange&) = default;
};

struct Change {
    bool format = false;    // the timeline's size or rate
    bool settings = false;  // the generate panel without its keyframes
    bool range = false;     // the in or out point
    ListChange<KeyframeId> keyframes;
    ListChange<MarkerId> markers;
    ListChange<AssetId> assets;
    ListChange<TakeId> takes;
    ListChange<GenerationId> generations;
    ListChange<TrackId> tracks;            // `changed` are those of track_changes that were there before
    std::vector<TrackChange> track_changes;  // of tracks that are in both

    bool is_empty() const;
    bool touches_timeline() const { return format || range || !markers.is_empty() || !tracks.is_empty() || !track_changes.empty(); }

    friend bool operator==(const Change&, const Change&) = default;
};

// Costs next to nothing for what the two share.
Change diff(const Project& before, const Project& after);

}  // namespace kinora
