#include "core/project/project_json.h"

#include <utility>

#include "core/base/error.h"
#include "core/base/written_frame_rate.h"
#include "core/project/json_parts.h"

namespace kinora {

namespace {

using nlohmann::json;

void read_rate(FieldReader& reader, FrameRate& target) {
    std::string text;
    reader.read("frame_rate", text);
    if (text.empty()) {
        return;
    }
    try {
        target = read_written_frame_rate(text);
    } catch (const InvalidRequest&) {
        reader.fail("frame_rate", Sentence::of("is no frame rate; it is text such as \"24\" or \"30000/1001\""));
    }
}

// Media lies in the project's own folder, wherever that goes.
void check_file(const FieldReader& reader, const std::string& file) {
    if (!is_inside_media_folder(file)) {
        reader.fail("file", Sentence::of("is no path inside the project's media folder"));
    }
}

template <typename T, typename Read>
void read_shared_list(FieldReader& reader, const char* key, SharedList<T>& target, Read&& read) {
    std::vector<Shared<T>> items;
    read_list(reader, key, items, [&](const json& item, const JsonPlace& place) { return Shared<T>(read(item, place)); });
    target = SharedList<T>(std::move(items));
}

template <typename T>
json list_to_json(const std::vector<Shared<T>>& items) {
    json list = json::array();
    for (const Shared<T>& item : items) {
        list.push_back(to_json(*item));
    }
    return list;
}

void read_range(FieldReader& reader, std::optional<FrameRange>& target) {
    const json* range = reader.find_array("range");
    if (range == nullptr) {
        return;
    }
    if (range->size() != 2) {
        reader.fail("range", Sentence::of("is no list of a first frame and a length"));
    }
    const json named = {{"start", (*range)[0]}, {"length", (*range)[1]}};
    FieldReader fields(named, reader.origin(), reader.place_of("range"));
    FrameRange read;
    fields.read_frame("start", read.start);
    fields.read_frame("length", read.length);
    target = read;
}

}  // namespace

json to_json(const Clip& clip) {
    json object = {{"id", clip.id.value}, {"start", clip.start}, {"length", clip.length}};
    if (!clip.name.empty()) {
        object["name"] = clip.name;
    }
    json versions = json::array();
    for (const MediaUse& version : clip.versions) {
        versions.push_back(to_json(version));
    }
    object["versions"] = std::move(versions);
    if (clip.chosen != 0) {
        object["chosen"] = clip.chosen;
    }
    if (clip.sound) {
        object["sound"] = to_json(*clip.sound);
    }
    if (clip.crossfade) {
        object["crossfade"] = to_json(*clip.crossfade);
    }
    if (clip.group.is_set()) {
        object["group"] = clip.group.value;
    }
    if (clip.generation.is_set()) {
        object["generation"] = clip.generation.value;
    }
    add_unknown(object, clip.unknown_fields);
    return object;
}

Clip read_clip(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Clip clip;
    reader.read_id("id", clip.id.value);
    reader.read("name", clip.name);
    reader.read_frame("start", clip.start);
    reader.read_frame("length", clip.length);
    read_list(reader, "versions", clip.versions,
              [](const json& item, const JsonPlace& at) { return read_use(item, at); });
    int chosen = 0;
    reader.read("chosen", chosen);
    clip.chosen = static_cast<std::size_t>(chosen);
    if (const json* sound = reader.find("sound")) {
        clip.sound = read_sound(*sound, {place.origin, reader.place_of("sound")});
    }
    if (const json* crossfade = reader.find("crossfade")) {
        clip.crossfade = read_crossfade(*crossfade, {place.origin, reader.place_of("crossfade")});
    }
    reader.read_id("group", clip.group.value);
    reader.read_id("generation", clip.generation.value);
    clip.unknown_fields = reader.rest();
    return clip;
}

json track_to_json(const Track& track) {
    json object = {{"id", track.id.value},
                   {"name", track.name},
                   {"is_muted", track.is_muted},
                   {"is_hidden", track.is_hidden},
                   {"is_locked", track.is_locked}};
    add_unknown(object, track.unknown_fields);
    return object;
}

Track read_track(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Track track;
    reader.read_id("id", track.id.value);
    reader.read("name", track.name);
    reader.read("is_muted", track.is_muted);
    reader.read("is_hidden", track.is_hidden);
    reader.read("is_locked", track.is_locked);
    read_list(reader, "clips", track.clips, [](const json& item, const JsonPlace& at) { return Shared<Clip>(read_clip(item, at)); });
    track.unknown_fields = reader.rest();
    return track;
}

json to_json(const Marker& marker) {
    json object = {{"id", marker.id.value}, {"start", marker.start},   {"length", marker.length},
                   {"name", marker.name},   {"prompt", marker.prompt}, {"colour", marker.colour}};
    add_unknown(object, marker.unknown_fields);
    return object;
}

Marker read_marker(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Marker marker;
    reader.read_id("id", marker.id.value);
    reader.read_frame("start", marker.start);
    reader.read_frame("length", marker.length);
    reader.read("name", marker.name);
    reader.read("prompt", marker.prompt);
    reader.read("colour", marker.colour);
    marker.unknown_fields = reader.rest();
    return marker;
}

json to_json(const Asset& asset) {
    json object = {{"id", asset.id.value},
                   {"kind", asset.kind == AssetKind::image ? "image" : "video"},
                   {"name", asset.name},
                   {"file", asset.file},
                   {"content_hash", asset.content_hash},
                   {"width", asset.width},
                   {"height", asset.height},
                   {"num_frames", asset.num_frames},
                   {"has_sound", asset.has_sound}};
    if (asset.frame_rate.is_valid()) {
        object["frame_rate"] = to_string(asset.frame_rate);
    }
    add_unknown(object, asset.unknown_fields);
    return object;
}

Asset read_asset(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Asset asset;
    reader.read_id("id", asset.id.value);
    std::string kind;
    reader.read("kind", kind);
    asset.kind = kind == "image" ? AssetKind::image : kind == "video" ? AssetKind::video : AssetKind::unset;
    reader.read("name", asset.name);
    reader.read("file", asset.file);
    check_file(reader, asset.file);
    reader.read("content_hash", asset.content_hash);
    reader.read("width", asset.width);
    reader.read("height", asset.height);
    reader.read_frame("num_frames", asset.num_frames);
    read_rate(reader, asset.frame_rate);
    reader.read("has_sound", asset.has_sound);
    asset.unknown_fields = reader.rest();
    return asset;
}

json to_json(const Take& take) {
    json object = {{"id", take.id.value},
                   {"name", take.name},
                   {"file", take.file},
                   {"content_hash", take.content_hash},
                   {"width", take.width},
                   {"height", take.height},
                   {"num_frames", take.num_frames},
                   {"frame_rate", to_string(take.frame_rate)},
                   {"has_sound", take.has_sound},
                   {"is_favourite", take.is_favourite}};
    if (!take.recipe.is_null()) {
        object["recipe"] = take.recipe;
    }
    if (take.origin) {
        object["origin"] = to_json(*take.origin);
    }
    add_unknown(object, take.unknown_fields);
    return object;
}

Take read_take(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Take take;
    reader.read_id("id", take.id.value);
    reader.read("name", take.name);
    reader.read("file", take.file);
    check_file(reader, take.file);
    reader.read("content_hash", take.content_hash);
    reader.read("width", take.width);
    reader.read("height", take.height);
    reader.read_frame("num_frames", take.num_frames);
    read_rate(reader, take.frame_rate);
    reader.read("has_sound", take.has_sound);
    reader.read("is_favourite", take.is_favourite);
    if (const json* recipe = reader.find("recipe")) {
        take.recipe = *recipe;
    }
    if (const json* origin = reader.find("origin")) {
        take.origin = read_part(*origin, {place.origin, reader.place_of("origin")});
    }
    take.unknown_fields = reader.rest();
    return take;
}

json head_to_json(const Project& project) {
    json timeline = json::object();
    if (const auto& range = project.timeline.range) {
        timeline["range"] = {range->start, range->length};
    }
    add_unknown(timeline, project.timeline.unknown_fields);
    json object = {{"frame_rate", to_string(project.frame_rate)},
                   {"width", project.width},
                   {"height", project.height},
                   {"next_id", project.next_id},
                   {"generate", to_json(*project.generate)},
                   {"timeline", std::move(timeline)}};
    add_unknown(object, project.unknown_fields);
    return object;
}

void read_head(const json& object, const JsonPlace& place, Project& project) {
    FieldReader reader(object, place.origin, place.place);
    for (const char* list : {"format", "version", "assets", "takes", "generations"}) {
        reader.find(list);
    }
    read_rate(reader, project.frame_rate);
    reader.read("width", project.width);
    reader.read("height", project.height);
    reader.read_id("next_id", project.next_id);
    if (const json* generate = reader.find("generate")) {
        project.generate = read_generate_state(*generate, {place.origin, reader.place_of("generate")});
    }
    project.timeline.range.reset();
    if (const json* timeline = reader.find("timeline")) {
        FieldReader fields(*timeline, place.origin, reader.place_of("timeline"));
        fields.find("tracks");
        fields.find("markers");
        read_range(fields, project.timeline.range);
        project.timeline.unknown_fields = fields.rest();
    }
    project.unknown_fields = reader.rest();
}

json to_json(const Project& project) {
    json object = head_to_json(project);
    object["assets"] = list_to_json(*project.assets);
    object["takes"] = list_to_json(*project.takes);
    object["generations"] = list_to_json(*project.generations);
    object["timeline"]["markers"] = list_to_json(*project.timeline.markers);
    json tracks = json::array();
    for (const Shared<Track>& track : project.timeline.tracks) {
        json item = track_to_json(*track);
        item["clips"] = list_to_json(track->clips);
        tracks.push_back(std::move(item));
    }
    object["timeline"]["tracks"] = std::move(tracks);
    return object;
}

Project read_project(const json& object, const std::filesystem::path& origin) {
    Project project;
    read_head(object, {origin, ""}, project);
    FieldReader reader(object, origin, "");
    read_shared_list(reader, "assets", project.assets, read_asset);
    read_shared_list(reader, "takes", project.takes, read_take);
    read_shared_list(reader, "generations", project.generations, read_generation);
    if (const json* timeline = reader.find("timeline")) {
        FieldReader fields(*timeline, origin, "timeline");
        read_shared_list(fields, "markers", project.timeline.markers, read_marker);
        read_list(fields, "tracks", project.timeline.tracks,
                  [](const json& item, const JsonPlace& place) { return Shared<Track>(read_track(item, place)); });
    }
    const auto problems = check_invariants(project);
    if (!problems.empty()) {
        throw ProjectFormatError(origin, Sentence::of("cannot be meant so: %1", problems.front()));
    }
    return project;
}

}  // namespace kinora
