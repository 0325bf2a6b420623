// kinora-cli train: the parts of a model, one after the other, from a recipe.
#pragma once

#include <stop_token>
#include <string>

#include "app/cli/options.h"
#include "core/model/model_trainer.h"

namespace kinora::cli {

struct TrainOptions {
    std::string recipe;
    std::string folder;
    std::string init_from;
    std::string stage;
    std::string pictures;  // a folder
    std::string clips;     // a folder of videos with captions
    std::optional<std::int64_t> steps;
    std::optional<double> minutes;
    int threads = 0;
    DeviceOptions compute;
    OutputOptions output;
};

// Trains until everything asked for is made or the time is up, and says which. Throws Error, Cancelled.
void run_training(const TrainOptions& options, const std::stop_token& stop);

// `numbers` holds what the model, the run and the training are; the clips, the size and the rate are as they were written.
struct LoraOptions {
    LoraTrainingOptions numbers;
    std::string model;       // a folder or a name; empty is the embedded model
    std::string clips;       // a folder
    std::string size;        // "704x512"; empty takes the model's own
    std::string frame_rate;  // "24", "30000/1001"; empty takes the model's own
    bool is_strict = false;
    DeviceOptions compute;
    OutputOptions output;
};

// All but how the command talks.
void add_lora_options(CLI::App& command, LoraOptions& options);

// Trains a LoRA until all steps are made or the time is up, and says where it is. Throws Error, Cancelled.
void run_lora_training(const LoraOptions& options, const std::stop_token& stop);

// Measures what a run has reached: prints the figures, and writes contact sheets (PNG) into the run's folder where there are media
// libraries. Throws Error, Cancelled.
void measure_training_run(const TrainOptions& options, std::int64_t num_clips, const std::stop_token& stop);

}  // namespace kinora::cli
