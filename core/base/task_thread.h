// One thread that runs tasks in the order in which they were posted. The only place in core where threads are made.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace kinora {

class TaskThread {
 public:
    // Runs on the thread. Looks at the token if it takes long, and lets no exception out.
    using Task = std::function<void(const std::stop_token& stop)>;

    // `name` is what debuggers show; the system keeps its first 15 bytes.
    explicit TaskThread(std::string name);

    // Asks the running task to stop, drops those that have not begun, and waits. Not to be called on the thread itself.
    ~TaskThread();
    TaskThread(const TaskThread&) = delete;
    TaskThread& operator=(const TaskThread&) = delete;

    // From any thread. Ignored after finish().
    void post(Task task);

    // Runs everything that was posted before, then ends the thread. The destructor has nothing left to do afterwards.
    void finish();

 private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Task> tasks_;
    bool is_finishing_ = false;
    std::jthread thread_;
};

}  // namespace kinora
