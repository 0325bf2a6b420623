// The door to training (core/model/training). Names no tensor, so that those who include it need no libtorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/captioned_clips.h"
#include "core/base/image.h"

namespace kinora {

struct TrainingOptions {
    std::filesystem::path recipe;     // a .json file: see docs/embedded_model.md
    std::filesystem::path folder;     // of the run: checkpoints, loss curves, caches, and the model in the end
    std::filesystem::path init_from;  // a model folder whose weights a new run begins with, or empty
    std::string stage;                // "vae", "text", "cache", "dit", "decoder", "export", or empty for all that the recipe has, in turn
    std::optional<std::int64_t> steps;  // instead of the recipe's
    std::optional<double> minutes;      // of this call; the next one continues
    int threads = 0;                    // 0 chooses
    std::string device;                 // as in GeneratorOptions
    std::string dtype;
    std::vector<Image> pictures;        // natural ones for the autoencoder, beside those that the trainer draws
    std::shared_ptr<const CaptionedClips> clips;  // trained on in place of rendered ones, where they are given
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
// the run's folder, and the same call continues there. Throws Error, or Cancelled once a checkpoint is written (of what has begun).
bool train_model(const TrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop);

// A low-rank adaptation of a model to a user's own clips.
struct LoraTrainingOptions {
    std::filesystem::path model;   // a model folder
    std::filesystem::path folder;  // of the run: a checkpoint, loss curves, latents, and lora.safetensors in the end
    std::shared_ptr<const CaptionedClips> clips;
    std::int64_t rank = 16;
    double alpha = 16.0;
    std::vector<std::string> targets = {"to_q", "to_k", "to_v", "to_out.0"};  // ends of the names of the layers that are adapted
    ClipWindow window;                  // what is 0 in it is the model's own default; rounded to what the model can make
    bool is_strict = false;             // rounding is an error
    std::function<void(const std::string& sentence)> notice;  // told of rounding; may be empty
    std::int64_t windows_per_clip = 4;  // parts of a clip that are learned from, where it is longer than a window
    std::int64_t steps = 1000;
    std::int64_t batch = 1;
    double learning_rate = 2e-4;
    double caption_dropout = 0.1;  // share of the clips that are seen without their caption, for guidance
    double given_share = 0.2;      // share of the steps in which the first frame is given
    std::uint64_t seed = 0;
    std::optional<double> minutes;  // of this call; the next one continues
    int threads = 0;                // 0 chooses
    std::string device;             // as in GeneratorOptions
    std::string dtype;
};

// Trains until all steps are made or the time is up, and writes the adaptation as it is then; returns whether all steps are
// made. The same call continues. Throws Error, or Cancelled once a checkpoint is written.
bool train_lora(const LoraTrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop);

// What a run has reached, on scenes and wordings that it was not trained on.
struct TrainingMeasures {
    // "vae_rendered_psnr", "vae_picture_psnr" (dB), "right_object", "right_colour", … (shares of the clips as the probe reads
    // them), "first_frame_psnr" (dB), "seam_ratio" (of neighbouring frames' differences), "seconds_per_clip"
    std::map<std::string, double> figures;
    std::vector<Image> sheet;  // four frames of each of some clips
    std::vector<std::string> sheet_captions;
    std::vector<Image> reconstructions;  // original and reconstructed frames in turn
};

// Measures the autoencoder of a run, and its exported model where there is one; `options.pictures` are held-out photographs.
TrainingMeasures measure_training(const TrainingOptions& options, std::int64_t num_clips, const TrainingObserver& observer,
                                  const std::stop_token& stop);

}  // namespace kinora
