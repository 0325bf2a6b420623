#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "app/cli/plan_parts.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/base/safetensors.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

// A clip that is to give all that it has, and has less than it was made with.
void note_end(const InputClip& clip, std::int64_t room, Progress& progress, const std::stop_token& stop) {
    if (!clip.frame_rate || clip.num_frames >= room) {
        return;
    }
    if (const ClipEnd end = read_to_end(clip, stop); !end.is_whole) {
        progress.notice(clip.path.string() + " breaks off after " + counted(end.num_frames, "frame") +
                        ", or is damaged there; what can be read of it is kept to");
    }
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
    note_end(clip, room, progress, stop);
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

// How large and how long what the latents are of is: Kinora writes it beside them, of others' their shape tells it. Nothing where that is
// no shape of latents, which the model says.
std::optional<VideoShape> shape_of_video(const fs::path& file, const TensorValues& latents, const ModelInfo& model) {
    constexpr std::int64_t most_on_a_side = 16384;
    const SafetensorsFile tensors(file);
    if (const auto written = tensors.metadata().find(std::string(video_shape_key)); written != tensors.metadata().end()) {
        return parse_video_shape(written->second);
    }
    const std::vector<std::int64_t>& shape = latents.shape;  // 1, channels, frames, height, width
    if (shape.size() != 5 || std::ranges::any_of(shape, [](std::int64_t extent) { return extent < 1 || extent > most_on_a_side; })) {
        return std::nullopt;
    }
    return VideoShape{static_cast<int>(shape[4]) * model.size_multiple, static_cast<int>(shape[3]) * model.size_multiple,
                      1 + (shape[2] - 1) * model.frame_multiple};
}

// What is said on the command line stays; the model refuses it where the latents are others.
void take_shape(const VideoShape& shape, const RenderOptions& o, GenerationSettings& settings) {
    if (o.size.empty() && o.aspect.empty()) {
        settings.width = shape.width;
        settings.height = shape.height;
    }
    if (!o.has_length()) {
        settings.num_frames = shape.num_frames;
    }
}

}  // namespace

std::string to_string(const VideoShape& shape) {
    return std::to_string(shape.width) + "x" + std::to_string(shape.height) + "x" + std::to_string(shape.num_frames);
}

std::optional<VideoShape> parse_video_shape(const std::string& text) {
    VideoShape shape;
    long frames = 0;
    const bool is_fine = std::sscanf(text.c_str(), "%5dx%5dx%6ld", &shape.width, &shape.height, &frames) == 3;
    shape.num_frames = frames;
    return is_fine && shape.width > 0 && shape.height > 0 && frames > 0 ? std::optional(shape) : std::nullopt;
}

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
    if (!o.latents_in.empty()) {
        job.request.latents = read_tensor(o.latents_in, "latents");
        if (const auto shape = shape_of_video(o.latents_in, *job.request.latents, model)) {
            take_shape(*shape, o, settings);
        }
    }
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
        if (const auto condition = parse_condition(text)) {
            conditions.push_back({.file = condition->file, .content_hash = {}, .frame = condition->frame, .strength = condition->strength});
        }
    }
    return plan_render_with(start_settings(prompt, model), std::move(conditions), options, model, true, progress, stop);
}

}  // namespace kinora::cli
