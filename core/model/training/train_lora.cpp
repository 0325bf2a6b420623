#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/model/families/family.h"
#include "core/model/model_library.h"
#include "core/model/model_trainer.h"
#include "core/model/training/family_trainer.h"
#include "core/model/training/run_lock.h"
#include "core/model/training/train_together.h"
#include "core/model/training/trained_weights.h"
#include "core/model/training/training_loop.h"

namespace kinora {

namespace {

using namespace training;

constexpr std::string_view result_file = "lora.safetensors";

void check(const LoraTrainingOptions& options) {
    if (!options.clips || options.clips->size() == 0) {
        throw InvalidRequest("clips", "there are no clips to learn from");
    }
    if (options.rank < 1 || options.rank > 4096 || options.alpha <= 0.0) {
        throw InvalidRequest("rank", "the rank of a LoRA must lie between 1 and 4096, and alpha above 0");
    }
}

// The window in sizes and lengths that the model can make, with its own where nothing is asked for.
ClipWindow window_for(const ModelInfo& model, const LoraTrainingOptions& options, bool is_said) {
    const ClipWindow& asked = options.window;
    GenerationSettings settings = model.defaults;
    if (asked.width > 0 && asked.height > 0) {
        settings.width = asked.width;
        settings.height = asked.height;
    }
    if (asked.num_frames > 0) {
        settings.num_frames = asked.num_frames;
    }
    if (asked.frame_rate.numerator > 0) {
        settings.frame_rate = asked.frame_rate;
    }
    for (const std::string& change : round_to_model(settings, model, options.is_strict)) {
        if (options.notice && is_said) {
            options.notice(change);
        }
    }
    return {settings.width, settings.height, settings.num_frames, settings.frame_rate};
}

bool run(LoraTrainingOptions options, ProcessGroup& processes, const TrainingObserver& observer, const std::stop_token& stop) {
    check(options);
    const ModelInfo model = describe_model(options.model);
    if (model.problem) {
        throw UnsupportedModel(*model.problem);
    }
    const ModelFolder folder(options.model);
    const ModelFamily* const family = find_family(folder);
    if (family == nullptr || family->make_lora_stage == nullptr) {
        throw UnsupportedModel("models of the family " + model.family + " cannot be adapted");
    }
    options.window = window_for(model, options, processes.rank() == 0);
    const StageEnd end = end_after(options.minutes);
    std::optional<RunLock> lock;
    if (processes.rank() == 0) {
        lock.emplace(options.folder);
    }
    const std::unique_ptr<LoraStage> stage =
        family->make_lora_stage({folder, options, compute_for(options.device, options.dtype, processes), observer, processes}, stop);
    TrainingLoop loop(*stage, {.folder = options.folder / stage->name(), .end = end, .processes = &processes});
    const bool is_complete = loop.run(observer, stop);
    if (processes.rank() == 0) {
        // The average of the last steps, not the last step itself.
        load_trained(stage->module(), options.folder, std::string(stage->name()));
        stage->save(options.folder / result_file);
    }
    return is_complete;
}

}  // namespace

bool train_lora(const LoraTrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop) {
    if (options.threads > 0) {
        at::set_num_threads(options.threads);
    }
    return train_together([&](ProcessGroup& processes) { return run(options, processes, observer, stop); });
}

}  // namespace kinora
