// From request to frames with a Wan model (diffusers, pipelines/wan/pipeline_wan.py: WanPipeline, pipeline_wan_i2v.py:
// WanImageToVideoPipeline, and pipeline_wan_vace.py: WanVACEPipeline).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/generation/model_info.h"
#include "core/model/families/wan/conditioning.h"
#include "core/model/families/wan/denoise.h"
#include "core/model/families/wan/parts.h"
#include "core/model/families/wan/saved_step.h"
#include "core/model/families/wan/schedule.h"
#include "core/model/pipeline/latent_preview.h"
#include "core/model/pipeline/trace.h"
#include "core/model/pipeline/video_pipeline.h"
#include "core/model/text/prompt_encoder.h"
#include "core/model/weights/model_folder.h"

namespace kinora::wan {

// Replacements that verification makes in a run. Empty members change nothing.
struct RunHooks {
    NoiseSource draw;  // every random tensor, in the order in which the reference draws them
    Trace trace;
    std::optional<SchedulerConfig> scheduler;  // instead of the folder's
    std::optional<double> guidance_scale_2;    // of transformer_2
    std::optional<ControlInput> control;       // instead of what the request's conditions give
};

class Pipeline : public VideoPipeline {
 public:
    Pipeline(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options);

    GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                              const std::stop_token& stop) override;
    GenerationResult run(const GenerationRequest& request, const GenerationObserver& observer, const RunHooks& hooks,
                         const std::stop_token& stop);

 private:
    struct Run;  // one generation: the request and what its stages share

    // A transformer that is loaded, with the prompt of the current run.
    struct LoadedTransformer {
        std::string component;
        Transformer module = nullptr;
        BlockWeights blocks = BlockWeights::resident;
        std::optional<PromptContext> prompt;
    };

    void forget_prompts();
    void encode_prompts(Run& run);
    void encode_pictures(Run& run);
    void load_autoencoder_once(const Run& run);
    BlockWeights block_weights(const Run& run) const;
    LoadedTransformer& load_transformer_once(const Run& run, const std::string& component);
    StepModel model_at(Run& run, double timestep, std::int64_t num_train_timesteps);
    Conditions conditions(const Run& run) const;
    at::Tensor latents_of(Run& run);
    at::Tensor start_latents(const Run& run, const Schedule& schedule, std::int64_t num_references) const;
    std::size_t resume(const Run& run, const SavedStep& saved, Schedule& schedule) const;
    at::Tensor denoise_latents(Run& run, Schedule& schedule, const Conditions& conditions, const at::Tensor& latents, std::size_t first_step);
    std::shared_ptr<const StepState> state_after(const Run& run, const Schedule& schedule, const DenoisedStep& step) const;
    void decode_latents(const Run& run, const at::Tensor& latents);
    const LatentPreview& preview_map(const Run& run);

    ModelFolder folder_;
    ModelInfo info_;
    PipelineOptions options_;
    PipelineConfig config_;
    AutoencoderConfig autoencoder_config_;
    TransformerConfig transformer_config_;
    SchedulerConfig scheduler_config_;
    GivenFrames given_frames_;
    PromptEncoder prompt_encoder_;
    std::vector<LoadedTransformer> transformers_;
    Autoencoder autoencoder_ = nullptr;
    std::optional<LatentPreview> preview_;
};

}  // namespace kinora::wan
