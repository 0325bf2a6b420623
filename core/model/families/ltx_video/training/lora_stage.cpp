#include "core/model/families/ltx_video/training/lora_stage.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randint.h>

#include <chrono>
#include <cmath>
#include <optional>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/parts.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/stream_codec.h"
#include "core/model/families/ltx_video/training/flow_batch.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/lora_layers.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/save_tensors.h"

namespace kinora::ltx_video {

namespace {

using training::LoraContext;

constexpr std::string_view key_prefix = "transformer.";
constexpr std::uint64_t window_stride = 1'000'003;  // between the seeds of a clip's windows

training::StageSettings settings_of(const LoraTrainingOptions& options) {
    training::StageSettings settings;
    settings.optimizer.adam_learning_rate = options.learning_rate;
    settings.optimizer.adam_beta2 = 0.999;
    settings.schedule = {.steps = options.steps, .warmup_steps = std::min<std::int64_t>(options.steps / 20, 100), .decay_from = 0.5, .lowest = 0.1};
    settings.average_decay = 0.98;
    settings.seed = options.seed;
    return settings;
}

// Normalised latents that have one length.
struct EncodedWindows {
    at::Tensor latents;  // (N, C, F, H, W) float32; undefined where there are none
    at::Tensor clips;    // (N) int64, which clip each is a part of

    std::int64_t size() const { return clips.defined() ? clips.numel() : 0; }
};

// All windows of all clips. Pictures are one frame each: repeated for the length of a clip, they would teach that nothing moves. Kept in
// the run's folder.
class EncodedClips {
 public:
    EncodedClips(const LoraContext& context, const std::stop_token& stop) : context_(context), file_(context.options.folder / "latents.safetensors") {
        const std::string identity = this->identity();
        if (!read(identity)) {
            encode(stop);
            save(identity);
        }
    }

    const EncodedWindows& moving() const { return moving_; }
    const EncodedWindows& stills() const { return stills_; }
    const std::string& identity_text() const { return identity_; }

 private:
    std::string identity() {
        const LoraTrainingOptions& o = context_.options;
        ContentHasher hasher;
        hasher.add(context_.folder.component_fingerprint("vae"));
        hasher.add(o.clips->fingerprint());
        hasher.add(std::to_string(o.seed));  // chooses the windows
        const std::string window = std::to_string(o.window.width) + "x" + std::to_string(o.window.height) + "x" +
                                   std::to_string(o.window.num_frames) + " at " + to_string(o.window.frame_rate);
        hasher.add("stills of one frame");
        identity_ = hasher.text() + ", " + std::to_string(o.clips->size()) + " clips, " + std::to_string(o.windows_per_clip) + " windows of " + window;
        return identity_;
    }

    bool read(const std::string& identity) {
        std::error_code ignored;
        if (!std::filesystem::exists(file_, ignored)) {
            return false;
        }
        const SafetensorsFile file(file_);
        const auto found = file.metadata().find("identity");
        if (found == file.metadata().end() || found->second != identity) {
            return false;
        }
        moving_ = read_windows(file, "latents", "clips");
        stills_ = read_windows(file, "still_latents", "still_clips");
        return moving_.size() + stills_.size() > 0;
    }

    static EncodedWindows read_windows(const SafetensorsFile& file, const std::string& latents_name, const std::string& clips_name) {
        const TensorEntry* const latents = file.find(latents_name);
        const TensorEntry* const clips = file.find(clips_name);
        if (latents == nullptr || clips == nullptr) {
            return {};
        }
        const EncodedWindows windows = {map_tensor(file, *latents), map_tensor(file, *clips)};
        const bool is_sound = windows.latents.dim() == 5 && windows.latents.scalar_type() == at::kFloat && windows.clips.scalar_type() == at::kLong &&
                              windows.clips.numel() == windows.latents.size(0);
        return is_sound ? windows : EncodedWindows();
    }

    void save(const std::string& identity) const {
        std::map<std::string, at::Tensor> tensors;
        if (moving_.size() > 0) {
            tensors = {{"latents", moving_.latents}, {"clips", moving_.clips}};
        }
        if (stills_.size() > 0) {
            tensors["still_latents"] = stills_.latents;
            tensors["still_clips"] = stills_.clips;
        }
        save_tensors(file_, tensors, {{"identity", identity}});
    }

    void encode(const std::stop_token& stop) {
        const LoraTrainingOptions& o = context_.options;
        const AutoencoderConfig config = read_autoencoder_config(context_.folder);
        Autoencoder autoencoder = load_autoencoder(context_.folder, config, context_.compute, stop);
        const CodecPlan plan = plan_codec(config, o.window.height / config.spatial_compression_ratio, o.window.width / config.spatial_compression_ratio,
                                          static_cast<std::int64_t>(c10::elementSize(context_.compute.dtype)),
                                          free_memory_bytes(context_.compute.device) / 2);
        std::vector<at::Tensor> latents[2];
        std::vector<std::int64_t> clips[2];
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < o.clips->size(); ++i) {
            const bool is_still = o.clips->is_still(i);
            for (std::int64_t w = 0; w < (is_still ? 1 : o.windows_per_clip); ++w) {
                throw_if_stop_requested(stop);
                const at::Tensor pixels = training::users_clip(*o.clips, i, o.seed + static_cast<std::uint64_t>(w) * window_stride,
                                                               {o.window.width, o.window.height}, is_still ? 1 : o.window.num_frames, o.window.frame_rate.per_second(), stop);
                const Posterior posterior = encode_in_tiles(autoencoder, pixels.unsqueeze(0).to(context_.compute.device, context_.compute.dtype), plan, stop);
                latents[is_still].push_back((autoencoder->normalize(posterior.mean.to(at::kFloat)) * config.scaling_factor).to(at::kCPU));
                clips[is_still].push_back(static_cast<std::int64_t>(i));
            }
            report(static_cast<std::int64_t>(i) + 1, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
        const auto joined = [&](bool is_still) {
            return latents[is_still].empty() ? EncodedWindows() : EncodedWindows{at::cat(latents[is_still], 0).contiguous(), at::tensor(clips[is_still], at::kLong)};
        };
        moving_ = joined(false);
        stills_ = joined(true);
    }

    void report(std::int64_t done, double seconds) const {
        if (context_.observer) {
            const auto total = static_cast<std::int64_t>(context_.options.clips->size());
            const double each = seconds / static_cast<double>(done);
            context_.observer({"encode", done, total, 0.0, each, each * static_cast<double>(total - done)});
        }
    }

    const LoraContext& context_;
    std::filesystem::path file_;
    std::string identity_;
    EncodedWindows moving_, stills_;
};

class Stage : public training::LoraStage {
 public:
    Stage(const LoraContext& context, const std::stop_token& stop)
        : options_(context.options),
          compute_(context.compute),
          conventions_(Conventions::for_class(context.folder.pipeline_class())),
          settings_(settings_of(context.options)),
          scheduler_(read_scheduler_config(context.folder)),
          autoencoder_(read_autoencoder_config(context.folder)),
          transformer_(read_transformer_config(context.folder)) {
        training::check_lora_targets(*transformer_, options_.targets);  // before hours of encoding
        // The first process encodes, the others find what it wrote. Who is stopped meanwhile says so where all meet.
        std::optional<EncodedClips> first;
        bool is_stopped = false;
        if (context.processes.rank() == 0) {
            try {
                first.emplace(context, stop);
            } catch (const Cancelled&) {
                is_stopped = true;
            }
        }
        if (context.processes.any(is_stopped)) {
            throw Cancelled();
        }
        const EncodedClips& encoded = first ? *first : first.emplace(context, std::stop_token());
        moving_ = encoded.moving();
        stills_ = encoded.stills();
        data_identity_ = encoded.identity_text();
        // A stop waits until the first step, where all processes agree on it, unless there is only one.
        encode_captions(context.folder, context.processes.size() == 1 ? stop : std::stop_token());
        training::load_frozen(*transformer_, context.folder.checkpoint("transformer"), compute_, stop);
        model_identity_ = context.folder.component_fingerprint("transformer") + " " + context.folder.component_fingerprint("text_encoder");
        at::Generator generator = make_generator(settings_.seed);
        layers_ = training::add_lora_layers(*transformer_, shape(), generator);
    }

    std::string_view name() const override { return "lora"; }
    torch::nn::Module& module() override { return *layers_; }
    bool uses_muon(std::string_view, const at::Tensor&) const override { return false; }
    const training::StageSettings& settings() const override { return settings_; }

    nlohmann::json identity() const override {
        return {{"model", model_identity_}, {"data", data_identity_}, {"rank", options_.rank}, {"alpha", options_.alpha},
                {"targets", options_.targets}, {"batch", options_.batch}, {"caption_dropout", options_.caption_dropout},
                {"given_share", options_.given_share}, {"seed", settings_.seed}};
    }

    training::StepLoss loss(std::int64_t, at::Generator& generator, const std::stop_token& stop) override {
        const EncodedWindows& windows = draw_windows(generator);
        const at::Tensor rows = at::randint(windows.size(), {options_.batch}, generator, at::kLong);
        const at::Tensor latents = windows.latents.index_select(0, rows);
        const GivenFrames given = draw_uniform(generator) < options_.given_share && latents.size(2) > 1 ? GivenFrames::prefix : GivenFrames::none;
        const LatentGrid grid = {.frames = latents.size(2), .height = latents.size(3), .width = latents.size(4),
                                 .temporal_ratio = autoencoder_.temporal_compression_ratio,
                                 .spatial_ratio = autoencoder_.spatial_compression_ratio};
        const FlowBatch batch =
            make_flow_batch(draw_input(latents, grid, generator), given, grid, options_.window.frame_rate.per_second(), conventions_.time);
        const std::vector<std::int64_t> captions = draw_captions(windows.clips.index_select(0, rows), generator);
        at::Tensor velocity;
        {
            const training::MixedPrecision mixed(compute_);
            const TextContext text = transformer_->prepare_text(gathered(embeds_, captions).to(compute_.device, at::kFloat), gathered(masks_, captions).to(compute_.device));
            velocity = transformer_->forward(batch.tokens.to(compute_.device), batch.timesteps, text,
                                             rotary_tables(batch.positions.to(compute_.device), transformer_->config().inner_dim()), stop);
        }
        const at::Tensor total = flow_loss(velocity, batch);
        return {total, {{given == GivenFrames::none ? "free" : "given", total.item<double>()}}};
    }

    void save(const std::filesystem::path& file) const override { training::save_lora(file, *layers_, key_prefix, shape()); }

 private:
    training::LoraShape shape() const { return {options_.rank, options_.alpha, options_.targets}; }

    // Each caption once, and the empty one last.
    void encode_captions(const ModelFolder& folder, const std::stop_token& stop) {
        PromptEncoder encoder(folder, compute_, {});
        encoder.keep_encoder(true);
        for (std::size_t i = 0; i <= options_.clips->size(); ++i) {
            const std::string caption = i < options_.clips->size() ? options_.clips->caption(i) : std::string();
            const PromptEmbeds prompt = encoder.encode({caption}, conventions_.max_sequence_length, conventions_.text_encoder_sees_mask, stop);
            embeds_.push_back(prompt.embeds.to(at::kCPU));
            masks_.push_back(prompt.attention_mask.to(at::kCPU));
        }
    }

    static at::Tensor gathered(const std::vector<at::Tensor>& rows, const std::vector<std::int64_t>& indices) {
        std::vector<at::Tensor> chosen;
        for (const std::int64_t index : indices) {
            chosen.push_back(rows[static_cast<std::size_t>(index)]);
        }
        return at::cat(chosen, 0);
    }

    // The windows of one step have one length; those of each are drawn as often as there are such.
    const EncodedWindows& draw_windows(at::Generator& generator) const {
        if (moving_.size() == 0 || stills_.size() == 0) {
            return moving_.size() > 0 ? moving_ : stills_;
        }
        const double share = static_cast<double>(stills_.size()) / static_cast<double>(stills_.size() + moving_.size());
        return draw_uniform(generator) < share ? stills_ : moving_;
    }

    std::vector<std::int64_t> draw_captions(const at::Tensor& clips, at::Generator& generator) const {
        std::vector<std::int64_t> captions;
        for (std::int64_t i = 0; i < clips.numel(); ++i) {
            const bool is_dropped = draw_uniform(generator) < options_.caption_dropout;
            captions.push_back(is_dropped ? static_cast<std::int64_t>(embeds_.size()) - 1 : clips[i].item<std::int64_t>());
        }
        return captions;
    }

    FlowInput draw_input(const at::Tensor& latents, const LatentGrid& grid, at::Generator& generator) const {
        FlowInput input;
        input.latents = latents;
        const std::int64_t count = latents.size(0);
        input.prefix_latents = at::ones({count}, at::kLong);
        input.times = shifted(draw_times(count, generator), grid.num_tokens());
        input.strengths = at::ones({count});
        input.noise = draw_noise(input.latents.sizes(), generator);
        return input;
    }

    // Where the model's schedule shifts its noise levels, training sees them as often as generation does.
    at::Tensor shifted(const at::Tensor& times, std::int64_t num_tokens) const {
        const double shift = scheduler_.use_dynamic_shifting ? std::exp(FlowMatchEuler(scheduler_).mu_for_tokens(num_tokens)) : scheduler_.shift;
        return shifted_times(times, shift);
    }

    LoraTrainingOptions options_;
    ComputeOptions compute_;
    Conventions conventions_;
    training::StageSettings settings_;
    FlowMatchEulerConfig scheduler_;
    AutoencoderConfig autoencoder_;
    Transformer transformer_;
    std::shared_ptr<torch::nn::Module> layers_;
    EncodedWindows moving_, stills_;
    std::vector<at::Tensor> embeds_, masks_;  // one of each caption: (1, T, D), (1, T)
    std::string model_identity_, data_identity_;
};

}  // namespace

std::unique_ptr<training::LoraStage> make_lora_stage(const LoraContext& context, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;  // clips and captions are encoded
    return std::make_unique<Stage>(context, stop);
}

}  // namespace kinora::ltx_video
