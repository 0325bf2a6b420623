// One generation from the command line, planned to the last frame, and then run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/frame_input.h"
#include "app/cli/frame_output.h"
#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "core/generation/generation_request.h"
#include "core/generation/recipe.h"
#include "core/model/model_library.h"

namespace kinora::cli {

// Existing frames that are copied into the output, unchanged but for their size where that differs.
struct CopiedFrames {
    InputClip clip;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

// Of the video that latents are of, as their file tells it under this name: "96x64x17".
inline constexpr std::string_view video_shape_key = "video";
struct VideoShape {
    int width = 0;
    int height = 0;
    std::int64_t num_frames = 0;
};
std::string to_string(const VideoShape& shape);
std::optional<VideoShape> parse_video_shape(const std::string& text);

struct RenderJob {
    ModelInfo model;
    GeneratorOptions generator;
    GenerationRequest request;
    Recipe recipe;
    std::optional<CopiedFrames> before;
    std::optional<CopiedFrames> after;
    std::int64_t first_new = 0;  // which of the generated frames are written
    std::int64_t num_new = 0;
    FrameOutputSettings output;
    std::filesystem::path previews;
    std::filesystem::path latents_out;
    bool overwrite = false;
};

// Where models are looked for: those that come with Kinora, the folders of the environment variable KINORA_MODELS (separated by colons),
// and `more_folders`. The library looks into the Hugging Face cache besides.
std::vector<std::filesystem::path> model_folders(const std::vector<std::filesystem::path>& more_folders);
ModelLibrary model_library();

// Each says through `progress` what it had to change. Throws Error for what cannot be done, Cancelled.
RenderJob plan_render(const std::string& prompt, const RenderOptions& options, Progress& progress, const std::stop_token& stop);
RenderJob plan_extend(const ExtendOptions& extend, const std::string& prompt, const RenderOptions& options, Progress& progress,
                      const std::stop_token& stop);
RenderJob plan_fill(const FillOptions& fill, const std::string& prompt, const RenderOptions& options, Progress& progress,
                    const std::stop_token& stop);

// The job that a recipe describes. Options that are given besides change it.
RenderJob plan_recipe(const RenderOptions& options, Progress& progress, const std::stop_token& stop);

// Throws Error or Cancelled; the output then does not exist.
void run_job(const RenderJob& job, Progress& progress, const std::stop_token& stop);

}  // namespace kinora::cli
