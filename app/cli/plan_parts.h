// What the plans of all generating commands are made of. Private to the plan_*.cpp files beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/render_job.h"

namespace kinora::cli {

// What the settings take from footage where the user says nothing.
struct Footage {
    int width = 0;
    int height = 0;
    std::optional<FrameRate> frame_rate;
    bool sets_size = false;  // the clip's own size, and not only its shape, where that is not much more than the model usually makes
};

// An empty name is the embedded model. Throws UnsupportedModel for one that cannot be run.
ModelInfo find_model(const std::string& name);

// The model of that name and content among those that are found without being told where they lie; nothing where none of them is it.
std::optional<ModelInfo> find_known_model(const std::string& name, const std::string& fingerprint);

// Where prompt embeddings are kept; empty where the user has no place for such things.
std::filesystem::path cache_folder();

// The model's defaults with this prompt and a random seed.
GenerationSettings start_settings(const std::string& prompt, const ModelInfo& model);

// How many frames --frames or --seconds ask for. Throws InvalidRequest where that is none.
std::int64_t frames_for(const RenderOptions& options, const FrameRate& rate);

// The given options over `settings`, which hold a model's defaults or a recipe's values.
void apply_options(const RenderOptions& options, const Footage& footage, const ModelInfo& model, GenerationSettings& settings);

// The hash of a file that a job is conditioned on. Says so where a recipe knew the file with another content.
std::string hash_condition(const std::string& file, const std::string& known_hash, Progress& progress, const std::stop_token& stop);

// A tensor of a file that holds `name`, or only one. Throws FileError, CheckpointError.
TensorValues read_tensor(const std::filesystem::path& path, const char* name);

// Rounds sizes and lengths to what the model can make, and says so.
void round_settings(GenerationSettings& settings, const ModelInfo& model, bool is_strict, Progress& progress);

// What all jobs have in common once the settings are final.
void complete(RenderJob& job, const RenderOptions& options, Progress& progress);

// A recipe's files and numbers, or those of the command line. `known` are the sources as a recipe knew them, or empty.
RenderJob plan_render_with(GenerationSettings settings, std::vector<RecipeCondition> conditions, const RenderOptions& options,
                           const ModelInfo& model, bool takes_shape, Progress& progress, const std::stop_token& stop);
RenderJob plan_extend_with(GenerationSettings settings, const ExtendOptions& extend, std::optional<std::int64_t> num_new,
                           const std::vector<RecipeCondition>& known, const RenderOptions& options, const ModelInfo& model, Progress& progress, const std::stop_token& stop);
RenderJob plan_fill_with(GenerationSettings settings, const FillOptions& fill, std::optional<std::int64_t> num_new,
                         const std::vector<RecipeCondition>& known, const RenderOptions& options, const ModelInfo& model, Progress& progress, const std::stop_token& stop);

}  // namespace kinora::cli
