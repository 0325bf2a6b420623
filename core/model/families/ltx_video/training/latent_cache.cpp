#include "core/model/families/ltx_video/training/latent_cache.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

#include <array>
#include <chrono>
#include <cmath>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/device/device.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/trained_weights.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/save_tensors.h"

namespace kinora::ltx_video {

namespace {

using training::TrainerContext;

constexpr std::int64_t clips_per_shard = 128;
constexpr std::int64_t encode_batch = 8;
constexpr std::uint64_t first_scene_seed = 1'000'000'000;  // the autoencoder and the measurements see others

std::filesystem::path shard_file(const std::filesystem::path& run_folder, std::int64_t index) {
    return run_folder / "latents" / ("shard_" + std::to_string(index) + ".safetensors");
}

// (N, 3, F, H, W) to (N, C, f, h, w) bfloat16
at::Tensor encode(Autoencoder& autoencoder, const at::Tensor& pixels, const ComputeOptions& compute, const std::stop_token& stop) {
    const at::Tensor input = pixels.to(compute.device, compute.dtype);
    return autoencoder->encode(input, input.size(2), stop).mean.to(at::kCPU, at::kBFloat16);
}

std::int64_t num_shards(const TrainerContext& context) {
    return (num_cached_clips(context.recipe) + clips_per_shard - 1) / clips_per_shard;
}

class Cache {
 public:
    explicit Cache(const TrainerContext& context) : context_(context), autoencoder_(autoencoder_config(context.recipe)) {
        autoencoder_->eval();
        training::load_trained(*autoencoder_, context.folder, "vae");
        identity_ = latent_cache_identity(context);
        const std::int64_t ratio = autoencoder_->config().temporal_compression_ratio;
        for (const std::int64_t frames : context.recipe.lengths) {
            if ((frames - 1) % ratio != 0) {
                context.recipe.section("world").fail("num_frames", "must be 1 + a multiple of " + std::to_string(ratio));
            }
        }
        autoencoder_->to(context.compute.device, context.compute.dtype);
        prepare_autoencoder(*autoencoder_);
    }

    bool is_current(std::int64_t index) const {
        std::error_code ignored;
        const auto path = shard_file(context_.folder, index);
        if (!std::filesystem::exists(path, ignored)) {
            return false;
        }
        const SafetensorsFile file(path);
        const auto found = file.metadata().find("identity");
        return found != file.metadata().end() && found->second == identity_;
    }

    void make(std::int64_t index, const std::stop_token& stop) {
        const training::TrainingRecipe& recipe = context_.recipe;
        const auto& size = recipe.sizes[static_cast<std::size_t>(index) % recipe.sizes.size()];
        const std::int64_t ratio = autoencoder_->config().temporal_compression_ratio;
        // Every length comes in every size.
        const std::int64_t frames = recipe.lengths[static_cast<std::size_t>(index) / recipe.sizes.size() % recipe.lengths.size()];
        const std::int64_t keyframe_index = std::min(1 + index * 7 % std::max<std::int64_t>(frames - 1, 1), frames - 1);
        const std::int64_t suffix_length = std::min(frames, 1 + ratio * (1 + index % 2));
        const at::Tensor sources = at::empty({clips_per_shard}, at::kLong);
        std::map<std::string, std::vector<at::Tensor>> parts;
        // Some clips at a time, since pixels take hundreds of times the memory of their latents.
        for (std::int64_t i = 0; i < clips_per_shard; i += encode_batch) {
            const at::Tensor pixels = clips(index * clips_per_shard + i, std::min(encode_batch, clips_per_shard - i), size, frames,
                                            sources.mutable_data_ptr<std::int64_t>() + i, stop);
            const auto encoded = [&](std::int64_t start, std::int64_t count) {
                return encode(autoencoder_, pixels.narrow(2, start, count), context_.compute, stop);
            };
            parts["latents"].push_back(encoded(0, frames));
            parts["keyframe"].push_back(encoded(keyframe_index, 1));
            parts["last"].push_back(encoded(frames - 1, 1));
            parts["suffix"].push_back(encoded(frames - suffix_length, suffix_length));
        }
        std::map<std::string, at::Tensor> tensors = {{"sources", sources}};
        for (const auto& [name, each] : parts) {
            tensors[name] = at::cat(each, 0);
        }
        save_tensors(shard_file(context_.folder, index), tensors,
                     {{"identity", identity_},
                      {"keyframe_index", std::to_string(keyframe_index)},
                      {"suffix_start", std::to_string(frames - suffix_length)}});
    }

 private:
    // (count, 3, F, H, W), from the clip of this number on; `sources` say which ones they are.
    at::Tensor clips(std::int64_t first, std::int64_t count, const training::ClipSize& size, std::int64_t frames, std::int64_t* sources,
                     const std::stop_token& stop) const {
        throw_if_stop_requested(stop);
        const training::TrainingRecipe& recipe = context_.recipe;
        if (context_.clips == nullptr) {
            std::vector<training::Scene> scenes;
            for (std::int64_t i = 0; i < count; ++i) {
                const std::uint64_t seed = first_scene_seed + recipe.seed * 100'000'007 + static_cast<std::uint64_t>(first + i);
                sources[i] = static_cast<std::int64_t>(seed);
                scenes.push_back(training::sample_scene(seed, recipe.world));
            }
            return training::rendered_clips(scenes, size, frames, recipe.frame_rate);
        }
        std::vector<at::Tensor> each;
        for (std::int64_t number = first; number < first + count; ++number) {
            throw_if_stop_requested(stop);
            const std::int64_t source = number % static_cast<std::int64_t>(context_.clips->size());
            sources[number - first] = source;
            each.push_back(training::users_clip(*context_.clips, static_cast<std::size_t>(source), static_cast<std::uint64_t>(number), size,
                                                frames, recipe.frame_rate, stop));
        }
        return at::stack(each, 0);
    }

    const TrainerContext& context_;
    Autoencoder autoencoder_;
    std::string identity_;
};

std::int64_t number(const SafetensorsFile& file, const std::string& key) {
    const auto found = file.metadata().find(key);
    if (found == file.metadata().end() || found->second.find_first_not_of("0123456789") != std::string::npos || found->second.size() > 9) {
        throw CheckpointError(file.path(), key, "is missing; remove the folder and make the cache again");
    }
    return std::stoll(found->second);
}

at::Tensor mapped(const SafetensorsFile& file, const std::string& name) {
    const TensorEntry* entry = file.find(name);
    if (entry == nullptr) {
        throw CheckpointError(file.path(), name, "is missing; remove the folder and make the cache again");
    }
    return map_tensor(file, *entry);
}

}  // namespace

std::int64_t num_cached_clips(const training::TrainingRecipe& recipe) {
    return recipe.section("cache", {"clips"}).integer("clips", 10'000, 1, 1'000'000'000);
}

bool cache_latents(const TrainerContext& context, const TrainingObserver& observer, const training::StageEnd& end,
                   const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    const std::int64_t shards = num_shards(context);
    std::error_code failed;
    std::filesystem::create_directories(context.folder / "latents", failed);
    if (failed) {
        throw FileError(context.folder / "latents", "cannot be made: " + failed.message());
    }
    Cache cache(context);
    double seconds = 0.0;
    std::int64_t made = 0;
    const std::int64_t rank = context.processes != nullptr ? context.processes->rank() : 0;
    const std::int64_t size = context.processes != nullptr ? context.processes->size() : 1;
    bool is_late = false;
    for (std::int64_t i = rank; i < shards && !is_late && !stop.stop_requested(); i += size) {
        if (!cache.is_current(i)) {
            const auto start = std::chrono::steady_clock::now();
            try {
                cache.make(i, stop);
            } catch (const Cancelled&) {
                break;  // all processes stop together, below
            }
            seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            ++made;
        }
        if (observer && rank == 0) {
            const double each = made == 0 ? 0.0 : seconds / static_cast<double>(made);
            observer({"cache", i + 1, shards, 0.0, each, each * static_cast<double>((shards - i - 1) / size)});
        }
        is_late = end && std::chrono::steady_clock::now() >= *end && i + size < shards;
    }
    const auto anywhere = [&](bool value) { return context.processes != nullptr ? context.processes->any(value) : value; };
    if (anywhere(stop.stop_requested())) {
        throw Cancelled();
    }
    return !anywhere(is_late);
}

std::string latent_cache_identity(const TrainerContext& context) {
    std::string identity = "vae step " + std::to_string(training::trained_steps(context.folder, "vae")) + ", world " +
                           context.recipe.section_json("world").dump() + ", seed " + std::to_string(context.recipe.seed);
    if (context.clips != nullptr) {
        identity += ", " + std::to_string(context.clips->size()) + " clips of the user " + context.clips->fingerprint();
    }
    return identity;
}

std::string training_latents_identity(const TrainerContext& context) {
    return latent_cache_identity(context) + ", " + std::to_string(num_shards(context)) + " shards";
}

std::vector<LatentShard> open_latent_cache(const TrainerContext& context) {
    std::vector<LatentShard> shards;
    std::error_code ignored;
    const std::string identity = latent_cache_identity(context);
    for (std::int64_t i = 0; i < num_shards(context); ++i) {
        const auto path = shard_file(context.folder, i);
        if (!std::filesystem::exists(path, ignored)) {
            throw FileError(path, "is not there yet; run the stage cache first");
        }
        const SafetensorsFile file(path);
        const auto found = file.metadata().find("identity");
        if (found == file.metadata().end() || found->second != identity) {
            throw CheckpointError(path, "", "was made of other clips or with another autoencoder; run the stage cache again");
        }
        shards.push_back({mapped(file, "sources"), mapped(file, "latents"), mapped(file, "keyframe"), number(file, "keyframe_index"),
                          mapped(file, "last"), mapped(file, "suffix"), number(file, "suffix_start")});
    }
    return shards;
}

void move_to_device(std::vector<LatentShard>& shards, at::Device device, int num_processes) {
    constexpr std::array parts = {&LatentShard::latents, &LatentShard::keyframe, &LatentShard::last, &LatentShard::suffix};
    std::size_t bytes = 0;
    for (const LatentShard& shard : shards) {
        for (const auto part : parts) {
            bytes += (shard.*part).nbytes();
        }
    }
    if (device.is_cpu() || bytes > free_memory_bytes(device) / 2 / static_cast<std::size_t>(num_processes)) {
        return;
    }
    for (LatentShard& shard : shards) {
        for (const auto part : parts) {
            shard.*part = (shard.*part).to(device);
        }
    }
}

LatentStatistics latent_statistics(const std::vector<LatentShard>& shards) {
    const std::int64_t channels = shards.front().latents.size(1);
    at::Tensor sum = at::zeros({channels}, at::kDouble);
    at::Tensor squares = at::zeros({channels}, at::kDouble);
    double count = 0.0;
    for (const LatentShard& shard : shards) {
        const at::Tensor values = shard.latents.to(at::kFloat);
        sum += values.sum({0, 2, 3, 4}).to(at::kDouble);
        squares += values.square().sum({0, 2, 3, 4}).to(at::kDouble);
        count += static_cast<double>(values.numel() / channels);
    }
    const at::Tensor mean = sum / count;
    const at::Tensor variance = (squares / count - mean.square()).clamp_min(1e-12);
    return {mean.to(at::kFloat), variance.sqrt().to(at::kFloat)};
}

}  // namespace kinora::ltx_video
