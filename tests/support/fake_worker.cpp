// A worker with the fake generator. Its first argument may make it misbehave before the conversation starts.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "core/worker/worker_server.h"
#include "tests/support/fake_generator.h"
#include "tests/support/fake_interpolator.h"

int main(int argc, char** argv) {
    using namespace kinora;
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "exit") {
        return 3;
    }
    if (mode == "silent") {
        std::this_thread::sleep_for(std::chrono::seconds(20));
        return 0;
    }
    if (mode == "garbage") {
        const std::string text(5000, 'x');
        return ::write(STDOUT_FILENO, text.data(), text.size()) > 0 ? (std::this_thread::sleep_for(std::chrono::seconds(20)), 0) : 1;
    }
    ::signal(SIGPIPE, SIG_IGN);
    WorkerServer server(STDIN_FILENO, STDOUT_FILENO,
                        {.make_generator = [](const ModelInfo& model, const GeneratorOptions&) {
                             return std::make_unique<test::FakeGenerator>(model);
                         },
                         .make_catalog = [](const auto&) { return std::make_unique<test::FakeCatalog>(); },
                         .make_interpolator = [](const auto& folder, const auto&) {
                             return std::make_unique<test::FakeInterpolator>(folder);
                         }});
    try {
        server.run({});
    } catch (const std::exception&) {
        return 4;
    }
    return 0;
}
