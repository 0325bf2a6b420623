#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/cli/plan_parts.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/resample.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

// FILE@FRAME[:STRENGTH]. The file's name may hold @ and : itself.
RecipeCondition parse_condition(const std::string& text) {
    const auto at = text.rfind('@');
    RecipeCondition condition;
    std::istringstream rest(at == std::string::npos ? "" : text.substr(at + 1));
    char colon = '\0';
    condition.file = text.substr(0, at);
    const bool has_frame = static_cast<bool>(rest >> condition.frame);
    const bool is_fine = has_frame && (rest.eof() || (rest >> colon >> condition.strength && colon == ':' && rest.eof()));
    if (!is_fine || condition.file.empty()) {
        throw InvalidRequest("condition", "\"" + text + "\" is no condition; give FILE@FRAME or FILE@FRAME:STRENGTH, such as first.png@0:0.8");
    }
    return condition;
}

// Decodes what a condition names: no more frames than the clip has room for.
ConditioningFrames read_condition(RecipeCondition& condition, const GenerationSettings& settings, Progress& progress,
                                  const std::stop_token& stop) {
    const InputClip clip = open_clip(condition.file, stop);
    condition.content_hash = hash_condition(condition.file, condition.content_hash, progress, stop);
    if (condition.frame < 0) {
        condition.frame += settings.num_frames;
    }
    if (condition.frame < 0 || condition.frame >= settings.num_frames) {
        throw InvalidRequest("condition", condition.file + ": is placed outside the clip, which has frames 0 to " +
                                              std::to_string(settings.num_frames - 1));
    }
    ConditioningFrames frames;
    frames.start_frame = condition.frame;
    frames.strength = condition.strength;
    frames.latent_strengths = condition.latent_strengths;
    const double shape = static_cast<double>(clip.width) / clip.height;
    const double wanted_shape = static_cast<double>(settings.width) / settings.height;
    if (std::abs(std::log(shape / wanted_shape)) > 0.02) {
        progress.notice(condition.file + " (" + std::to_string(clip.width) + "x" + std::to_string(clip.height) +
                        ") is cropped to the shape of " + std::to_string(settings.width) + "x" + std::to_string(settings.height));
    }
    const auto give = [&](const Image& image) { frames.images.push_back(resample_to_fill(image, settings.width, settings.height)); };
    const std::int64_t room = settings.num_frames - condition.frame;
    if (condition.num_frames == 0) {
        read_frames(clip, 0, std::min(clip.num_frames, room), give, stop);
        return frames;
    }
    // Of another rate, a frame of the file is given again or left out, as a timeline shows it.
    const FrameRate rate = clip.frame_rate.value_or(settings.frame_rate);
    const auto in_file = [&](std::int64_t i) {
        const std::int64_t frame = clip.frame_rate ? convert_frame(condition.source_frame + i, settings.frame_rate, rate) : 0;
        return std::min(frame, clip.num_frames - 1);
    };
    const std::int64_t count = std::min(condition.num_frames, room);
    const std::int64_t first = in_file(0);
    std::int64_t next = first;
    std::int64_t given = 0;
    read_frames(clip, first, in_file(count - 1) - first + 1, [&](const Image& image) {
        for (; given < count && in_file(given) == next; ++given) {
            give(image);
        }
        ++next;
    }, stop);
    return frames;
}

}  // namespace

RenderJob plan_render_with(GenerationSettings settings, std::vector<RecipeCondition> conditions, const RenderOptions& o,
                           const ModelInfo& model, bool takes_shape, Progress& progress, const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    Footage footage;
    if (!conditions.empty() && takes_shape) {
        const InputClip first = open_clip(conditions.front().file, stop);
        footage = {.width = first.width, .height = first.height, .frame_rate = {}, .sets_size = false};
    }
    apply_options(o, footage, model, settings);
    round_settings(settings, model, o.is_strict, progress);
    for (RecipeCondition& condition : conditions) {
        job.request.conditioning.push_back(read_condition(condition, settings, progress, stop));
    }
    if (!o.noise.empty()) {
        job.request.noise = read_tensor(o.noise, "noise");
        job.recipe.operation_options["noise"] = o.noise;
        job.recipe.operation_options["noise_hash"] = hash_file(o.noise, stop);
    }
    if (!o.latents_in.empty()) {
        job.request.latents = read_tensor(o.latents_in, "latents");
        job.recipe.operation_options["latents"] = o.latents_in;
        job.recipe.operation_options["latents_hash"] = hash_file(o.latents_in, stop);
        settings.denoise_strength = o.strength.value_or(0.0);
    } else if (o.strength) {
        throw InvalidRequest("strength", "--strength says how much of given latents is made anew; give them with --latents-in");
    }
    job.request.settings = settings;
    job.recipe.conditions = std::move(conditions);
    complete(job, o, progress);
    return job;
}

RenderJob plan_render(const std::string& prompt, const RenderOptions& options, Progress& progress, const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    std::vector<RecipeCondition> conditions;
    for (const std::string& text : options.conditions) {
        conditions.push_back(parse_condition(text));
    }
    return plan_render_with(start_settings(prompt, model), std::move(conditions), options, model, true, progress, stop);
}

}  // namespace kinora::cli
