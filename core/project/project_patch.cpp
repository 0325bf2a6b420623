#include "core/project/project_patch.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/project/field_reader.h"
#include "core/project/json_parts.h"
#include "core/project/project_json.h"

namespace kinora {

namespace {

using nlohmann::json;

template <typename T>
std::unordered_map<std::int64_t, const Shared<T>*> by_id(const std::vector<Shared<T>>& items) {
    std::unordered_map<std::int64_t, const Shared<T>*> map;
    map.reserve(items.size());
    for (const Shared<T>& item : items) {
        map.emplace(item->id.value, &item);
    }
    return map;
}

template <typename T>
bool has_same_order(const std::vector<Shared<T>>& a, const std::vector<Shared<T>>& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i]->id != b[i]->id) {
            return false;
        }
    }
    return true;
}

// {"ids": [the order, where it changed], "set": [items that are new or changed]}; null where nothing changed. `write` gets the
// item before, or nullptr, and the item after.
template <typename T, typename Write>
json patch_list(const std::vector<Shared<T>>& before, const std::vector<Shared<T>>& after, Write&& write) {
    json patch;
    if (!has_same_order(before, after)) {
        patch["ids"] = json::array();
        for (const Shared<T>& item : after) {
            patch["ids"].push_back(item->id.value);
        }
    }
    const auto old = by_id(before);
    for (const Shared<T>& item : after) {
        const auto found = old.find(item->id.value);
        if (found == old.end() || !(*found->second == item)) {
            patch["set"].push_back(write(found == old.end() ? nullptr : &**found->second, *item));
        }
    }
    return patch;
}

template <typename T>
json patch_list(const std::vector<Shared<T>>& before, const std::vector<Shared<T>>& after) {
    return patch_list(before, after, [](const T*, const T& item) { return to_json(item); });
}

template <typename T>
json patch_list(const SharedList<T>& before, const SharedList<T>& after) {
    return before.is_same(after) ? json() : patch_list(*before, *after);
}

json patch_track(const Track* before, const Track& after) {
    static const std::vector<Shared<Clip>> no_clips;
    json patch = {{"id", after.id.value}, {"track", track_to_json(after)}};
    json clips = patch_list(before == nullptr ? no_clips : before->clips, after.clips);
    if (!clips.is_null()) {
        patch["clip_changes"] = std::move(clips);
    }
    return patch;
}

// `read` gets the item before, or nullptr, and the JSON of the item after.
template <typename T, typename Read>
std::vector<Shared<T>> apply_list(const std::vector<Shared<T>>& before, FieldReader& reader, const char* key, Read&& read) {
    const json* patch = reader.find(key);
    if (patch == nullptr) {
        return before;
    }
    FieldReader fields(*patch, reader.origin(), reader.place_of(key));
    std::unordered_map<std::int64_t, Shared<T>> items;
    std::vector<std::int64_t> order;
    const auto old = by_id(before);
    for (const Shared<T>& item : before) {
        items.emplace(item->id.value, item);
        order.push_back(item->id.value);
    }
    std::vector<Shared<T>> changed;
    read_list(fields, "set", changed, [&](const json& item, const JsonPlace& place) {
        std::int64_t id = 0;
        FieldReader(item, place.origin, place.place).read_id("id", id);
        const auto found = old.find(id);
        return Shared<T>(read(found == old.end() ? nullptr : &**found->second, item, place));
    });
    for (Shared<T>& item : changed) {
        const std::int64_t id = item->id.value;
        items.insert_or_assign(id, std::move(item));
    }
    if (fields.find_array("ids") != nullptr) {
        order.clear();
        read_list(fields, "ids", order, [](const json& item, const JsonPlace& place) {
            const json wrapped = {{"id", item}};
            std::int64_t id = 0;
            FieldReader(wrapped, place.origin, place.place).read_id("id", id);
            return id;
        });
    }
    std::vector<Shared<T>> result;
    result.reserve(order.size());
    for (const std::int64_t id : order) {
        const auto found = items.find(id);
        if (found == items.end()) {
            fields.fail("ids", Sentence::of("names %1, which there is not", id));
        }
        result.push_back(found->second);
    }
    return result;
}

template <typename T>
void apply_shared_list(SharedList<T>& list, FieldReader& reader, const char* key, T (*read)(const json&, const JsonPlace&)) {
    if (reader.find(key) != nullptr) {
        list = SharedList<T>(apply_list(*list, reader, key, [&](const T*, const json& item, const JsonPlace& place) {
            return read(item, place);
        }));
    }
}

Track apply_track(const Track* before, const json& item, const JsonPlace& place) {
    FieldReader reader(item, place.origin, place.place);
    const json* own = reader.find("track");
    Track track = read_track(own == nullptr ? json() : *own, {place.origin, reader.place_of("track")});
    static const std::vector<Shared<Clip>> no_clips;
    track.clips = apply_list(before == nullptr ? no_clips : before->clips, reader, "clip_changes",
                             [](const Clip*, const json& clip, const JsonPlace& at) { return read_clip(clip, at); });
    return track;
}

bool has_same_head(const Project& a, const Project& b) {
    return a.frame_rate == b.frame_rate && a.width == b.width && a.height == b.height && a.next_id == b.next_id &&
           a.generate == b.generate && a.timeline.range == b.timeline.range &&
           a.timeline.unknown_fields == b.timeline.unknown_fields && a.unknown_fields == b.unknown_fields;
}

void put(json& patch, const char* key, json part) {
    if (!part.is_null()) {
        patch[key] = std::move(part);
    }
}

}  // namespace

json make_patch(const Project& before, const Project& after) {
    json patch = json::object();
    if (!has_same_head(before, after)) {
        patch["head"] = head_to_json(after);
    }
    put(patch, "assets", patch_list(before.assets, after.assets));
    put(patch, "takes", patch_list(before.takes, after.takes));
    put(patch, "generations", patch_list(before.generations, after.generations));
    put(patch, "markers", patch_list(before.timeline.markers, after.timeline.markers));
    put(patch, "tracks", patch_list(before.timeline.tracks, after.timeline.tracks, patch_track));
    return patch;
}

Project apply_patch(const Project& before, const json& patch, const std::filesystem::path& origin) {
    Project project = before;
    FieldReader reader(patch, origin, "");
    if (const json* head = reader.find("head")) {
        read_head(*head, {origin, "head"}, project);
    }
    apply_shared_list(project.assets, reader, "assets", read_asset);
    apply_shared_list(project.takes, reader, "takes", read_take);
    apply_shared_list(project.generations, reader, "generations", read_generation);
    apply_shared_list(project.timeline.markers, reader, "markers", read_marker);
    project.timeline.tracks = apply_list(before.timeline.tracks, reader, "tracks", apply_track);
    return project;
}

}  // namespace kinora
