// What the studio and its worker say to each other. Every message is a struct; each becomes one frame and is checked when it is
// read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error_record.h"
#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/generation/generator.h"
#include "core/generation/model_catalog.h"
#include "core/generation/model_info.h"
#include "core/worker/frame_channel.h"

namespace kinora {

// From the client. The first message of a conversation is Hello, which Ready answers.
struct Hello {
    std::string program_version;
};
struct ListModels {  // answered by ModelList or Failed
    std::vector<std::filesystem::path> folders;
};
struct FindModel {  // answered by FoundModel or Failed
    std::vector<std::filesystem::path> folders;
    std::filesystem::path folder_or_name;
};
struct GetComputeStatus {  // answered by ComputeStatus or Failed
    GeneratorOptions options;
};
struct CountTokens {  // answered by TokenCount or Failed
    ModelInfo model;
    std::string prompt;
};
struct VerifyModel {  // answered by Verified or Failed
    std::filesystem::path folder;
    std::filesystem::path reference_file;
};
struct Generate {  // answered by Happened, any number of times, and then Finished or Failed
    std::int64_t id = 0;
    ModelInfo model;
    GeneratorOptions options;
    GenerationRequest request;
};
struct SetFramePair {  // answered by FramePairSet or Failed
    std::int64_t id = 0;
    std::filesystem::path folder;  // of the interpolator's weights
    GeneratorOptions options;
    Image first;
    Image second;
};
struct MakeBetween {  // of the pair that was set last; answered by MadeBetween or Failed
    std::int64_t id = 0;
    double time = 0.5;
};
struct StopWork {  // not answered
    std::int64_t id = 0;
};

// From the server.
struct Ready {
    std::string program_version;
};
struct ModelList {
    std::vector<ModelInfo> models;
};
struct FoundModel {
    ModelInfo model;
};
struct Verified {
    std::vector<StageVerdict> verdicts;
};
struct Happened {
    std::int64_t id = 0;
    GenerationEvent event;
};
struct Finished {
    std::int64_t id = 0;
    GenerationResult result;
};
struct FramePairSet {
    std::int64_t id = 0;
};
struct MadeBetween {
    std::int64_t id = 0;
    Image image;
};
struct Failed {
    std::int64_t id = 0;  // of the work; 0 for what has none
    ErrorRecord error;
};

using ClientMessage = std::variant<Hello, ListModels, FindModel, GetComputeStatus, CountTokens, VerifyModel, Generate, SetFramePair, MakeBetween,
                                   StopWork>;
using ServerMessage = std::variant<Ready, ModelList, FoundModel, ComputeStatus, TokenCount, Verified, Happened, Finished, FramePairSet,
                                   MadeBetween, Failed>;

// Of the work that a message is about; 0 where it is about none.
template <typename Message>
std::int64_t work_of(const Message& message) {
    return std::visit(
        [](const auto& m) -> std::int64_t {
            if constexpr (requires { m.id; }) {
                return m.id;
            } else {
                return 0;
            }
        },
        message);
}

// The frame refers to the message's pictures and tensors, so the message must live until it is sent.
OutgoingFrame encode(const ClientMessage& message);
OutgoingFrame encode(const ServerMessage& message);
OutgoingFrame encode_event(std::int64_t id, const GenerationEvent& event);  // a Happened without a copy
OutgoingFrame encode_generate(std::int64_t id, const ModelInfo& model, const GeneratorOptions& options, const GenerationRequest& request);

// Throw Error for what is no such message.
ClientMessage decode_client_message(const Frame& frame);
ServerMessage decode_server_message(const Frame& frame);

}  // namespace kinora
