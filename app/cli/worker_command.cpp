#include "app/cli/worker_command.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>

#include "app/cli/render_job.h"
#include "core/base/error.h"
#include "core/model/interpolation/rife_interpolator.h"
#include "core/model/model_library.h"
#include "core/worker/worker_server.h"

namespace kinora::cli {

namespace {

// Where memory runs out, the system is to end a worker rather than the program with the user's work.
constexpr const char* oom_score = "600";

int duplicate(int descriptor) {
    const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (copy < 0) {
        throw Error("the worker needs standard input and output: " + system_message(errno));
    }
    return copy;
}

}  // namespace

void run_worker(const std::stop_token& stop) {
    std::ofstream("/proc/self/oom_score_adj") << oom_score;
    ::signal(SIGPIPE, SIG_IGN);
    // The stream carries frames only: whatever a library prints goes where errors go, and nothing but the server reads.
    const int input = duplicate(STDIN_FILENO);
    const int output = duplicate(STDOUT_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);

    WorkerServer server(input, output,
                        {.make_generator = make_generator,
                         .make_catalog = [](const std::vector<std::filesystem::path>& folders) {
                             return std::make_unique<ModelLibrary>(model_folders(folders));
                         },
                         .make_interpolator = [](const std::filesystem::path& folder, const GeneratorOptions& options) {
                             return make_rife_interpolator(folder, {.device = options.device, .dtype = options.dtype});
                         }});
    server.run(stop);
}

}  // namespace kinora::cli
