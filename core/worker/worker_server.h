// The worker's end of the protocol: drives a generator and a catalogue of models for a client at the other end of two descriptors.
// Work and questions are answered one after the other on the thread that calls run(), so that a model is made, used and destroyed on one
// thread; only requests to stop are seen to at once.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/task_thread.h"
#include "core/generation/frame_interpolator.h"
#include "core/worker/protocol.h"

namespace kinora {

struct WorkerRooms {
    std::function<std::unique_ptr<Generator>(const ModelInfo& model, const GeneratorOptions& options)> make_generator;
    std::function<std::unique_ptr<ModelCatalog>(const std::vector<std::filesystem::path>& folders)> make_catalog;
    std::function<std::unique_ptr<FrameInterpolator>(const std::filesystem::path& folder, const GeneratorOptions& options)> make_interpolator;
};

class WorkerServer {
 public:
    // The descriptors stay open until run() returns and are not closed here.
    WorkerServer(int input, int output, WorkerRooms rooms);
    ~WorkerServer();

    // Returns when the client is gone or `stop` is requested. Throws MalformedData if the client does not speak the protocol. Work
    // that goes on for a second after the client has gone is ended with the process (SIGTERM).
    void run(const std::stop_token& stop);

 private:
    void read_messages(const std::stop_token& end);
    void take(ClientMessage message);
    void close_input(std::exception_ptr problem);
    std::optional<ClientMessage> next_message(const std::stop_token& stop);
    void answer(const ClientMessage& message);
    ServerMessage answer_to(const ClientMessage& message);
    ServerMessage generate(const Generate& message, const std::stop_token& stop);
    ServerMessage set_pair(const SetFramePair& message, const std::stop_token& stop);
    ServerMessage make_between(const MakeBetween& message, const std::stop_token& stop);
    void send(OutgoingFrame frame);
    void send_event(std::int64_t id, const GenerationEvent& event);
    ModelCatalog& catalog(const std::vector<std::filesystem::path>& folders);

    const int input_;
    const int output_;
    WorkerRooms rooms_;

    std::unique_ptr<Generator> generator_;
    std::string generator_key_;
    std::unique_ptr<FrameInterpolator> interpolator_;
    std::string interpolator_key_;
    Image last_picture_;  // the second of the last pair
    std::unique_ptr<ModelCatalog> catalog_;
    std::vector<std::filesystem::path> catalog_folders_;

    std::mutex mutex_;  // guards what follows
    std::condition_variable_any wake_;
    std::deque<ClientMessage> messages_;
    std::map<std::int64_t, std::stop_source> stops_;  // of work that waits or runs
    bool is_input_closed_ = false;
    bool is_busy_ = false;
    std::exception_ptr problem_;

    TaskThread reader_;  // last, so that it ends first
};

}  // namespace kinora
