// References to media, and the sounds of clips, as JSON.
#include "core/project/json_parts.h"

namespace kinora {

using nlohmann::json;

namespace {

void put_media(json& object, const MediaRef& media) {
    if (const auto* asset = std::get_if<AssetId>(&media)) {
        object["asset"] = asset->value;
    } else if (const auto* take = std::get_if<TakeId>(&media)) {
        object["take"] = take->value;
    }
}

void read_media(FieldReader& reader, MediaRef& target) {
    AssetId asset;
    TakeId take;
    reader.read_id("asset", asset.value);
    reader.read_id("take", take.value);
    if (asset.is_set()) {
        target = asset;
    } else if (take.is_set()) {
        target = take;
    }
}

}  // namespace

json to_json(const MediaUse& use) {
    json object = {{"source_in", use.source_in}};
    put_media(object, use.media);
    add_unknown(object, use.unknown_fields);
    return object;
}

MediaUse read_use(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    MediaUse use;
    read_media(reader, use.media);
    reader.read_frame("source_in", use.source_in);
    use.unknown_fields = reader.rest();
    return use;
}

void read_use(FieldReader& reader, const char* key, MediaUse& target) {
    if (const json* object = reader.find(key)) {
        target = read_use(*object, {reader.origin(), reader.place_of(key)});
    }
}

json to_json(const ClipSound& sound) {
    json object = {{"source_in", sound.source_in}, {"is_muted", sound.is_muted}};
    put_media(object, sound.media);
    add_unknown(object, sound.unknown_fields);
    return object;
}

ClipSound read_sound(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    ClipSound sound;
    read_media(reader, sound.media);
    reader.read_frame("source_in", sound.source_in);
    reader.read("is_muted", sound.is_muted);
    sound.unknown_fields = reader.rest();
    return sound;
}

json to_json(const Crossfade& crossfade) {
    json object = {{"start", crossfade.start}, {"length", crossfade.length}};
    if (crossfade.incoming) {
        object["incoming"] = to_json(*crossfade.incoming);
    }
    add_unknown(object, crossfade.unknown_fields);
    return object;
}

Crossfade read_crossfade(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Crossfade crossfade;
    reader.read_frame("start", crossfade.start);
    reader.read_frame("length", crossfade.length);
    if (const json* incoming = reader.find("incoming")) {
        crossfade.incoming = read_sound(*incoming, {place.origin, reader.place_of("incoming")});
    }
    crossfade.unknown_fields = reader.rest();
    return crossfade;
}

}  // namespace kinora
