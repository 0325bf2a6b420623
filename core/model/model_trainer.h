// The door to training (core/model/training). Names no tensor, so that those who include it need no libtorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/image.h"

namespace kinora {

struct TrainingOptions {
    std::filesystem::path recipe;     // a .json file: see docs/embedded_model.md
    std::filesystem::path folder;     // of the run: checkpoints, loss curves, caches, and the model in the end
    std::filesystem::path init_from;  // a model folder whose weights a new run begins with, or empty
    std::string stage;                // "vae", "text", "cache", "dit", "export", or empty for all of them in turn
    std::optional<std::int64_t> steps;  // instead of the recipe's
    std::optional<double> minutes;      // of this call; the next one continues
    int threads = 0;                    // 0 chooses
    std::string device;                 // as in GeneratorOptions
    std::string dtype;
    std::vector<Image> pictures;        // natural ones for the autoencoder, beside those that the trainer draws
};

struct TrainingProgress {
    std::string stage;
    std::int64_t step = 0;
    std::int64_t steps = 0;
    double loss = 0.0;
    double seconds_per_step = 0.0;
    double seconds_left = 0.0;  // of the stage, or of the minutes
};

using TrainingObserver = std::function<void(const TrainingProgress&)>;

// Trains until everything asked for is made or the time is up; returns whether everything is made. What was trained stays in
// the run's folder, and the same call continues there. Throws Error, or Cancelled once a checkpoint is written.
bool train_model(const TrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop);

}  // namespace kinora
