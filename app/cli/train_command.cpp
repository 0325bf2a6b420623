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
