#include "core/worker/protocol.h"

#include <limits>
#include <utility>

#include "core/base/error.h"

namespace kinora {

namespace {

using nlohmann::json;

enum class FrameType : std::uint16_t {
    hello = 1, list_models, find_model, get_compute_status, count_tokens, generate, stop_work, verify_model, set_frame_pair, make_between,
    ready = 101, model_list, found_model, compute_status, token_count, happened, finished, failed, verified, frame_pair_set, made_between
};

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t max_models = 100'000;
constexpr std::size_t max_stages = 100'000;

OutgoingFrame plain(FrameType type, json body) {
    return {static_cast<std::uint16_t>(type), Serialized{std::move(body), {}}};
}

// A serialised part of a message, under `key`; its buffers are those of the frame.
OutgoingFrame with_part(FrameType type, json body, const char* key, Serialized part) {
    body[key] = std::move(part.json);
    return {static_cast<std::uint16_t>(type), Serialized{std::move(body), std::move(part.buffers)}};
}

json paths_to_json(const std::vector<std::filesystem::path>& paths) {
    json list = json::array();
    for (const auto& path : paths) {
        list.push_back(path.string());
    }
    return list;
}

std::vector<std::filesystem::path> read_paths(const json& object, const char* key) {
    std::vector<std::filesystem::path> paths;
    for (const json& item : read_array(object, key, max_models)) {
        paths.emplace_back(read_text({{"path", item}}, "path"));
    }
    return paths;
}

json verdict_to_json(const StageVerdict& verdict) {
    json object = {{"stage", verdict.stage}, {"max_abs_error", verdict.max_abs_error}, {"tolerance", verdict.tolerance},
                   {"is_ok", verdict.is_ok}, {"reason", ""}};
    if (verdict.reason) {
        put_sentence(object, "reason", *verdict.reason);
    }
    return object;
}

StageVerdict read_verdict(const json& object) {
    return {read_text(object, "stage"), read_number(object, "max_abs_error"), read_number(object, "tolerance"),
            read_boolean(object, "is_ok"),
            read_text(object, "reason").empty() ? std::nullopt : std::optional(take_sentence(object, "reason"))};
}

std::int64_t read_id(const json& body) {
    return read_integer(body, "id", 0, most);
}

double read_time(const json& body) {
    const double time = read_number(body, "time");
    if (!(time > 0.0 && time < 1.0)) {
        throw MalformedData("\"time\" is not between two pictures");
    }
    return time;
}

struct ClientEncoder {
    OutgoingFrame operator()(const Hello& m) const { return plain(FrameType::hello, {{"version", m.program_version}}); }
    OutgoingFrame operator()(const ListModels& m) const {
        return plain(FrameType::list_models, {{"folders", paths_to_json(m.folders)}});
    }
    OutgoingFrame operator()(const FindModel& m) const {
        return plain(FrameType::find_model, {{"folders", paths_to_json(m.folders)}, {"name", m.folder_or_name.string()}});
    }
    OutgoingFrame operator()(const GetComputeStatus& m) const {
        return plain(FrameType::get_compute_status, {{"options", to_json(m.options)}});
    }
    OutgoingFrame operator()(const CountTokens& m) const {
        return plain(FrameType::count_tokens, {{"model", to_json(m.model)}, {"prompt", m.prompt}});
    }
    OutgoingFrame operator()(const VerifyModel& m) const {
        return plain(FrameType::verify_model, {{"folder", m.folder.string()}, {"reference", m.reference_file.string()}});
    }
    OutgoingFrame operator()(const Generate& m) const { return encode_generate(m.id, m.model, m.options, m.request); }
    OutgoingFrame operator()(const SetFramePair& m) const {
        return with_part(FrameType::set_frame_pair, {{"id", m.id}, {"folder", m.folder.string()}, {"options", to_json(m.options)}}, "pair",
                         serialize(std::vector{m.first, m.second}));
    }
    OutgoingFrame operator()(const MakeBetween& m) const {
        return plain(FrameType::make_between, {{"id", m.id}, {"time", m.time}});
    }
    OutgoingFrame operator()(const StopWork& m) const { return plain(FrameType::stop_work, {{"id", m.id}}); }
};

struct ServerEncoder {
    OutgoingFrame operator()(const Ready& m) const { return plain(FrameType::ready, {{"version", m.program_version}}); }
    OutgoingFrame operator()(const ModelList& m) const {
        json models = json::array();
        for (const ModelInfo& model : m.models) {
            models.push_back(to_json(model));
        }
        return plain(FrameType::model_list, {{"models", models}});
    }
    OutgoingFrame operator()(const FoundModel& m) const { return plain(FrameType::found_model, {{"model", to_json(m.model)}}); }
    OutgoingFrame operator()(const ComputeStatus& m) const {
        return plain(FrameType::compute_status, {{"device", m.device}, {"dtype", m.dtype}, {"free_bytes", m.free_bytes}});
    }
    OutgoingFrame operator()(const TokenCount& m) const {
        return plain(FrameType::token_count, {{"num_tokens", m.num_tokens}, {"limit", m.limit}});
    }
    OutgoingFrame operator()(const Verified& m) const {
        json verdicts = json::array();
        for (const StageVerdict& verdict : m.verdicts) {
            verdicts.push_back(verdict_to_json(verdict));
        }
        return plain(FrameType::verified, {{"verdicts", verdicts}});
    }
    OutgoingFrame operator()(const Happened& m) const { return encode_event(m.id, m.event); }
    OutgoingFrame operator()(const Finished& m) const {
        return with_part(FrameType::finished, {{"id", m.id}}, "result", serialize(m.result));
    }
    OutgoingFrame operator()(const FramePairSet& m) const { return plain(FrameType::frame_pair_set, {{"id", m.id}}); }
    OutgoingFrame operator()(const MadeBetween& m) const {
        return with_part(FrameType::made_between, {{"id", m.id}}, "image", serialize(std::vector{m.image}));
    }
    OutgoingFrame operator()(const Failed& m) const {
        json body = to_json(m.error);
        body["id"] = m.id;
        return plain(FrameType::failed, std::move(body));
    }
};

}  // namespace

OutgoingFrame encode(const ClientMessage& message) {
    return std::visit(ClientEncoder(), message);
}

OutgoingFrame encode(const ServerMessage& message) {
    return std::visit(ServerEncoder(), message);
}

OutgoingFrame encode_event(std::int64_t id, const GenerationEvent& event) {
    return with_part(FrameType::happened, {{"id", id}}, "event", serialize(event));
}

OutgoingFrame encode_generate(std::int64_t id, const ModelInfo& model, const GeneratorOptions& options, const GenerationRequest& request) {
    return with_part(FrameType::generate, {{"id", id}, {"model", to_json(model)}, {"options", to_json(options)}}, "request",
                     serialize(request));
}

ClientMessage decode_client_message(const Frame& frame) {
    const json& body = frame.body;
    switch (static_cast<FrameType>(frame.type)) {
        case FrameType::hello:
            return Hello{read_text(body, "version")};
        case FrameType::list_models:
            return ListModels{read_paths(body, "folders")};
        case FrameType::find_model:
            return FindModel{read_paths(body, "folders"), read_text(body, "name")};
        case FrameType::get_compute_status:
            return GetComputeStatus{read_generator_options(require(body, "options"))};
        case FrameType::count_tokens:
            return CountTokens{read_model_info(require(body, "model")), read_text(body, "prompt")};
        case FrameType::verify_model:
            return VerifyModel{read_text(body, "folder"), read_text(body, "reference")};
        case FrameType::generate:
            return Generate{read_id(body), read_model_info(require(body, "model")), read_generator_options(require(body, "options")),
                            read_request(require(body, "request"), frame.buffers)};
        case FrameType::set_frame_pair: {
            const std::vector<Image> pair = read_images(require(body, "pair"), frame.buffers, 2);
            if (pair[0].width() != pair[1].width() || pair[0].height() != pair[1].height()) {
                throw MalformedData("the two pictures of a pair have different sizes");
            }
            return SetFramePair{read_id(body), read_text(body, "folder"), read_generator_options(require(body, "options")), pair[0], pair[1]};
        }
        case FrameType::make_between:
            return MakeBetween{read_id(body), read_time(body)};
        case FrameType::stop_work:
            return StopWork{read_id(body)};
        default:
            throw MalformedData("a frame of an unknown type (" + std::to_string(frame.type) + ") arrived");
    }
}

ServerMessage decode_server_message(const Frame& frame) {
    const json& body = frame.body;
    switch (static_cast<FrameType>(frame.type)) {
        case FrameType::ready:
            return Ready{read_text(body, "version")};
        case FrameType::model_list: {
            ModelList list;
            for (const json& model : read_array(body, "models", max_models)) {
                list.models.push_back(read_model_info(model));
            }
            return list;
        }
        case FrameType::found_model:
            return FoundModel{read_model_info(require(body, "model"))};
        case FrameType::compute_status:
            return ComputeStatus{read_text(body, "device"), read_text(body, "dtype"), read_integer(body, "free_bytes", 0, most)};
        case FrameType::token_count:
            return TokenCount{read_integer(body, "num_tokens", 0, most), read_integer(body, "limit", 0, most)};
        case FrameType::verified: {
            Verified verified;
            for (const json& verdict : read_array(body, "verdicts", max_stages)) {
                verified.verdicts.push_back(read_verdict(verdict));
            }
            return verified;
        }
        case FrameType::happened:
            return Happened{read_id(body), read_event(require(body, "event"), frame.buffers)};
        case FrameType::finished:
            return Finished{read_id(body), read_result(require(body, "result"), frame.buffers)};
        case FrameType::frame_pair_set:
            return FramePairSet{read_id(body)};
        case FrameType::made_between:
            return MadeBetween{read_id(body), read_images(require(body, "image"), frame.buffers, 1)[0]};
        case FrameType::failed:
            return Failed{read_id(body), read_error(body)};
        default:
            throw MalformedData("a frame of an unknown type (" + std::to_string(frame.type) + ") arrived");
    }
}

}  // namespace kinora
