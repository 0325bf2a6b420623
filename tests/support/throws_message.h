// For checking that a call throws, and what it says.
#pragma once

#include <exception>
#include <string>

namespace kinora::test {

// The message of the exception of type E that `call` throws; "(nothing was thrown)" if it throws none.
template <typename E = std::exception, typename Call>
std::string message_of(Call&& call) {
    try {
        call();
    } catch (const E& error) {
        return error.what();
    }
    return "(nothing was thrown)";
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace kinora::test
