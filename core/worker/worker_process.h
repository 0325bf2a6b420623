// A worker program that was started here, and the frames to and from it. Used by one thread at a time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/worker/frame_channel.h"

namespace kinora {

// Wakes a waiting thread when a stop is requested: a descriptor that becomes readable.
class StopWaker {
 public:
    explicit StopWaker(const std::stop_token& stop);
    ~StopWaker();
    StopWaker(const StopWaker&) = delete;
    StopWaker& operator=(const StopWaker&) = delete;

    int descriptor() const { return descriptor_; }

 private:
    int descriptor_;
    std::optional<std::stop_callback<std::function<void()>>> callback_;
};

class WorkerProcess {
 public:
    using Clock = std::chrono::steady_clock;

    // Starts a program: its path, or its name in PATH, and its arguments. It gets a socket as standard input and output; what it
    // writes to standard error is kept for telling how it died. Throws WorkerDied.
    explicit WorkerProcess(const std::vector<std::string>& command);

    // Closes the stream, which asks the program to end, and ends it if it has not a moment later.
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    // False if it was woken or the deadline passed before all was sent; the process is then of no more use if the frame has begun.
    bool send(OutgoingFrame& frame, int wake_descriptor, Clock::time_point deadline);

    // The next frame. Nothing if it was woken or the deadline passed. `wake_descriptor` may be -1. Both throw WorkerDied.
    std::optional<Frame> receive(int wake_descriptor, Clock::time_point deadline);

    // True if the program has ended, as far as can be seen without waiting.
    bool has_ended() const;

    // Ends it at once. Nothing in a worker is worth a farewell.
    void kill();

    pid_t pid() const { return pid_; }

 private:
    bool wait_until(short events, int wake_descriptor, Clock::time_point deadline);
    void drain_errors();
    [[noreturn]] void throw_death();
    [[noreturn]] void throw_bad_protocol(const Sentence& problem);

    std::string name_;
    pid_t pid_ = -1;
    int socket_ = -1;
    int errors_ = -1;
    int process_ = -1;  // readable when the program has ended
    bool is_reaped_ = false;
    std::int64_t memory_kills_before_ = 0;
    std::string error_tail_;
    ChannelReader reader_;
};

}  // namespace kinora
