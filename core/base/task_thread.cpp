#include "core/base/task_thread.h"

#include <pthread.h>

#include <utility>

namespace kinora {

TaskThread::TaskThread(std::string name) {
    thread_ = std::jthread([this, name = name.substr(0, 15)](const std::stop_token& stop) {
        pthread_setname_np(pthread_self(), name.c_str());
        run(stop);
    });
}

TaskThread::~TaskThread() {
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void TaskThread::post(Task task) {
    {
        const std::scoped_lock lock(mutex_);
        if (is_finishing_) {
            return;
        }
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
}

void TaskThread::finish() {
    {
        const std::scoped_lock lock(mutex_);
        is_finishing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void TaskThread::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, stop, [&] { return !tasks_.empty() || is_finishing_; });
            if (stop.stop_requested() || tasks_.empty()) {
                return;
            }
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task(stop);
    }
}

}  // namespace kinora
