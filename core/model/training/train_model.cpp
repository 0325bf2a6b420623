#include "core/model/model_trainer.h"

#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/model/families/family.h"
#include "core/model/torch_generator.h"
#include "core/model/training/data/textures.h"
#include "core/model/training/family_trainer.h"
#include "core/model/training/measure_model.h"
#include "core/model/training/run_lock.h"
#include "core/model/training/text_encoder_stage.h"
#include "core/model/training/train_together.h"
#include "core/model/training/training_loop.h"

namespace kinora {

namespace {

using namespace training;

const ModelFamily& family_of(const TrainingRecipe& recipe) {
    for (const ModelFamily* family : model_families()) {
        if (family->id == recipe.family && family->make_trainer != nullptr) {
            return *family;
        }
    }
    throw CheckpointError(recipe.file, "family", "names no family of models that can be trained: \"" + recipe.family + "\"");
}

class Training {
 public:
    Training(const TrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop, ProcessGroup& processes)
        : options_(options), observer_(observer), stop_(stop), processes_(processes) {
        end_ = end_after(options.minutes);
        context_ = {TrainingRecipe::read(options.recipe), options.folder, options.init_from,
                    compute_for(options.device, options.dtype, processes), {}, options.clips};
        if (options.steps && (options.stage.empty() || options.stage == "cache" || options.stage == "export")) {
            throw InvalidRequest("steps", Sentence::of("the number of steps is that of one stage that trains; name that stage (vae, text, dit or "
                                                       "decoder), or set the steps of each in the recipe"));
        }
        if (options.steps) {
            context_.recipe.json[options.stage]["steps"] = *options.steps;
        }
        for (const Image& picture : options.pictures) {
            context_.pictures.push_back(picture_from_image(picture));
        }
        context_.processes = &processes_;
        trainer_ = family_of(context_.recipe).make_trainer(context_);
    }

    TrainingMeasures measure(std::int64_t num_clips) {
        const at::NoGradGuard no_grad;
        const ReconstructionMeasures codec = measure_reconstruction(
            [&](const at::Tensor& pixels) { return trainer_->reconstruct(pixels, stop_); }, context_.recipe, num_clips, context_.pictures, stop_);
        TrainingMeasures measures;
        std::error_code ignored;
        const auto model = options_.folder / "model";
        if (std::filesystem::exists(model / "model_index.json", ignored)) {
            measures = measure_generation(model, context_.recipe, num_clips, {.device = options_.device, .dtype = options_.dtype, .cache_folder = {}}, observer_, stop_);
        }
        measures.figures["vae_rendered_psnr"] = codec.rendered_psnr;
        measures.figures["vae_worst_rendered_psnr"] = codec.worst_rendered_psnr;
        measures.figures["vae_readable_objects"] = codec.readable_objects;
        if (!context_.pictures.empty()) {
            measures.figures["vae_picture_psnr"] = codec.picture_psnr;
        }
        measures.reconstructions = codec.samples;
        return measures;
    }

    // Each stage begins when the one before it is complete.
    bool run() {
        if (processes_.rank() == 0) {
            lock_.emplace(options_.folder);
        }
        if (options_.stage.empty()) {
            TextEncoderTraining::read(context_.recipe);
            trainer_->check_recipe();
        }
        return (!is_asked("vae") || run_stage([&] { return trainer_->make_autoencoder_stage(observer_, stop_); })) &&
               (!is_asked("text") || run_stage([&] { return std::make_unique<TextEncoderStage>(context_); })) &&
               (!is_asked("cache") || trainer_->cache_latents(observer_, end_, stop_)) &&
               (!is_asked("dit") || run_stage([&] { return trainer_->make_transformer_stage(); })) &&
               (!wants_decoder() || run_stage([&] { return trainer_->make_decoder_stage(); })) &&
               (!is_asked("export") || export_model());
    }

 private:
    bool is_asked(std::string_view stage) const { return options_.stage.empty() || options_.stage == stage; }

    bool wants_decoder() const {
        return options_.stage == "decoder" || (options_.stage.empty() && context_.recipe.json.contains("decoder"));
    }

    template <typename MakeStage>
    bool run_stage(const MakeStage& make) {
        const std::unique_ptr<training::Stage> stage = make();
        TrainingLoop loop(*stage, {.folder = options_.folder / stage->name(), .end = end_, .processes = &processes_});
        const bool is_complete = loop.run(observer_, stop_);
        processes_.any(false);  // the first process has written what the next stage reads
        return is_complete;
    }

    bool export_model() {
        if (processes_.rank() == 0) {
            trainer_->export_model(options_.folder / "model");
        }
        return true;
    }

    const TrainingOptions& options_;
    const TrainingObserver& observer_;
    const std::stop_token& stop_;
    ProcessGroup& processes_;
    std::optional<RunLock> lock_;
    StageEnd end_;
    TrainerContext context_;
    std::unique_ptr<FamilyTrainer> trainer_;
};

}  // namespace

TrainingMeasures measure_training(const TrainingOptions& options, std::int64_t num_clips, const TrainingObserver& observer,
                                  const std::stop_token& stop) {
    if (options.threads > 0) {
        at::set_num_threads(options.threads);
    }
    TrainingMeasures measures;
    train_together([&](ProcessGroup& processes) {
        measures = Training(options, observer, stop, processes).measure(num_clips);
        return true;
    });
    return measures;
}

bool train_model(const TrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop) {
    if (options.threads > 0) {
        at::set_num_threads(options.threads);
    }
    return train_together([&](ProcessGroup& processes) { return Training(options, observer, stop, processes).run(); });
}

}  // namespace kinora
