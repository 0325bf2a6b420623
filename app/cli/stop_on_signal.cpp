#include "app/cli/stop_on_signal.h"

#include <poll.h>
#include <pthread.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <ctime>
#include <initializer_list>

#include "core/base/file_io.h"

namespace kinora::cli {

namespace {

constexpr int exit_failed = 1;
constexpr int exit_cancelled = 130;
const int lost_file_signal = SIGRTMIN;

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, lost_file_signal);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

// In the thread that reads the file, where next to nothing may be done: the waiting thread does it.
void tell_of_lost_file(int) {
    ::kill(::getpid(), lost_file_signal);
    for (;;) {
        ::pause();
    }
}

// In one piece and without stdio, whose locks another thread may hold; where nobody takes what is written, it is not waited for.
void write_at_once(int descriptor, std::initializer_list<std::string_view> texts) {
    std::array<iovec, 8> pieces = {};
    std::size_t count = 0;
    for (const std::string_view text : texts) {
        pieces[count++] = {const_cast<char*>(text.data()), text.size()};
    }
    pollfd place = {descriptor, POLLOUT, 0};
    if (::poll(&place, 1, 0) == 1) {
        static_cast<void>(!::writev(descriptor, pieces.data(), static_cast<int>(count)));
    }
}

}  // namespace

// Neither text holds what JSON would have to escape.
void StopOnSignal::end_at_once(std::string_view kind, std::string_view message, int status) const {
    remove_pending_files();
    if (is_json_) {
        write_at_once(STDOUT_FILENO, {R"({"event":"error","kind":")", kind, R"(","message":")", message, "\"}\n"});
    }
    write_at_once(STDERR_FILENO, {"\nkinora-cli: ", message, "\n"});
    ::_exit(status);
}

StopOnSignal::StopOnSignal(std::chrono::seconds grace, bool is_json) : grace_(grace), is_json_(is_json) {
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A reader that goes away and a file that may not grow are errors of the write, which are handled where they happen.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGBUS, tell_of_lost_file);
    waiter_ = std::jthread([this](const std::stop_token& end) { wait_for_signals(end); });
}

StopOnSignal::~StopOnSignal() = default;

void StopOnSignal::wait_for_signals(const std::stop_token& end) {
    const sigset_t set = stop_signals();
    const auto wait = [&](long milliseconds) {
        const timespec timeout = {milliseconds / 1000, milliseconds % 1000 * 1'000'000};
        const int signal = sigtimedwait(&set, nullptr, &timeout);
        if (signal == lost_file_signal) {
            end_at_once("file", "a file that was being read became shorter or cannot be read any more, such as a model's weights; put it back and "
                                "try again", exit_failed);
        }
        return signal > 0;
    };
    while (!end.stop_requested()) {
        if (!wait(50)) {
            continue;
        }
        source_.request_stop();
        // Most work stops by itself long before this; a single huge matrix product cannot be asked to.
        for (auto tenths = 10 * grace_.count() - 1; tenths > 0; --tenths) {
            if (wait(100) || end.stop_requested()) {
                break;
            }
        }
        if (!end.stop_requested()) {
            end_at_once("cancelled", "stopped", exit_cancelled);
        }
    }
}

}  // namespace kinora::cli
