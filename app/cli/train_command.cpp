#include "app/cli/train_command.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/plan_parts.h"
#include "app/cli/progress.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/model_trainer.h"
#ifdef KINORA_HAS_MEDIA
#include "core/media/clip_folder.h"
#include "core/media/image_file.h"
#include "core/media/resize.h"
#endif

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

#ifdef KINORA_HAS_MEDIA
constexpr int most_picture_pixels = 768;  // of a side

// What is no picture is named and left out.
std::vector<Image> read_pictures(const fs::path& folder, Progress& progress, const std::stop_token& stop) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    if (failed) {
        throw FileError(folder, "cannot be read: " + failed.message());
    }
    std::ranges::sort(files);
    std::vector<Image> pictures;
    int num_left_out = 0;
    for (const fs::path& file : files) {
        throw_if_stop_requested(stop);
        try {
            // Crops are far smaller, and all pictures stay in memory.
            pictures.push_back(resize_to_fit(read_image(file), most_picture_pixels, most_picture_pixels));
        } catch (const Error& error) {
            ++num_left_out;
            progress.notice(std::string("left out: ") + error.what());
        }
    }
    if (pictures.empty()) {
        throw FileError(folder, "holds no pictures; choose another folder, or train without --pictures");
    }
    if (num_left_out > 0) {
        progress.notice(std::to_string(num_left_out) + " of " + std::to_string(files.size()) + " files were left out");
    }
    return pictures;
}

std::shared_ptr<const CaptionedClips> open_clips(const fs::path& folder, Progress& progress, const std::stop_token& stop) {
    auto clips = std::make_shared<ClipFolder>(folder, stop);
    if (const std::string skipped = clips->skipped_sentence(); !skipped.empty()) {
        progress.notice(skipped);
    }
    return clips;
}
#else
std::vector<Image> read_pictures(const fs::path& folder, Progress&, const std::stop_token&) {
    throw FileError(folder, "cannot be read: this build has no media libraries; train without --pictures");
}

std::shared_ptr<const CaptionedClips> open_clips(const fs::path& folder, Progress&, const std::stop_token&) {
    throw FileError(folder, "cannot be read: this build has no media libraries; train without --clips");
}
#endif

TrainingOptions to_training_options(const TrainOptions& options, Progress& progress, const std::stop_token& stop) {
    TrainingOptions training = {.recipe = options.recipe,
                                .folder = options.folder,
                                .init_from = options.init_from,
                                .stage = options.stage,
                                .steps = options.steps,
                                .minutes = options.minutes,
                                .threads = options.threads,
                                .device = options.compute.device,
                                .dtype = options.compute.dtype};
    if (!options.pictures.empty()) {
        training.pictures = read_pictures(options.pictures, progress, stop);
    }
    if (!options.clips.empty()) {
        training.clips = open_clips(options.clips, progress, stop);
    }
    return training;
}

// Images of one size, `columns` beside each other.
Image contact_sheet(const std::vector<Image>& images, int columns) {
    const int width = images.front().width();
    const int height = images.front().height();
    const int rows = (static_cast<int>(images.size()) + columns - 1) / columns;
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width * columns * 3) * static_cast<std::size_t>(height * rows), 0);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto left = i % static_cast<std::size_t>(columns) * static_cast<std::size_t>(width);
        const auto top = i / static_cast<std::size_t>(columns) * static_cast<std::size_t>(height);
        for (int y = 0; y < height; ++y) {
            const std::size_t target = ((top + static_cast<std::size_t>(y)) * static_cast<std::size_t>(width * columns) + left) * 3;
            std::copy_n(images[i].row(y), width * 3, rgb.begin() + static_cast<std::ptrdiff_t>(target));
        }
    }
    return {width * columns, height * rows, std::move(rgb)};
}

void write_sheet(const fs::path& file, const std::vector<Image>& images, int columns) {
#ifdef KINORA_HAS_MEDIA
    if (!images.empty()) {
        write_image(file, contact_sheet(images, columns), true);
    }
#else
    static_cast<void>(file);
    static_cast<void>(images);
    static_cast<void>(columns);
#endif
}

}  // namespace

void add_lora_options(CLI::App& command, LoraOptions& o) {
    LoraTrainingOptions& numbers = o.numbers;
    command.add_option("--clips", o.clips, "a folder of videos and pictures, each with a text file beside it")->required();
    command.add_option("--out", numbers.folder, "the run's folder, which gets lora.safetensors; a run that is there continues")->required();
    command.add_option("--model", o.model, "a model folder or a model's name (default: kinora-tiny)");
    command.add_option("--rank", numbers.rank, "how many directions a layer may change in")->check(CLI::Range(1, 4096))->capture_default_str();
    command.add_option("--alpha", numbers.alpha, "the change counts alpha / rank times")->check(CLI::PositiveNumber)->capture_default_str();
    command.add_option("--targets", numbers.targets, "ends of the names of the layers that change")->delimiter(',')->capture_default_str();
    command.add_option("--size", o.size, "WIDTHxHEIGHT in pixels")->check(size_validator());
    command.add_option("--frames", numbers.window.num_frames, "length of what is learned at a time, in frames")->check(CLI::Range(1, 100000));
    command.add_option("--fps", o.frame_rate, "frame rate")->check(frame_rate_validator());
    command.add_flag("--strict", o.is_strict, "fail instead of rounding a size or length that the model cannot make");
    command.add_option("--windows", numbers.windows_per_clip, "parts of a long clip that are learned from")->check(CLI::Range(1, 10000))->capture_default_str();
    command.add_option("--steps", numbers.steps, "how many steps")->check(CLI::Range(1, 1000000000))->capture_default_str();
    command.add_option("--batch", numbers.batch, "clips in a step")->check(CLI::Range(1, 65536))->capture_default_str();
    command.add_option("--learning-rate", numbers.learning_rate, "of AdamW")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    command.add_option("--seed", numbers.seed, "of all that is drawn");
    command.add_option("--minutes", numbers.minutes, "stop after this time; the same command continues")->check(CLI::Range(0.0, 1e6));
    command.add_option("--threads", numbers.threads, "processor threads")->check(CLI::Range(1, 1024));
    add_device_options(command, o.compute);
}

void measure_training_run(const TrainOptions& options, std::int64_t num_clips, const std::stop_token& stop) {
    Progress progress(options.output);
    const TrainingMeasures measures = measure_training(to_training_options(options, progress, stop), num_clips,
                                                       [&](const TrainingProgress& event) { progress.training_step(event); }, stop);
    write_sheet(fs::path(options.folder) / "clips.png", measures.sheet, 8);
    write_sheet(fs::path(options.folder) / "reconstructions.png", measures.reconstructions, 8);
    progress.training_measured(measures.figures);
}

void run_lora_training(const LoraOptions& options, const std::stop_token& stop) {
    Progress progress(options.output);
    const ModelInfo model = find_model(options.model);
    LoraTrainingOptions training = options.numbers;
    training.model = model.folder;
    training.clips = open_clips(options.clips, progress, stop);
    training.is_strict = options.is_strict;
    training.notice = [&](const std::string& sentence) { progress.notice(sentence); };
    training.device = options.compute.device;
    training.dtype = options.compute.dtype;
    std::sscanf(options.size.c_str(), "%dx%d", &training.window.width, &training.window.height);
    if (!options.frame_rate.empty()) {
        training.window.frame_rate = parse_frame_rate(options.frame_rate);
    }
    const bool is_complete = train_lora(training, [&](const TrainingProgress& event) { progress.training_step(event); }, stop);
    progress.training_ended(training.folder, is_complete);
}

void run_training(const TrainOptions& options, const std::stop_token& stop) {
    Progress progress(options.output);
    const bool is_complete = train_model(to_training_options(options, progress, stop), [&](const TrainingProgress& event) { progress.training_step(event); }, stop);
    progress.training_ended(options.folder, is_complete);
}

}  // namespace kinora::cli
