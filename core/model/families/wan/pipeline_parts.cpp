// What a run of Pipeline loads, and what it makes of words and pictures before it denoises.
#include <ATen/ops/cat.h>

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/model/families/wan/pipeline_run.h"
#include "core/model/pipeline/room.h"
#include "core/model/pipeline/stage_report.h"
#include "core/model/text/prompt_cleaning.h"
#include "core/model/vision/clip_image_processor.h"
#include "core/model/vision/clip_vision_encoder.h"

namespace kinora::wan {

BlockWeights Pipeline::block_weights(const Run& run) const {
    return choose_block_weights(info_, run.settings(), options_.compute, !options_.loras.empty(),
                                transformers_.empty() ? std::nullopt : std::optional(transformers_.front().blocks));
}

void Pipeline::encode_prompts(Run& run) {
    StageReport report(run.observer, Stage::encode_text, run.stop);
    std::vector<std::string> texts = {clean_prompt(run.settings().prompt)};
    if (run.has_guidance()) {
        texts.insert(texts.begin(), clean_prompt(run.settings().negative_prompt));
    }
    const int length = run.settings().max_sequence_length > 0 ? run.settings().max_sequence_length : default_sequence_length;
    prompt_encoder_.keep_encoder(has_room_twice(info_, options_.compute));
    prompt_encoder_.set_block_weights(block_weights(run));
    const PromptEmbeds prompt = prompt_encoder_.encode(texts, length, true, run.stop);
    for (const Sentence& notice : prompt.notices) {
        run.observer(Notice{notice});
    }
    run.prompt_embeds = prompt.embeds * prompt.attention_mask.unsqueeze(-1).to(prompt.embeds.scalar_type());
    const std::int64_t last = run.prompt_embeds.size(0) - 1;
    run.trace("pipeline.prompt_embeds", run.prompt_embeds.narrow(0, last, 1));
    run.trace("transformer.input.encoder_hidden_states", run.prompt_embeds.narrow(0, last, 1));
    run.trace("transformer_2.input.encoder_hidden_states", run.prompt_embeds.narrow(0, last, 1));
    if (run.has_guidance()) {
        for (const char* name : {"pipeline.negative_prompt_embeds", "transformer.uncond.input.encoder_hidden_states",
                                 "transformer_2.uncond.input.encoder_hidden_states"}) {
            run.trace(name, run.prompt_embeds.narrow(0, 0, 1));
        }
    }
    report.finish();
}

// What the first given picture shows, and the last one where the model takes two.
void Pipeline::encode_pictures(Run& run) {
    if (!transformer_config_.sees_pictures()) {
        return;
    }
    std::vector<const ConditioningFrames*> given;
    for (const ConditioningFrames& frames : run.request.conditioning) {
        given.push_back(&frames);
    }
    if (given.empty()) {
        throw InvalidRequest("conditioning", Sentence::of("this model animates pictures and needs one; give it a picture for the first frame"));
    }
    std::ranges::stable_sort(given, {}, [](const ConditioningFrames* frames) { return frames->start_frame; });
    ClipVisionEncoder encoder = load_clip_vision_encoder(folder_, options_.compute, run.stop);
    const ClipImageProcessor processor = load_clip_image_processor(folder_, encoder->config().image_size);
    std::vector<at::Tensor> pixels = {processor.pixel_values(given.front()->images.front())};
    if (transformer_config_.pos_embed_seq_len > 0) {
        pixels.push_back(processor.pixel_values(given.back()->images.back()));
    }
    run.pictures = encoder->forward(at::cat(pixels).to(options_.compute.device), run.stop);
    run.trace("transformer.input.encoder_hidden_states_image", run.pictures);
}

void Pipeline::load_autoencoder_once(const Run& run) {
    if (autoencoder_) {
        return;
    }
    StageReport report(run.observer, Stage::load, run.stop);
    autoencoder_ = load_autoencoder(folder_, options_.compute, run.stop);
    report.finish();
}

// One of two transformers leaves before the other is loaded, unless there is room for both.
Pipeline::LoadedTransformer& Pipeline::load_transformer_once(const Run& run, const std::string& component) {
    BlockWeights blocks = block_weights(run);
    if (blocks == BlockWeights::streamed && prompt_encoder_.is_encoder_loaded()) {
        prompt_encoder_.release_encoder();  // better than to read the transformer again at every step
        blocks = block_weights(run);
    }
    const auto is_wanted = [&](const LoadedTransformer& loaded) { return loaded.component == component && loaded.blocks == blocks; };
    if (const auto found = std::ranges::find_if(transformers_, is_wanted); found != transformers_.end()) {
        return *found;
    }
    std::erase_if(transformers_, [&](const LoadedTransformer& loaded) { return loaded.component == component; });
    if (!has_room_twice(info_, options_.compute)) {
        transformers_.clear();
    }
    release_cached_memory(options_.compute.device);
    StageReport report(run.observer, Stage::load, run.stop);
    LoadedTransformer loaded;
    loaded.component = component;
    loaded.module = load_transformer(folder_, component, options_.compute, run.stop, options_.loras, blocks);
    loaded.blocks = blocks;
    report.finish();
    if (!run.sigmas.empty()) {
        run.observer(StageStarted{Stage::denoise, run.sigmas});  // which goes on
    }
    return transformers_.emplace_back(std::move(loaded));
}

StepModel Pipeline::model_at(Run& run, double timestep, std::int64_t num_train_timesteps) {
    const bool is_second = config_.boundary_ratio && timestep < *config_.boundary_ratio * static_cast<double>(num_train_timesteps);
    const char* const component = is_second ? "transformer_2" : "transformer";
    if (run.transformer != component) {
        LoadedTransformer& loaded = load_transformer_once(run, component);
        if (!loaded.prompt) {
            loaded.prompt = loaded.module->prepare_prompt(run.prompt_embeds, run.pictures, run.stop);
        }
        run.transformer = component;
    }
    const LoadedTransformer& loaded = *std::ranges::find(transformers_, component, &LoadedTransformer::component);
    const double scale = run.settings().guidance_scale;
    return {loaded.module, &*loaded.prompt, component, is_second ? run.hooks.guidance_scale_2.value_or(scale) : scale};
}

}  // namespace kinora::wan
