#include "core/generation/serialize.h"

#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/generation/recipe.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr std::int64_t max_side = 65'536;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t max_items = 100'000;
constexpr std::size_t max_rank = 8;

class Writer {
 public:
    json add(Buffer bytes) {
        result_.buffers.push_back(bytes);
        return result_.buffers.size() - 1;
    }
    json add(const Image& image) {
        return {{"width", image.width()}, {"height", image.height()}, {"buffer", add(std::as_bytes(image.rgb()))}};
    }
    json add(const std::vector<Image>& images) {
        json list = json::array();
        for (const Image& image : images) {
            list.push_back(add(image));
        }
        return list;
    }
    json add(const TensorValues& tensor) {
        return {{"shape", tensor.shape}, {"buffer", add(std::as_bytes(std::span(tensor.values)))}};
    }
    json add(const StepState& state) {
        json tensors = json::array();
        for (const StateTensor& tensor : state.tensors) {
            tensors.push_back({{"name", tensor.name},
                               {"dtype", safetensors_name(tensor.type)},
                               {"shape", tensor.shape},
                               {"buffer", add(Buffer(tensor.bytes))}});
        }
        return {{"format", state.format},       {"version", state.version},   {"step", state.step},
                {"num_steps", state.num_steps}, {"metadata", state.metadata}, {"tensors", tensors}};
    }
    Serialized finish(json value) {
        result_.json = std::move(value);
        return std::move(result_);
    }

 private:
    Serialized result_;
};

// The number of values of a shape whose bytes must fill a buffer.
std::vector<std::int64_t> read_shape(const json& object, std::size_t bytes, std::size_t bytes_per_value) {
    std::vector<std::int64_t> shape;
    std::uint64_t count = bytes_per_value;
    for (const json& extent : read_array(object, "shape", max_rank)) {
        shape.push_back(read_integer({{"shape", extent}}, "shape", 0, most));
        if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(shape.back()), &count)) {
            throw MalformedData("\"shape\" is out of range");
        }
    }
    if (count != bytes) {
        throw MalformedData("\"shape\" does not fit the number of bytes");
    }
    return shape;
}

class Reader {
 public:
    explicit Reader(std::span<const Buffer> buffers) : buffers_(buffers) {}

    Buffer buffer(const json& object, const char* key = "buffer") const {
        const auto index = read_integer(object, key, 0, static_cast<std::int64_t>(buffers_.size()) - 1);
        return buffers_[static_cast<std::size_t>(index)];
    }

    Image image(const json& object) const {
        const auto width = read_integer(object, "width", 1, max_side);
        const auto height = read_integer(object, "height", 1, max_side);
        const Buffer bytes = buffer(object);
        if (bytes.size() != static_cast<std::size_t>(width * height * 3)) {
            throw MalformedData("a picture's size does not fit its number of bytes");
        }
        const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
        return {static_cast<int>(width), static_cast<int>(height), {begin, begin + bytes.size()}};
    }

    std::vector<Image> images(const json& object, const char* key) const {
        std::vector<Image> list;
        for (const json& item : read_array(object, key, max_items)) {
            list.push_back(image(item));
        }
        return list;
    }

    std::vector<float> floats(Buffer bytes) const {
        if (bytes.size() % sizeof(float) != 0) {
            throw MalformedData("a list of numbers has half a number");
        }
        std::vector<float> values(bytes.size() / sizeof(float));
        if (!values.empty()) {
            std::memcpy(values.data(), bytes.data(), bytes.size());
        }
        return values;
    }

    TensorValues tensor(const json& object) const {
        const Buffer bytes = buffer(object);
        return {read_shape(object, bytes.size(), sizeof(float)), floats(bytes)};
    }

    std::optional<TensorValues> optional_tensor(const json& object, const char* key) const {
        return object.contains(key) ? std::optional(tensor(require(object, key))) : std::nullopt;
    }

    StepState state(const json& object) const {
        StepState state;
        state.format = read_text(object, "format");
        state.version = static_cast<int>(read_integer(object, "version", 0, 1'000'000));
        state.num_steps = static_cast<int>(read_integer(object, "num_steps", 0, 1'000'000));
        state.step = static_cast<int>(read_integer(object, "step", 0, state.num_steps));
        const json& metadata = require(object, "metadata");
        if (!metadata.is_object()) {
            throw MalformedData("\"metadata\" is no object");
        }
        for (const auto& [key, value] : metadata.items()) {
            state.metadata[key] = read_text(metadata, key.c_str());
        }
        for (const json& item : read_array(object, "tensors", max_items)) {
            const Buffer bytes = buffer(item);
            StateTensor tensor;
            tensor.name = read_text(item, "name");
            tensor.type = scalar_type_from_name(read_text(item, "dtype"));
            if (tensor.type == ScalarType::unset) {
                throw MalformedData("\"dtype\" is unknown");
            }
            tensor.shape = read_shape(item, bytes.size(), scalar_size(tensor.type));
            tensor.bytes.assign(bytes.begin(), bytes.end());
            state.tensors.push_back(std::move(tensor));
        }
        return state;
    }

 private:
    std::span<const Buffer> buffers_;
};

constexpr std::array stages = {Stage::unset, Stage::load, Stage::encode_text, Stage::denoise, Stage::decode, Stage::write};

Stage read_stage(const json& object) {
    const std::string name = read_text(object, "stage");
    for (const Stage stage : stages) {
        if (to_string(stage) == name) {
            return stage;
        }
    }
    throw MalformedData("\"stage\" is unknown");
}

struct EventWriter {
    Writer& writer;

    json operator()(const StageStarted& e) const {
        return {{"event", "stage_started"}, {"stage", to_string(e.stage)}, {"sigmas", e.sigmas}};
    }
    json operator()(const StageFinished& e) const {
        return {{"event", "stage_finished"}, {"stage", to_string(e.stage)}, {"seconds", e.seconds}};
    }
    json operator()(const Notice& e) const {
        json result = {{"event", "notice"}};
        put_sentence(result, "message", e.message);
        return result;
    }
    json operator()(const StepFinished& e) const {
        json result = {{"event", "step_finished"}, {"step", e.step}, {"num_steps", e.num_steps}, {"sigma", e.sigma}, {"seconds", e.seconds},
                       {"mean", e.latents.mean}, {"deviation", e.latents.deviation}, {"change", e.latents.change},
                       {"device_bytes", e.device_bytes}};
        if (e.preview) {
            result["preview"] = {{"frame_rate", to_string(e.preview->frame_rate)}, {"images", writer.add(e.preview->images)}};
        }
        if (e.state) {
            result["state"] = writer.add(*e.state);
        }
        return result;
    }
    json operator()(const FramesReady& e) const {
        json result = {{"event", "frames_ready"}, {"first_frame", e.first_frame}, {"num_frames_total", e.num_frames_total},
                       {"images", writer.add(e.images)}};
        if (e.samples) {
            result["samples"] = writer.add(std::as_bytes(std::span(*e.samples)));
        }
        return result;
    }
};

StageStarted read_stage_started(const json& object) {
    StageStarted event = {.stage = read_stage(object)};
    for (const json& sigma : read_array(object, "sigmas", max_items)) {
        if (!sigma.is_number()) {
            throw MalformedData("\"sigmas\" has something that is no number");
        }
        event.sigmas.push_back(sigma.get<double>());
    }
    return event;
}

GenerationEvent read_step_finished(const json& object, const Reader& reader) {
    StepFinished event;
    event.num_steps = static_cast<int>(read_integer(object, "num_steps", 1, 1'000'000));
    event.step = static_cast<int>(read_integer(object, "step", 1, event.num_steps));
    event.sigma = read_number(object, "sigma");
    event.seconds = read_number(object, "seconds");
    event.latents = {read_number(object, "mean"), read_number(object, "deviation"), read_number(object, "change")};
    event.device_bytes = read_integer(object, "device_bytes", 0, most);
    if (object.contains("preview")) {
        const json& preview = object["preview"];
        event.preview = std::make_shared<const VideoFrames>(
            VideoFrames{reader.images(preview, "images"), parse_frame_rate(read_text(preview, "frame_rate"))});
    }
    if (object.contains("state")) {
        event.state = std::make_shared<const StepState>(reader.state(object["state"]));
    }
    return event;
}

GenerationEvent read_frames_ready(const json& object, const Reader& reader) {
    FramesReady event;
    event.first_frame = read_integer(object, "first_frame", 0, most);
    event.num_frames_total = read_integer(object, "num_frames_total", 0, most);
    event.images = reader.images(object, "images");
    if (object.contains("samples")) {
        event.samples = std::make_shared<const std::vector<float>>(reader.floats(reader.buffer(object, "samples")));
        std::size_t expected = 0;
        for (const Image& image : event.images) {
            expected += image.rgb().size();
        }
        if (event.samples->size() != expected) {
            throw MalformedData("\"samples\" are not those of the frames");
        }
    }
    return event;
}

}  // namespace

Serialized serialize(const GenerationRequest& request) {
    Writer writer;
    json conditioning = json::array();
    for (const ConditioningFrames& frames : request.conditioning) {
        conditioning.push_back(
            {{"images", writer.add(frames.images)}, {"start_frame", frames.start_frame}, {"strength", frames.strength},
             {"latent_strengths", frames.latent_strengths}});
    }
    json result = {{"settings", to_json(request.settings)},
                   {"conditioning", conditioning},
                   {"finishes_now", request.finishes_now},
                   {"last_step", request.last_step},
                   {"wants_step_states", request.wants_step_states},
                   {"preview", {{"is_enabled", request.preview.is_enabled},
                                {"min_interval_seconds", request.preview.min_interval_seconds},
                                {"pixels_per_latent", request.preview.pixels_per_latent}}},
                   {"tiles_decode", request.tiles_decode},
                   {"wants_latents", request.wants_latents},
                   {"wants_float_frames", request.wants_float_frames}};
    if (request.noise) {
        result["noise"] = writer.add(*request.noise);
    }
    if (request.latents) {
        result["latents"] = writer.add(*request.latents);
    }
    if (request.resume_from) {
        result["resume_from"] = writer.add(*request.resume_from);
    }
    return writer.finish(std::move(result));
}

GenerationRequest read_request(const json& object, std::span<const Buffer> buffers) {
    const Reader reader(buffers);
    GenerationRequest request;
    read_settings(require(object, "settings"), "request", request.settings);
    for (const json& item : read_array(object, "conditioning", max_items)) {
        ConditioningFrames frames;
        frames.images = reader.images(item, "images");
        frames.start_frame = read_integer(item, "start_frame", 0, most);
        frames.strength = read_number(item, "strength");
        // Requests that were kept by earlier versions have none.
        const bool has_curve = item.contains("latent_strengths");
        for (const json& strength : has_curve ? read_array(item, "latent_strengths", max_items) : json::array()) {
            if (!strength.is_number()) {
                throw MalformedData("\"latent_strengths\" holds something that is no number");
            }
            frames.latent_strengths.push_back(strength.get<double>());
        }
        request.conditioning.push_back(std::move(frames));
    }
    request.noise = reader.optional_tensor(object, "noise");
    request.latents = reader.optional_tensor(object, "latents");
    if (object.contains("resume_from")) {
        request.resume_from = std::make_shared<const StepState>(reader.state(object["resume_from"]));
    }
    request.finishes_now = read_boolean(object, "finishes_now");
    request.wants_step_states = read_boolean(object, "wants_step_states");
    const json& preview = require(object, "preview");
    request.preview = {read_boolean(preview, "is_enabled"), read_number(preview, "min_interval_seconds")};
    // Those of earlier versions have neither.
    if (preview.contains("pixels_per_latent")) {
        request.preview.pixels_per_latent = static_cast<int>(read_integer(preview, "pixels_per_latent", 1, 16));
    }
    request.last_step = object.contains("last_step") ? static_cast<int>(read_integer(object, "last_step", 0, 1'000'000)) : 0;
    request.tiles_decode = object.contains("tiles_decode") && read_boolean(object, "tiles_decode");
    request.wants_latents = read_boolean(object, "wants_latents");
    request.wants_float_frames = read_boolean(object, "wants_float_frames");
    return request;
}

Serialized serialize(const GenerationEvent& event) {
    Writer writer;
    json value = std::visit(EventWriter{writer}, event);
    return writer.finish(std::move(value));
}

GenerationEvent read_event(const json& object, std::span<const Buffer> buffers) {
    const Reader reader(buffers);
    const std::string kind = read_text(object, "event");
    if (kind == "stage_started") {
        return read_stage_started(object);
    }
    if (kind == "stage_finished") {
        return StageFinished{read_stage(object), read_number(object, "seconds")};
    }
    if (kind == "notice") {
        return Notice{take_sentence(object, "message")};
    }
    if (kind == "step_finished") {
        return read_step_finished(object, reader);
    }
    if (kind == "frames_ready") {
        return read_frames_ready(object, reader);
    }
    throw MalformedData("\"event\" is unknown");
}

Serialized serialize(const GenerationResult& result) {
    Writer writer;
    json value = {{"num_frames", result.num_frames}};
    if (result.latents) {
        value["latents"] = writer.add(*result.latents);
    }
    return writer.finish(std::move(value));
}

GenerationResult read_result(const json& object, std::span<const Buffer> buffers) {
    const Reader reader(buffers);
    return {read_integer(object, "num_frames", 0, most), reader.optional_tensor(object, "latents")};
}

Serialized serialize(const StepState& state) {
    Writer writer;
    json value = writer.add(state);
    return writer.finish(std::move(value));
}

StepState read_step_state(const json& object, std::span<const Buffer> buffers) {
    return Reader(buffers).state(object);
}

Serialized serialize(const std::vector<Image>& images) {
    Writer writer;
    json value = {{"images", writer.add(images)}};
    return writer.finish(std::move(value));
}

std::vector<Image> read_images(const json& object, std::span<const Buffer> buffers, std::size_t count) {
    std::vector<Image> images = Reader(buffers).images(object, "images");
    if (images.size() != count) {
        throw MalformedData("\"images\" are " + std::to_string(images.size()) + " instead of " + std::to_string(count));
    }
    return images;
}

}  // namespace kinora
