#include "app/cli/stop_on_signal.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <string_view>

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

[[noreturn]] void end_at_once(std::string_view message, int status) {
    remove_pending_files();
    static_cast<void>(!::write(STDERR_FILENO, message.data(), message.size()));
    ::_exit(status);
}

}  // namespace

StopOnSignal::StopOnSignal(std::chrono::seconds grace) : grace_(grace) {
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
            end_at_once("\nkinora-cli: a file that was being read became shorter or cannot be read any more, such as a model's weights; put it back "
                        "and try again\n", exit_failed);
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
            end_at_once("\nkinora-cli: stopped\n", exit_cancelled);
        }
    }
}

}  // namespace kinora::cli
