// An engine on a folder of its own, with takes that go into memory.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/engine/engine.h"
#include "tests/support/fake_generator.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

namespace kinora::test {

// The frames of finished takes, by job. Shared by engines that follow each other.
struct Takes {
    std::mutex mutex;
    std::map<std::int64_t, std::vector<Image>> finished;
    std::map<std::int64_t, Recipe> recipes;

    std::vector<Image> of(JobId id) {
        const std::scoped_lock lock(mutex);
        return finished[id.value];
    }
    Recipe recipe_of(JobId id) {
        const std::scoped_lock lock(mutex);
        return recipes[id.value];
    }
};

class MemoryOutput : public TakeOutput {
 public:
    MemoryOutput(Takes& takes, const Job& job) : takes_(takes), id_(job.id), recipe_(job.recipe) {}

    void write(const FramesReady& frames) override { images_.insert(images_.end(), frames.images.begin(), frames.images.end()); }
    std::string finish() override {
        const std::scoped_lock lock(takes_.mutex);
        takes_.finished[id_.value] = images_;
        takes_.recipes[id_.value] = recipe_;
        return "take of job " + std::to_string(id_.value);
    }

 private:
    Takes& takes_;
    JobId id_;
    Recipe recipe_;
    std::vector<Image> images_;
};

inline EngineOptions engine_options(const std::filesystem::path& folder, Takes& takes) {
    EngineOptions options;
    options.folder = folder;
    options.make_generator = [](const ModelInfo& model, const GeneratorOptions&) { return std::make_unique<FakeGenerator>(model); };
    options.make_output = [&takes](const Job& job) { return std::make_unique<MemoryOutput>(takes, job); };
    return options;
}

inline JobSpec fake_job(const std::string& prompt, int num_steps = 6) {
    JobSpec spec;
    spec.model = fake_model();
    spec.request = fake_request(prompt, num_steps);
    spec.recipe.model_name = "fake";
    return spec;
}

// True as soon as the snapshot is as wanted; false if it has not become so in 20 seconds.
inline bool wait_for(const Engine& engine, const std::function<bool(const EngineSnapshot&)>& is_wanted) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_wanted(*engine.snapshot())) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

inline bool wait_for_state(const Engine& engine, JobId id, JobState state) {
    return wait_for(engine, [&](const EngineSnapshot& snapshot) {
        const auto job = snapshot.find(id);
        return job && job->state == state;
    });
}

inline bool wait_for_step(const Engine& engine, JobId id, int step) {
    return wait_for(engine, [&](const EngineSnapshot& snapshot) {
        return snapshot.progress && snapshot.progress->job == id && snapshot.progress->step >= step;
    });
}

}  // namespace kinora::test
