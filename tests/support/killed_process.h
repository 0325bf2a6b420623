// A process that works until it is killed, and what it said of its work before.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <stdexcept>
#include <vector>

namespace kinora::test {

// Runs `work` in a process of its own and kills it `after` it has first written an int to the descriptor that it is given. Returns all
// ints that it wrote.
inline std::vector<int> acknowledged_until_killed(const std::function<void(int acknowledged)>& work, std::chrono::microseconds after) {
    int pipe_ends[2];
    if (::pipe(pipe_ends) != 0) {
        throw std::runtime_error("no pipe");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(pipe_ends[0]);
        work(pipe_ends[1]);
        ::_exit(1);
    }
    ::close(pipe_ends[1]);
    std::vector<int> acknowledged;
    const auto read_one = [&] {
        int value = 0;
        const bool is_there = ::read(pipe_ends[0], &value, sizeof value) == sizeof value;
        if (is_there) {
            acknowledged.push_back(value);
        }
        return is_there;
    };
    const bool has_begun = read_one();  // so that the kill comes in the middle of work
    ::usleep(static_cast<unsigned>(after.count()));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    while (read_one()) {
    }
    ::close(pipe_ends[0]);
    if (!has_begun) {
        throw std::runtime_error("the process ended before it acknowledged anything");
    }
    return acknowledged;
}

}  // namespace kinora::test
