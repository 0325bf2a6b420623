// Models without libtorch: a generator and a catalogue that ask a worker process. The worker is started when it is first needed and
// again after it has ended, whatever ended it; only what was asked of it at that moment fails, with WorkerDied.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/generator.h"
#include "core/generation/model_catalog.h"
#include "core/worker/worker_connection.h"

namespace kinora {

// A model that a worker has loaded.
struct HeldModel {
    ModelInfo model;
    GeneratorOptions options;
    std::int64_t device_bytes = 0;  // what was taken of the device's own memory after its last step, by all programs; 0 on a CPU
};

// Makes generators that share one worker, which holds one model at a time. Generators are used on one thread at a time, and must not
// outlive the client.
class WorkerClient {
 public:
    explicit WorkerClient(WorkerOptions options) : connection_(std::move(options)) {}

    std::unique_ptr<Generator> make_generator(const ModelInfo& model, const GeneratorOptions& options);

    // From any thread.
    pid_t worker_pid() const { return connection_.pid(); }
    int num_starts() const { return connection_.num_starts(); }
    // The model that has made a step in the worker that runs, until another one is asked for.
    std::optional<HeldModel> held() const;

    GenerationResult generate(const ModelInfo& model, const GeneratorOptions& options, const GenerationRequest& request,
                              const GenerationObserver& observer, const std::stop_token& stop);

 private:
    void hold(const ModelInfo& model, const GeneratorOptions& options, std::int64_t device_bytes);

    WorkerConnection connection_;
    mutable std::mutex held_mutex_;
    std::optional<HeldModel> held_;
    pid_t holder_ = 0;
};

// The catalogue in a worker of its own: it answers while another worker generates, and a hostile model file meets neither the studio nor
// a running generation. May be used from any thread, one call at a time gets through.
class WorkerCatalog : public ModelCatalog {
 public:
    WorkerCatalog(WorkerOptions options, std::vector<std::filesystem::path> folders);

    // The folders to look in besides those that the worker knows itself.
    void set_folders(std::vector<std::filesystem::path> folders);

    std::vector<ModelInfo> list() override;
    ModelInfo find(const std::filesystem::path& folder_or_name) override;
    ComputeStatus compute_status(const GeneratorOptions& options) override;
    // The same, which throws Cancelled as soon as a stop is requested; a worker that was asked is ended then.
    ComputeStatus compute_status(const GeneratorOptions& options, const std::stop_token& stop);
    TokenCount count_tokens(const ModelInfo& model, const std::string& prompt) override;
    // In a worker for this alone, which ends with it.
    std::vector<StageVerdict> verify(const std::filesystem::path& folder, const std::filesystem::path& reference_file,
                                     const std::stop_token& stop) override;

    pid_t worker_pid() const { return connection_.pid(); }

 private:
    class Turn;

    ServerMessage ask(const ClientMessage& message, const std::stop_token& stop);
    template <typename Answer>
    Answer ask_for(const ClientMessage& message, const std::stop_token& stop = {});
    std::vector<std::filesystem::path> folders();

    std::mutex mutex_;  // guards what follows
    std::condition_variable_any is_over_;
    bool is_talking_ = false;

    WorkerConnection connection_;
    std::mutex folders_mutex_;
    std::vector<std::filesystem::path> folders_;
};

}  // namespace kinora
