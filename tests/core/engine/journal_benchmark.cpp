// Measures what keeping a step costs on the shapes of a 2B model with 128 latent channels: the way through the socket between worker and
// studio, and the writing of the file. Usage: journal_benchmark FOLDER [REPETITIONS]
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "core/base/task_thread.h"
#include "core/engine/step_journal.h"
#include "core/worker/protocol.h"

using namespace kinora;

namespace {

constexpr std::int64_t channels = 128;
constexpr std::size_t random_state_bytes = 5056;  // of libtorch's CPU generator

StateTensor tensor(const std::string& name, std::vector<std::int64_t> shape) {
    std::size_t count = 4;
    for (const std::int64_t extent : shape) {
        count *= static_cast<std::size_t>(extent);
    }
    StateTensor result = {name, ScalarType::f32, std::move(shape), std::vector<std::byte>(count)};
    std::mt19937 random(1);
    std::ranges::generate(result.bytes, [&] { return static_cast<std::byte>(random()); });
    return result;
}

std::shared_ptr<const StepState> state(std::int64_t tokens) {
    auto result = std::make_shared<StepState>();
    *result = {"benchmark", 1, 1, 50, {{"sigma", "0.5"}}, {}};
    result->tensors = {tensor("tokens", {1, tokens, channels}), tensor("clean", {1, tokens, channels}), tensor("positions", {3, tokens})};
    result->tensors.push_back({"random", ScalarType::u8, {random_state_bytes}, std::vector<std::byte>(random_state_bytes)});
    return result;
}

template <typename Work>
double median_milliseconds(int repetitions, const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < repetitions; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work(i);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

// From the event on one side to the event on the other.
double transfer(const GenerationEvent& event, int repetitions) {
    std::array<int, 2> sockets = {};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) != 0) {
        return -1.0;
    }
    TaskThread sender("sender");
    const double result = median_milliseconds(repetitions, [&](int) {
        sender.post([&](const std::stop_token&) { encode_event(1, event).send(sockets[0]); });
        ChannelReader reader;
        while (true) {
            const auto space = reader.space();
            const ssize_t count = ::read(sockets[1], space.data(), space.size());
            if (const auto frame = reader.filled(static_cast<std::size_t>(count))) {
                decode_server_message(*frame);
                return;
            }
        }
    });
    sender.finish();
    ::close(sockets[0]);
    ::close(sockets[1]);
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: journal_benchmark FOLDER [REPETITIONS]\n");
        return 2;
    }
    const int repetitions = argc > 2 ? std::max(std::atoi(argv[2]), 1) : 20;
    StepJournal journal(argv[1], {});
    for (const std::int64_t tokens : {384, 1536, 7392}) {
        const auto kept = state(tokens);
        StepFinished event = {.step = 1, .num_steps = 50};
        event.state = kept;
        const double sent = transfer(event, repetitions);
        const double written = median_milliseconds(repetitions, [&](int i) {
            StepState each = *kept;
            each.step = i + 1;
            journal.write(1, each);
        });
        std::printf("%5lld tokens: %.2f MB, through the socket %.2f ms, into the file %.2f ms\n", static_cast<long long>(tokens),
                    static_cast<double>(tokens * channels * 8) / 1e6, sent, written);
        journal.remove(1);
    }
    return 0;
}
