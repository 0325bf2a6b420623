#include <array>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/generation/recipe.h"
#include "core/project/field_reader.h"
#include "core/project/json_parts.h"
#include "core/project/project_json.h"

namespace kinora {

namespace {

using nlohmann::json;

template <typename Enum>
struct Word {
    Enum value;
    std::string_view word;
};

constexpr std::array interpolations = {Word<Interpolation>{Interpolation::hold, "hold"},
                                       Word<Interpolation>{Interpolation::linear, "linear"},
                                       Word<Interpolation>{Interpolation::smooth, "smooth"}};

constexpr std::array kinds = {
    Word<GenerationKind>{GenerationKind::clip, "clip"},         Word<GenerationKind>{GenerationKind::extend, "extend"},
    Word<GenerationKind>{GenerationKind::fill, "fill"},         Word<GenerationKind>{GenerationKind::regenerate, "regenerate"},
    Word<GenerationKind>{GenerationKind::segments, "segments"}, Word<GenerationKind>{GenerationKind::loop, "loop"},
    Word<GenerationKind>{GenerationKind::blend, "blend"},       Word<GenerationKind>{GenerationKind::restyle, "restyle"}};

template <typename Words, typename Enum>
std::string word_of(const Words& words, Enum value) {
    for (const auto& entry : words) {
        if (entry.value == value) {
            return std::string(entry.word);
        }
    }
    return "";
}

template <typename Words, typename Enum>
void read_word(FieldReader& reader, const char* key, const Words& words, Enum& target) {
    std::string text;
    reader.read(key, text);
    for (const auto& entry : words) {
        if (entry.word == text) {
            target = entry.value;
            return;
        }
    }
    if (!text.empty()) {
        reader.fail(key, Sentence::of("is \"%1\", which this Kinora does not know", text.substr(0, 40)));
    }
}

json curve_to_json(const StrengthCurve& curve) {
    json points = json::array();
    for (const StrengthPoint& point : curve) {
        json item = {{"frame", point.frame},
                     {"strength", point.strength},
                     {"interpolation", word_of(interpolations, point.interpolation)}};
        add_unknown(item, point.unknown_fields);
        points.push_back(std::move(item));
    }
    return points;
}

void read_curve(FieldReader& reader, StrengthCurve& curve) {
    read_list(reader, "curve", curve, [](const json& item, const JsonPlace& place) {
        FieldReader fields(item, place.origin, place.place);
        StrengthPoint point;
        fields.read_frame("frame", point.frame);
        fields.read("strength", point.strength);
        read_word(fields, "interpolation", interpolations, point.interpolation);
        point.unknown_fields = fields.rest();
        return point;
    });
}

json to_json(const Keyframe& keyframe) {
    json object = {{"id", keyframe.id.value},
                   {"source", to_json(keyframe.source)},
                   {"frame", keyframe.frame},
                   {"num_frames", keyframe.num_frames},
                   {"strength", keyframe.strength}};
    if (!keyframe.curve.empty()) {
        object["curve"] = curve_to_json(keyframe.curve);
    }
    add_unknown(object, keyframe.unknown_fields);
    return object;
}

Keyframe read_keyframe(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Keyframe keyframe;
    reader.read_id("id", keyframe.id.value);
    read_use(reader, "source", keyframe.source);
    reader.read_frame("frame", keyframe.frame);
    reader.read_frame("num_frames", keyframe.num_frames);
    reader.read("strength", keyframe.strength);
    read_curve(reader, keyframe.curve);
    keyframe.unknown_fields = reader.rest();
    return keyframe;
}

json to_json(const Condition& condition) {
    json object = {{"source", to_json(condition.source)},
                   {"start_frame", condition.start_frame},
                   {"num_frames", condition.num_frames},
                   {"strength", condition.strength}};
    if (condition.part) {
        object["part"] = *condition.part;
    }
    if (!condition.curve.empty()) {
        object["curve"] = curve_to_json(condition.curve);
    }
    add_unknown(object, condition.unknown_fields);
    return object;
}

Condition read_condition(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Condition condition;
    read_use(reader, "source", condition.source);
    reader.read_frame("start_frame", condition.start_frame);
    reader.read_frame("num_frames", condition.num_frames);
    reader.read("strength", condition.strength);
    read_curve(reader, condition.curve);
    int part = -1;
    reader.read("part", part);
    if (part >= 0) {
        condition.part = static_cast<std::size_t>(part);
    }
    condition.unknown_fields = reader.rest();
    return condition;
}

json settings_to_json(const GenerationSettings& settings, const json& unknown) {
    json object = to_json(settings);
    add_unknown(object, unknown);
    return object;
}

void read_settings_field(FieldReader& reader, GenerationSettings& settings, json& unknown) {
    static const json known = [] {
        GenerationSettings all;
        all.timesteps = {0.0};
        all.sigmas = {0.0};
        all.scheduler = "any";
        all.decode_timestep = 0.0;
        all.decode_noise_scale = 0.0;
        return to_json(all);
    }();
    const json* object = reader.find("settings");
    if (object == nullptr) {
        return;
    }
    FieldReader fields(*object, reader.origin(), reader.place_of("settings"));
    for (const auto& [key, value] : known.items()) {
        fields.find(key.c_str());
    }
    unknown = fields.rest();
    json meant = *object;
    // A panel that was never filled in has no rate yet.
    if (meant.contains("frame_rate") && meant["frame_rate"] == "0") {
        meant.erase("frame_rate");
    }
    try {
        read_settings(meant, reader.origin(), settings);
    } catch (const CheckpointError& error) {
        fields.fail(error.key(), Sentence::of("has a value of the wrong type or out of bounds"));
    } catch (const InvalidRequest& error) {
        fields.fail(error.field(), Sentence::of("cannot be read: %1", error.sentence()));
    }
    fields.read_frame("num_frames", settings.num_frames);
}

}  // namespace

json to_json(const GenerateState& state) {
    json keyframes = json::array();
    for (const Keyframe& keyframe : state.keyframes) {
        keyframes.push_back(to_json(keyframe));
    }
    json object = {{"model", state.model},
                   {"settings", settings_to_json(state.settings, state.unknown_settings)},
                   {"style", state.style},
                   {"is_seed_locked", state.is_seed_locked},
                   {"num_variations", state.num_variations},
                   {"keyframes", std::move(keyframes)}};
    add_unknown(object, state.unknown_fields);
    return object;
}

GenerateState read_generate_state(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    GenerateState state;
    reader.read("model", state.model);
    read_settings_field(reader, state.settings, state.unknown_settings);
    reader.read("style", state.style);
    reader.read("is_seed_locked", state.is_seed_locked);
    reader.read("num_variations", state.num_variations);
    read_list(reader, "keyframes", state.keyframes, read_keyframe);
    state.unknown_fields = reader.rest();
    return state;
}

json to_json(const GenerationPart& part) {
    json conditions = json::array();
    for (const Condition& condition : part.conditions) {
        conditions.push_back(to_json(condition));
    }
    json object = {{"settings", settings_to_json(part.settings, part.unknown_settings)},
                   {"conditions", std::move(conditions)},
                   {"num_wanted", part.num_wanted},
                   {"first_kept", part.first_kept},
                   {"num_kept", part.num_kept}};
    if (part.restyled) {
        object["restyled"] = to_json(*part.restyled);
    }
    if (part.clip.is_set()) {
        object["clip"] = part.clip.value;
    }
    if (!part.takes.empty()) {
        for (const TakeId take : part.takes) {
            object["takes"].push_back(take.value);
        }
    }
    add_unknown(object, part.unknown_fields);
    return object;
}

GenerationPart read_part(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    GenerationPart part;
    read_settings_field(reader, part.settings, part.unknown_settings);
    read_list(reader, "conditions", part.conditions, read_condition);
    if (const json* restyled = reader.find("restyled")) {
        part.restyled = read_condition(*restyled, {place.origin, reader.place_of("restyled")});
    }
    reader.read_frame("num_wanted", part.num_wanted);
    reader.read_frame("first_kept", part.first_kept);
    reader.read_frame("num_kept", part.num_kept);
    reader.read_id("clip", part.clip.value);
    read_list(reader, "takes", part.takes, [](const json& item, const JsonPlace& at) {
        const json wrapped = {{"take", item}};
        FieldReader fields(wrapped, at.origin, at.place);
        TakeId take;
        fields.read_id("take", take.value);
        return take;
    });
    part.unknown_fields = reader.rest();
    return part;
}

json to_json(const Generation& generation) {
    json parts = json::array();
    for (const GenerationPart& part : generation.parts) {
        parts.push_back(to_json(part));
    }
    json object = {{"id", generation.id.value},
                   {"kind", word_of(kinds, generation.kind)},
                   {"model", generation.model},
                   {"num_variations", generation.num_variations},
                   {"parts", std::move(parts)}};
    if (!generation.token.empty()) {
        object["token"] = generation.token;
    }
    add_unknown(object, generation.unknown_fields);
    return object;
}

Generation read_generation(const json& object, const JsonPlace& place) {
    FieldReader reader(object, place.origin, place.place);
    Generation generation;
    reader.read_id("id", generation.id.value);
    reader.read("token", generation.token);
    read_word(reader, "kind", kinds, generation.kind);
    reader.read("model", generation.model);
    reader.read("num_variations", generation.num_variations);
    read_list(reader, "parts", generation.parts, read_part);
    generation.unknown_fields = reader.rest();
    return generation;
}

}  // namespace kinora
