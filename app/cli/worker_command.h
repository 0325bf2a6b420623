// kinora-cli worker: runs models for another program, over standard input and output.
#pragma once

#include <stop_token>

namespace kinora::cli {

// Returns when the other program is gone. Throws Error if it does not speak the protocol.
void run_worker(const std::stop_token& stop);

}  // namespace kinora::cli
