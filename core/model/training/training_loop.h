// Steps over a stage until they are all made, the time is up, or somebody stops: forward, backward, update, average, log,
// checkpoint. Several processes share a step's micro-batches; the first of them writes. A run that continues from a checkpoint makes the same numbers, to the bit, as one that never stopped, on a CPU
// with the same number of threads.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "core/model/model_trainer.h"
#include "core/model/training/checkpoint.h"
#include "core/model/training/loss_log.h"
#include "core/model/training/process_group.h"
#include "core/model/training/stage.h"
#include "core/model/training/weight_average.h"

namespace kinora::training {

struct LoopOptions {
    std::filesystem::path folder;  // for checkpoint.safetensors, loss.jsonl and loss.svg; is made if it is not there
    std::int64_t log_every = 50;   // steps
    std::chrono::seconds checkpoint_every{300};
    StageEnd end;
    ProcessGroup* processes = nullptr;  // that make this run together and outlive the loop; null: this process alone
};

class TrainingLoop {
 public:
    // Continues from the checkpoint in the folder, if there is one. Throws CheckpointError if it belongs to another run.
    TrainingLoop(Stage& stage, const LoopOptions& options);

    // Returns whether all steps are made. Leaves a checkpoint of the last whole step, also where it throws Cancelled after a
    // stop. Where the loss is no number (Error) or the disk is full (FileError) the checkpoint is an older one.
    bool run(const TrainingObserver& observer, const std::stop_token& stop);

    std::int64_t step() const { return step_; }

 private:
    bool is_alone() const { return options_.processes == nullptr || options_.processes->size() == 1; }
    bool is_first() const { return is_alone() || options_.processes->rank() == 0; }
    bool anywhere(bool value) const { return is_alone() ? value : options_.processes->any(value); }
    std::int64_t num_micro_batches() const;
    void make_step(const std::stop_token& stop);
    void add_gradients(const std::stop_token& stop, std::map<std::string, double>& values);
    void sum_gradients();
    void report(const TrainingObserver& observer, double step_seconds);
    void write_log();
    void save();
    CheckpointInfo info() const;
    TrainingTensors tensors() const;

    Stage& stage_;
    LoopOptions options_;
    Optimizer optimizer_;
    WeightAverage average_;
    std::optional<LossLog> log_;
    std::int64_t step_ = 0;
    double seconds_ = 0.0;
    std::map<std::string, std::pair<double, std::int64_t>> sums_;  // and how many of them, since the last record
    double seconds_per_step_ = 0.0;
    double last_loss_ = 0.0;
};

// The generator of one step: the same for the same seed and step.
at::Generator step_generator(std::uint64_t seed, std::int64_t step);

}  // namespace kinora::training
