// A worker process that is there when it is needed, and work that is done in it.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/generator.h"
#include "core/worker/protocol.h"
#include "core/worker/worker_process.h"

namespace kinora {

struct WorkerOptions {
    std::vector<std::string> command;             // {"/usr/bin/kinora-cli", "worker"}; also {"ssh", "host", "kinora-cli", "worker"}
    std::chrono::milliseconds stop_limit{3000};   // a worker that has not stopped by then is ended
    std::chrono::milliseconds start_limit{60000};
};

// Used by one thread at a time, but for what says otherwise.
class WorkerConnection {
 public:
    explicit WorkerConnection(WorkerOptions options) : options_(std::move(options)) {}

    // A running worker that has answered the first message. Starts one if none runs. Throws WorkerDied, Cancelled.
    WorkerProcess& process(const std::stop_token& stop);
    void end();

    // Has a message of work done that has this id (next_id()), and returns the answer that ends it. Events on the way go to `observer`;
    // what that throws is thrown here when the worker has stopped. Throws Cancelled, WorkerDied, and what the worker could not do.
    ServerMessage work(std::int64_t id, OutgoingFrame message, const GenerationObserver& observer, const std::stop_token& stop);
    std::int64_t next_id() { return ++last_id_; }

    // From any thread: 0 while none runs; how often one was started.
    pid_t pid() const { return pid_; }
    int num_starts() const { return num_starts_; }
    const WorkerOptions& options() const { return options_; }

 private:
    struct Work;

    void greet(const std::stop_token& stop);
    void kill();
    bool take(Work& work, ServerMessage message);

    WorkerOptions options_;
    std::unique_ptr<WorkerProcess> process_;
    std::atomic<pid_t> pid_ = 0;
    std::atomic<int> num_starts_ = 0;
    std::int64_t last_id_ = 0;
};

// Throw WorkerDied where the worker says what is no message, or another one than expected.
ServerMessage decode_answer(const Frame& frame);
[[noreturn]] void throw_not_understood(const Sentence& problem);

// The answer that was expected; throws what the worker could not do.
template <typename Answer>
Answer expect_answer(ServerMessage answer) {
    if (const auto* failed = std::get_if<Failed>(&answer)) {
        throw_recorded(failed->error);
    }
    if (auto* expected = std::get_if<Answer>(&answer)) {
        return std::move(*expected);
    }
    throw_not_understood(Sentence::of("an answer to something that was not asked"));
}

}  // namespace kinora
