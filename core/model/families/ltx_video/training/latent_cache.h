// Clips as the autoencoder encodes them, on disk: what the diffusion model is trained on. Beside each clip's own latents
// lie those of frames that an application would give it, encoded from these frames alone.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// Clips of one size that were encoded together. Latents are posterior means, not normalised, in bfloat16.
struct LatentShard {
    at::Tensor sources;           // (N) int64: seeds of rendered scenes, or numbers of a user's clips
    at::Tensor latents;           // (N, C, F, H, W)
    at::Tensor keyframe;          // (N, C, 1, H, W): one frame
    std::int64_t keyframe_index;  // which one, in pixels
    at::Tensor last;              // (N, C, 1, H, W): the last frame
    at::Tensor suffix;            // (N, C, S, H, W): the last frames
    std::int64_t suffix_start;    // from which one on, in pixels
};

struct LatentStatistics {
    at::Tensor mean;  // (C) float32
    at::Tensor std;   // (C) float32
};

std::int64_t num_cached_clips(const training::TrainingRecipe& recipe);

// Encodes the recipe's number of clips into <run>/latents, shard by shard; shards that are there are kept if the autoencoder's
// training has not gone on since. Returns false if `end` came first.
bool cache_latents(const training::TrainerContext& context, const TrainingObserver& observer, const training::StageEnd& end,
                   const std::stop_token& stop);

// What the cache is made of: the autoencoder, the world or the user's clips, the seed.
std::string latent_cache_identity(const training::TrainerContext& context);

// The same of the whole cache that the recipe asks for: what a diffusion model is trained on.
std::string training_latents_identity(const training::TrainerContext& context);

// Maps the recipe's shards; nothing is read before it is used. Throws FileError where one is missing, CheckpointError where one is
// of another identity.
std::vector<LatentShard> open_latent_cache(const training::TrainerContext& context);

// The latents of all clips go to a GPU where they leave half of its free memory alone, also if each of `num_processes` does that there at
// once; otherwise they stay in their files.
void move_to_device(std::vector<LatentShard>& shards, at::Device device, int num_processes);

// Over all latents of the clips, per channel.
LatentStatistics latent_statistics(const std::vector<LatentShard>& shards);

}  // namespace kinora::ltx_video
