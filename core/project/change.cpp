#include "core/project/change.h"

#include <unordered_map>

namespace kinora {

namespace {

const Keyframe& value_of(const Keyframe& item) {
    return item;
}

template <typename T>
const T& value_of(const Shared<T>& item) {
    return *item;
}

template <typename Item>
using IdOf = decltype(value_of(std::declval<const Item&>()).id);

template <typename Item>
ListChange<IdOf<Item>> diff_lists(const std::vector<Item>& before, const std::vector<Item>& after) {
    ListChange<IdOf<Item>> change;
    std::unordered_map<IdOf<Item>, std::size_t> places;
    places.reserve(before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        places.emplace(value_of(before[i]).id, i);
    }
    std::size_t last = 0;
    for (const Item& item : after) {
        const auto found = places.find(value_of(item).id);
        if (found == places.end()) {
            change.added.push_back(value_of(item).id);
            continue;
        }
        if (!(before[found->second] == item)) {
            change.changed.push_back(value_of(item).id);
        }
        change.is_reordered = change.is_reordered || found->second < last;
        last = found->second;
        places.erase(found);
    }
    for (const Item& item : before) {
        if (places.count(value_of(item).id) > 0) {
            change.removed.push_back(value_of(item).id);
        }
    }
    return change;
}

template <typename T>
auto diff_lists(const SharedList<T>& before, const SharedList<T>& after) {
    return before.is_same(after) ? decltype(diff_lists(*before, *after))() : diff_lists(*before, *after);
}

bool has_new_settings(const GenerateState& before, const GenerateState& after) {
    return before.model != after.model || !(before.settings == after.settings) || before.style != after.style ||
           before.is_seed_locked != after.is_seed_locked || before.num_variations != after.num_variations ||
           before.unknown_settings != after.unknown_settings || before.unknown_fields != after.unknown_fields;
}

bool has_new_attributes(const Track& before, const Track& after) {
    return before.name != after.name || before.is_muted != after.is_muted || before.is_hidden != after.is_hidden ||
           before.is_locked != after.is_locked || before.unknown_fields != after.unknown_fields;
}

}  // namespace

bool Change::is_empty() const {
    return !settings && keyframes.is_empty() && assets.is_empty() && takes.is_empty() && generations.is_empty() &&
           !touches_timeline();
}

Change diff(const Project& before, const Project& after) {
    Change change;
    change.format = before.frame_rate != after.frame_rate || before.width != after.width || before.height != after.height;
    change.range = before.timeline.range != after.timeline.range;
    if (!before.generate.is_same(after.generate)) {
        change.settings = has_new_settings(*before.generate, *after.generate);
        change.keyframes = diff_lists(before.generate->keyframes, after.generate->keyframes);
    }
    change.markers = diff_lists(before.timeline.markers, after.timeline.markers);
    change.assets = diff_lists(before.assets, after.assets);
    change.takes = diff_lists(before.takes, after.takes);
    change.generations = diff_lists(before.generations, after.generations);
    change.tracks = diff_lists(before.timeline.tracks, after.timeline.tracks);
    for (const TrackId id : change.tracks.changed) {
        const Track& old = *find_track(before, id);
        const Track& now = *find_track(after, id);
        change.track_changes.push_back({id, has_new_attributes(old, now), diff_lists(old.clips, now.clips)});
    }
    return change;
}

}  // namespace kinora
