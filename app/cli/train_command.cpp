#include "app/cli/train_command.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/progress.h"
#include "core/base/error.h"
#include "core/model/model_trainer.h"
#ifdef KINORA_HAS_MEDIA
#include "core/media/image_file.h"
#endif

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

#ifdef KINORA_HAS_MEDIA
// What is no picture is named and left out.
std::vector<Image> read_pictures(const fs::path& folder, Progress& progress) {
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
        try {
            pictures.push_back(read_image(file));
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
#else
std::vector<Image> read_pictures(const fs::path& folder, Progress&) {
    throw FileError(folder, "cannot be read: this build has no media libraries; train without --pictures");
}
#endif

}  // namespace

void run_training(const TrainOptions& options, const std::stop_token& stop) {
    Progress progress(options.output);
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
        training.pictures = read_pictures(options.pictures, progress);
    }
    const bool is_complete = train_model(training, [&](const TrainingProgress& event) { progress.training_step(event); }, stop);
    progress.training_ended(options.folder, is_complete);
}

}  // namespace kinora::cli
