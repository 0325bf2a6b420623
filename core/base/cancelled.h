// A stop that the user asked for. It is not an Error, so no error handler swallows it and no dialog shows it.
#pragma once

#include <exception>
#include <stop_token>

namespace kinora {

class Cancelled : public std::exception {
 public:
    const char* what() const noexcept override { return "stopped on request"; }
};

inline void throw_if_stop_requested(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        throw Cancelled();
    }
}

}  // namespace kinora
