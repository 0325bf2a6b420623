// A generator that shows what it is asked for, and begins when it may.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/core/engine/engine_fixture.h"

namespace kinora::test {

class WatchedGenerator : public FakeGenerator {
 public:
    struct Watch {
        std::mutex mutex;
        std::vector<std::int64_t> starts;  // of the conditions that were asked for last
        std::atomic<bool> may_begin = true;
    };

    WatchedGenerator(const ModelInfo& model, Watch& watch) : FakeGenerator(model), watch_(watch) {}

    GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer, const std::stop_token& stop) override {
        {
            const std::scoped_lock lock(watch_.mutex);
            watch_.starts.clear();
            for (const ConditioningFrames& frames : request.conditioning) {
                watch_.starts.push_back(frames.start_frame);
            }
        }
        while (!watch_.may_begin && !stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return FakeGenerator::generate(request, observer, stop);
    }

 private:
    Watch& watch_;
};

inline EngineOptions watched_options(const std::filesystem::path& folder, Takes& takes, WatchedGenerator::Watch& watch) {
    EngineOptions options = engine_options(folder, takes);
    options.make_generator = [&watch](const ModelInfo& model, const GeneratorOptions&) {
        return std::make_unique<WatchedGenerator>(model, watch);
    };
    return options;
}

}  // namespace kinora::test
