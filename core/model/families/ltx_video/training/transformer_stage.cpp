#include "core/model/families/ltx_video/training/transformer_stage.h"

#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/where.h>

#include <cmath>

#include "core/base/error.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/training/text_encoder_stage.h"
#include "core/model/training/trained_weights.h"

namespace kinora::ltx_video {

namespace {

using training::TrainerContext;

// Blocks begin almost as the identity, the answer as zero.
void initialise(TransformerImpl& transformer, std::uint64_t seed) {
    at::Generator generator = make_generator(seed);
    training::initialise_weights(transformer, 0.7, generator);
    const at::NoGradGuard no_grad;
    const double width = static_cast<double>(transformer.config().inner_dim());
    for (const auto& item : transformer.named_parameters()) {
        at::Tensor value = item.value();
        const std::string& name = item.key();
        if (name.ends_with("scale_shift_table")) {
            value.normal_(0.0, 0.1 / std::sqrt(width), generator);
            if (value.size(0) == 6) {  // shift, scale, gate of the attention; shift, scale, gate of the feed-forward layer
                value[2] += 0.25;
                value[5] += 0.25;
            }
        } else if (name == "proj_out.weight") {
            value.zero_();
        } else if (name == "time_embed.linear.weight") {
            value.normal_(0.0, 0.002, generator);
        } else if (name.ends_with("attn2.to_out.0.weight")) {
            value.mul_(0.3);
        }
    }
}

GivenFrames draw_given(double share, at::Generator& generator) {
    using enum GivenFrames;
    constexpr std::pair<GivenFrames, double> shares[] = {{prefix, 0.46}, {last, 0.12}, {first_and_last, 0.12}, {keyframe, 0.1}, {suffix, 0.1}};
    double draw = draw_uniform(generator) / std::max(share, 1e-9);
    if (draw >= 1.0) {
        return none;
    }
    for (const auto& [given, part] : shares) {
        if (draw < part) {
            return given;
        }
        draw -= part;
    }
    return prefix_and_suffix;
}

}  // namespace

TransformerStage::TransformerStage(const TrainerContext& context)
    : context_(context),
      training_(TransformerTraining::read(context.recipe)),
      shards_(open_latent_cache(context)),
      latents_identity_(training_latents_identity(context)),
      statistics_(latent_statistics(shards_)),
      autoencoder_(autoencoder_config(context.recipe)),
      captions_(context),
      transformer_(training_.config) {
    move_to_device(shards_, context.compute.device, context.processes == nullptr ? 1 : context.processes->size());
    statistics_.mean = statistics_.mean.to(context.compute.device);
    statistics_.std = statistics_.std.to(context.compute.device);
    initialise(*transformer_, training_.settings.seed);
    if (!context.init_from.empty()) {
        training::load_for_training(*transformer_, ModelFolder(context.init_from).checkpoint("transformer"));
    }
    transformer_->to(context.compute.device);
}

bool TransformerStage::uses_muon(std::string_view name, const at::Tensor& parameter) const {
    return parameter.dim() == 2 && (name.find(".attn") != std::string_view::npos || name.find(".ff.") != std::string_view::npos);
}

nlohmann::json TransformerStage::identity() const {
    return {{"config", context_.recipe.section_json("dit").value("config", nlohmann::json::object())},
            {"batch", training_.batch},
            {"caption_dropout", training_.caption_dropout},
            {"given_share", training_.given_share},
            {"shift", training_.shift},
            {"seed", training_.settings.seed},
            {"latents", latents_identity_},
            {"world", context_.recipe.section_json("world")}};
}

training::EncodedCaptions TransformerStage::draw_text(const at::Tensor& sources, at::Generator& generator, const std::stop_token& stop) {
    std::vector<std::string> captions;
    for (std::int64_t i = 0; i < sources.size(0); ++i) {
        const auto source = static_cast<std::uint64_t>(sources.const_data_ptr<std::int64_t>()[i]);
        const std::string caption = context_.clips != nullptr
                                        ? context_.clips->caption(source)
                                        : training::draw_caption(training::sample_scene(source, context_.recipe.world), generator).text;
        captions.push_back(draw_uniform(generator) < training_.caption_dropout ? std::string() : caption);
    }
    return captions_.encode(captions, training::draw_padded_length(generator), stop);
}

at::Tensor TransformerStage::normalised(const at::Tensor& latents, const at::Tensor& rows) const {
    const auto per_channel = [](const at::Tensor& values) { return values.view({1, -1, 1, 1, 1}); };
    const at::Tensor chosen = latents.index_select(0, rows.to(latents.device())).to(context_.compute.device).to(at::kFloat);
    return (chosen - per_channel(statistics_.mean)) / per_channel(statistics_.std);
}

FlowInput TransformerStage::draw_input(const LatentShard& shard, const at::Tensor& rows, GivenFrames given, at::Generator& generator) const {
    const at::Device device = context_.compute.device;
    FlowInput input;
    input.latents = normalised(shard.latents, rows);
    const bool takes_last = given == GivenFrames::last || given == GivenFrames::first_and_last;
    input.keyframe = normalised(takes_last ? shard.last : shard.keyframe, rows);
    input.keyframe_index = takes_last ? (shard.latents.size(2) - 1) * autoencoder_.temporal_compression_ratio : shard.keyframe_index;
    input.suffix = normalised(shard.suffix, rows);
    input.suffix_start = shard.suffix_start;
    const std::int64_t count = rows.size(0);
    const std::int64_t frames = input.latents.size(2);
    // One image in most cases; with frames given behind, only as many as lie before them.
    const bool is_open = given == GivenFrames::prefix;
    const std::int64_t longest = is_open ? frames - 1 : std::max<std::int64_t>(shard.suffix_start / autoencoder_.temporal_compression_ratio, 1);
    const at::Tensor many = at::randint(1, std::max<std::int64_t>(longest, 1) + 1, {count}, generator, at::kLong);
    const at::Tensor is_one = at::rand({count}, generator, at::kFloat) < 0.6;
    const at::Tensor ones = at::ones({count}, at::kLong);
    input.prefix_latents = (given == GivenFrames::first_and_last ? ones : at::where(is_one, ones, many)).to(device);
    input.times = shifted_times(draw_times(count, generator), training_.shift).to(device);
    const at::Tensor weak = at::rand({count}, generator, at::kFloat) * 0.5 + 0.5;
    input.strengths = at::where(at::rand({count}, generator, at::kFloat) < 0.1, weak, at::ones({count})).to(device);
    input.noise = draw_training_noise(input.latents.sizes(), generator, device);
    input.extra_noise = draw_training_noise({count, input.latents.size(1), 2, input.latents.size(3), input.latents.size(4)}, generator, device);
    return input;
}

FlowBatch TransformerStage::draw_single_frames(const LatentShard& shard, const at::Tensor& rows, LatentGrid grid, at::Generator& generator) const {
    const std::int64_t frame = draw_below(grid.frames, generator);
    FlowInput input;
    input.latents = normalised(shard.latents.narrow(2, frame, 1), rows);
    input.times = shifted_times(draw_times(rows.size(0), generator), training_.shift).to(context_.compute.device);
    input.noise = draw_training_noise(input.latents.sizes(), generator, context_.compute.device);
    return make_single_frame_batch(input, frame, grid, context_.recipe.frame_rate);
}

FlowBatch TransformerStage::draw_clips(const LatentShard& shard, const at::Tensor& rows, LatentGrid grid, bool is_coarse, GivenFrames given,
                                       at::Generator& generator) const {
    const FlowInput input = draw_input(shard, rows, given, generator);
    return is_coarse ? make_flow_batch(coarser(input), given, coarser(grid), context_.recipe.frame_rate)
                     : make_flow_batch(input, given, grid, context_.recipe.frame_rate);
}

training::StepLoss TransformerStage::loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) {
    const LatentShard& shard = shards_[static_cast<std::size_t>(draw_below(std::ssize(shards_), generator))];
    const LatentGrid grid = {.frames = shard.latents.size(2), .height = shard.latents.size(3), .width = shard.latents.size(4),
                             .temporal_ratio = autoencoder_.temporal_compression_ratio, .spatial_ratio = autoencoder_.spatial_compression_ratio};
    const auto sight = training_.sight_of(step);
    const bool is_single = sight == TransformerTraining::Sight::single_frames;
    const bool is_coarse = sight == TransformerTraining::Sight::coarse_clips;
    const std::int64_t more_clips = is_single ? grid.frames : is_coarse ? 4 : 1;
    const auto tokens_of = [](const LatentShard& each) { return each.latents.size(2) * each.latents.size(3) * each.latents.size(4); };
    const std::int64_t num_clips = training_.clips_in_a_step(tokens_of(shard), tokens_of(shards_.front())) * more_clips;
    const at::Tensor rows = at::randint(shard.latents.size(0), {num_clips}, generator, at::kLong);
    const GivenFrames given = is_single ? GivenFrames::none : draw_given(training_.given_share, generator);
    const FlowBatch batch = is_single ? draw_single_frames(shard, rows, grid, generator) : draw_clips(shard, rows, grid, is_coarse, given, generator);
    const training::EncodedCaptions text = draw_text(shard.sources.index_select(0, rows), generator, stop);
    const at::Device device = context_.compute.device;
    at::Tensor velocity;
    {
        const training::MixedPrecision mixed(context_.compute);
        const TextContext context = transformer_->prepare_text(text.embeds, text.mask);
        velocity = transformer_->forward(batch.tokens, batch.timesteps, context,
                                         rotary_tables(batch.positions.to(device), transformer_->config().inner_dim()), stop);
    }
    const at::Tensor total = flow_loss(velocity, batch);
    return {total, {{is_single ? "single" : is_coarse ? "coarse" : given == GivenFrames::none ? "free" : "given", total.item<double>()}}};
}

}  // namespace kinora::ltx_video
