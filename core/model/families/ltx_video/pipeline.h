// From request to frames with an LTX-Video model (diffusers, pipelines/ltx/pipeline_ltx.py: LTXPipeline, and
// pipeline_ltx_condition.py: LTXConditionPipeline).
#pragma once

#include <memory>
#include <optional>

#include "core/generation/model_info.h"
#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/families/ltx_video/conditioning.h"
#include "core/model/families/ltx_video/denoise.h"
#include "core/model/families/ltx_video/parts.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/families/ltx_video/saved_step.h"
#include "core/model/families/ltx_video/transformer.h"
#include "core/model/pipeline/latent_preview.h"
#include "core/model/pipeline/trace.h"
#include "core/model/pipeline/video_pipeline.h"
#include "core/model/text/prompt_encoder.h"
#include "core/model/weights/model_folder.h"

namespace kinora::ltx_video {

// What differs between the two pipelines of the reference. A checkpoint is used with the one that its folder names.
struct Conventions {
    bool text_encoder_sees_mask = false;
    int max_sequence_length = 128;
    TimeConvention time = TimeConvention::latent_index;
    bool is_linear_quadratic = false;  // the schedule; else evenly spaced sigmas, shifted by the number of tokens
    bool steps_per_token = false;
    bool draws_posterior_first = false;  // the given picture's, before the clip's noise

    // Nothing for a class that it does not know; for_class() throws UnsupportedModel there.
    static std::optional<Conventions> find(const std::string& pipeline_class);
    static Conventions for_class(const std::string& pipeline_class);
};

// Replacements that verification makes in a run. Empty members change nothing.
struct RunHooks {
    NoiseSource draw;  // every random tensor, in the order in which the reference draws them
    Trace trace;
    std::optional<FlowMatchEulerConfig> scheduler;  // instead of the folder's
    std::optional<Conventions> conventions;         // instead of those of the folder's pipeline
    std::optional<double> frame_rate;  // as the reference was given it, where it is no fraction of small numbers
    bool follows_reference = false;    // also where its numbers make no good video (README.md)
};

class Pipeline : public VideoPipeline {
 public:
    Pipeline(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options);

    GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                              const std::stop_token& stop) override;
    GenerationResult run(const GenerationRequest& request, const GenerationObserver& observer, const RunHooks& hooks,
                         const std::stop_token& stop);

    const PromptEncoder& prompt_encoder() const { return prompt_encoder_; }

 private:
    struct Run;  // one generation: the request and what its stages share

    BlockWeights block_weights(const Run& run) const;  // by what is free now and what is loaded
    PromptEmbeds encode_prompts(const Run& run);
    void load_parts(const Run& run);
    FlowMatchEuler make_schedule(const Run& run, std::int64_t num_tokens) const;
    InitialTokens initial_tokens(const Run& run, const FlowMatchEuler& scheduler);
    SavedStep saved_step(const Run& run) const;
    InitialTokens resumed_tokens(const Run& run, const SavedStep& saved);
    ConditioningContext conditioning_context(const Run& run) const;
    std::vector<std::int64_t> posterior_shape(const Run& run) const;
    at::Tensor tokens_of(Run& run);
    at::Tensor denoise_tokens(const Run& run, const FlowMatchEuler& scheduler, InitialTokens start, std::size_t first_step,
                              const PromptEmbeds& prompt);
    std::shared_ptr<const StepState> state_after(const Run& run, const FlowMatchEuler& scheduler, const InitialTokens& start,
                                                 const DenoisedStep& step, const std::string& conditioning) const;
    void decode_latents(const Run& run, const at::Tensor& latents);
    const LatentPreview& preview_map(const Run& run);

    ModelFolder folder_;
    ModelInfo info_;
    PipelineOptions options_;
    Conventions conventions_;
    AutoencoderConfig autoencoder_config_;
    TransformerConfig transformer_config_;
    FlowMatchEulerConfig scheduler_config_;
    PromptEncoder prompt_encoder_;
    Transformer transformer_ = nullptr;
    Autoencoder autoencoder_ = nullptr;
    BlockWeights blocks_ = BlockWeights::resident;  // how the transformer was loaded
    std::optional<LatentPreview> preview_;
};

}  // namespace kinora::ltx_video
