#include "core/worker/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/base/error_record.h"
#include "core/base/memory_status.h"

extern char** environ;

namespace kinora {

namespace {

constexpr std::size_t max_error_tail = 8192;
constexpr std::chrono::milliseconds farewell{300};
constexpr std::chrono::milliseconds reap_limit{1000};

int milliseconds_until(WorkerProcess::Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - WorkerProcess::Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

void close_descriptor(int& descriptor) {
    if (descriptor >= 0) {
        ::close(descriptor);
        descriptor = -1;
    }
}

bool is_readable(int descriptor) {
    pollfd waiting = {descriptor, POLLIN, 0};
    return descriptor >= 0 && ::poll(&waiting, 1, 0) > 0 && waiting.revents != 0;
}

std::string last_line(const std::string& text) {
    const auto end = text.find_last_not_of("\n\r ");
    if (end == std::string::npos) {
        return {};
    }
    const auto begin = text.find_last_of("\n\r", end);
    return text.substr(begin == std::string::npos ? 0 : begin + 1, end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

// What the child starts with. Its signals are as a program expects them, and Ctrl-C in the studio's terminal is not for it.
class SpawnSettings {
 public:
    SpawnSettings(int stream, int errors) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, stream, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, stream, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, errors, STDERR_FILENO);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t defaults;
        sigemptyset(&none);
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        sigaddset(&defaults, SIGINT);
        sigaddset(&defaults, SIGTERM);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    int spawn(pid_t& pid, const std::vector<std::string>& command) const {
        std::vector<char*> arguments;
        for (const std::string& argument : command) {
            arguments.push_back(const_cast<char*>(argument.c_str()));
        }
        arguments.push_back(nullptr);
        return ::posix_spawnp(&pid, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    }

 private:
    posix_spawn_file_actions_t actions_ = {};
    posix_spawnattr_t attributes_ = {};
};

}  // namespace

StopWaker::StopWaker(const std::stop_token& stop) : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    callback_.emplace(stop, [descriptor = descriptor_] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(descriptor, &one, sizeof one);
    });
}

StopWaker::~StopWaker() {
    callback_.reset();  // waits for a callback that runs just now
    ::close(descriptor_);
}

WorkerProcess::WorkerProcess(const std::vector<std::string>& command)
    : name_(command.empty() ? std::string() : command.front()), memory_kills_before_(num_memory_kills()) {
    const auto fail = [&](int error_number) {
        throw WorkerDied(WorkerDied::Cause::not_started, error_number,
                         Sentence::of("the worker %1 cannot be started: %2", name_, system_message(error_number)));
    };
    if (command.empty()) {
        fail(EINVAL);
    }
    std::array<int, 2> stream = {-1, -1};
    std::array<int, 2> errors = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream.data()) != 0) {
        fail(errno);
    }
    if (::pipe2(errors.data(), O_CLOEXEC) != 0) {
        const int problem = errno;
        ::close(stream[0]);
        ::close(stream[1]);
        fail(problem);
    }
    const int problem = SpawnSettings(stream[1], errors[1]).spawn(pid_, command);
    ::close(stream[1]);
    ::close(errors[1]);
    socket_ = stream[0];
    errors_ = errors[0];
    if (problem != 0) {
        close_descriptor(socket_);
        close_descriptor(errors_);
        fail(problem);
    }
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
    ::fcntl(errors_, F_SETFL, O_NONBLOCK);
    process_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

WorkerProcess::~WorkerProcess() {
    close_descriptor(socket_);
    if (!is_reaped_) {
        pollfd waiting = {process_, POLLIN, 0};
        if (process_ < 0 || ::poll(&waiting, 1, static_cast<int>(farewell.count())) <= 0) {
            ::kill(pid_, SIGKILL);
        }
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    close_descriptor(errors_);
    close_descriptor(process_);
}

bool WorkerProcess::has_ended() const {
    return is_reaped_ || is_readable(process_);
}

void WorkerProcess::kill() {
    if (!is_reaped_) {
        ::kill(pid_, SIGKILL);
    }
}

// True if the socket is ready.
bool WorkerProcess::wait_until(short events, int wake_descriptor, Clock::time_point deadline) {
    while (true) {
        std::array<pollfd, 3> waiting = {pollfd{socket_, events, 0}, pollfd{errors_, POLLIN, 0}, pollfd{wake_descriptor, POLLIN, 0}};
        const int count = ::poll(waiting.data(), waiting.size(), milliseconds_until(deadline));
        if (count < 0 && errno != EINTR) {
            throw_bad_protocol(Sentence::of("waiting for the worker failed: %1", system_message(errno)));
        }
        if (waiting[1].revents != 0) {
            drain_errors();
        }
        if (waiting[2].revents != 0) {
            return false;
        }
        if (waiting[0].revents != 0) {
            return true;
        }
        if (Clock::now() >= deadline) {
            return false;
        }
    }
}

void WorkerProcess::drain_errors() {
    std::array<char, 4096> text = {};
    while (errors_ >= 0) {
        const ssize_t count = ::read(errors_, text.data(), text.size());
        if (count > 0) {
            error_tail_.append(text.data(), static_cast<std::size_t>(count));
            if (error_tail_.size() > max_error_tail) {
                error_tail_.erase(0, error_tail_.size() - max_error_tail);
            }
        } else if (count == 0) {
            close_descriptor(errors_);
        } else if (errno != EINTR) {
            return;
        }
    }
}

bool WorkerProcess::send(OutgoingFrame& frame, int wake_descriptor, Clock::time_point deadline) {
    try {
        while (!frame.send(socket_)) {
            if (!wait_until(POLLOUT, wake_descriptor, deadline)) {
                return false;
            }
        }
    } catch (const StreamClosed&) {
        throw_death();
    }
    return true;
}

std::optional<Frame> WorkerProcess::receive(int wake_descriptor, Clock::time_point deadline) {
    while (wait_until(POLLIN, wake_descriptor, deadline)) {
        const auto space = reader_.space();
        const ssize_t count = ::read(socket_, space.data(), space.size());
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            continue;
        }
        if (count <= 0) {
            throw_death();
        }
        try {
            if (std::optional<Frame> frame = reader_.filled(static_cast<std::size_t>(count))) {
                return frame;
            }
        } catch (const MalformedData& error) {
            throw_bad_protocol(whole_sentence(error));
        }
    }
    return std::nullopt;
}

void WorkerProcess::throw_bad_protocol(const Sentence& problem) {
    kill();
    throw WorkerDied(WorkerDied::Cause::bad_protocol, 0, Sentence::of("the worker %1 was not understood: %2", name_, problem));
}

void WorkerProcess::throw_death() {
    // The stream is closed, so the program is ending; one that only closed its stream is ended.
    pollfd waiting = {process_, POLLIN, 0};
    const bool ends_by_itself = process_ >= 0 && ::poll(&waiting, 1, static_cast<int>(reap_limit.count())) > 0;
    if (!ends_by_itself) {
        ::kill(pid_, SIGKILL);
    }
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    is_reaped_ = true;
    drain_errors();
    const std::string line = last_line(error_tail_);
    const auto with_detail = [&](const Sentence& said) { return line.empty() ? said : Sentence::of("%1 (%2)", said, line); };
    if (!ends_by_itself) {
        throw WorkerDied(WorkerDied::Cause::bad_protocol, 0, with_detail(Sentence::of("the worker closed its stream and went on")));
    }
    if (WIFEXITED(status)) {
        throw WorkerDied(WorkerDied::Cause::exited, WEXITSTATUS(status),
                         with_detail(Sentence::of("the worker ended with status %1", WEXITSTATUS(status))));
    }
    const int signal = WTERMSIG(status);
    if (signal == SIGKILL && num_memory_kills() > memory_kills_before_) {
        throw WorkerDied(WorkerDied::Cause::out_of_memory, signal,
                         with_detail(Sentence::of("the system ended the worker because memory ran out; lower the size or the number of "
                                                  "frames, or close other programs")));
    }
    const char* name = ::sigdescr_np(signal);
    const Sentence said = name == nullptr ? Sentence::of("the worker was ended by signal %1", signal)
                                          : Sentence::of("the worker was ended by signal %1, %2", signal, name);
    throw WorkerDied(WorkerDied::Cause::killed_by_signal, signal, with_detail(said));
}

}  // namespace kinora
