// Ctrl-C and a request to terminate become a stop_token; a mapped file that is cut short under the program ends it with one line.
#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>
#include <thread>

namespace kinora::cli {

// Make one before any other thread is started, so that all threads leave these signals to it. What has not stopped `grace`
// after the first signal, or at the second one, is ended: unfinished files are removed and the process exits with 130.
// Where a file that is mapped into memory has become shorter (SIGBUS), the same is done with status 1, as there is nothing to unwind from.
// With JSON, an error event on stdout says so as well.
class StopOnSignal {
 public:
    StopOnSignal(std::chrono::seconds grace, bool is_json);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return source_.get_token(); }

 private:
    void wait_for_signals(const std::stop_token& end);
    [[noreturn]] void end_at_once(std::string_view kind, std::string_view message, int status) const;

    std::chrono::seconds grace_;
    bool is_json_;
    std::stop_source source_;
    std::jthread waiter_;
};

}  // namespace kinora::cli
