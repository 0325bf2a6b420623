// extend and fill: existing clips with new frames after, before or between them.
#include <cmath>

#include "app/cli/plan_parts.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/generation/continuation.h"

namespace kinora::cli {

namespace {

void note_variable_rate(const InputClip& clip, Progress& progress) {
    if (clip.is_variable_rate) {
        progress.notice(clip.path.string() + " has a variable frame rate; its frames are written at its average rate");
    }
}

// The frames of a clip that condition what comes after or before it.
ConditioningFrames edge_frames(const InputClip& clip, std::int64_t first, std::int64_t count, std::int64_t start_frame,
                               const GenerationSettings& settings, const std::stop_token& stop) {
    ConditioningFrames frames;
    frames.start_frame = start_frame;
    read_frames(clip, first, count,
                [&](const Image& image) { frames.images.push_back(resample_to_fill(image, settings.width, settings.height)); }, stop);
    return frames;
}

Footage footage_of(const InputClip& clip) {
    return {.width = clip.width, .height = clip.height, .frame_rate = clip.frame_rate, .sets_size = clip.frame_rate.has_value()};
}

std::int64_t frames_for(const RenderOptions& o, const GenerationSettings& settings) {
    const std::int64_t frames = o.frames ? *o.frames : std::llround(o.seconds.value_or(0.0) * settings.frame_rate.per_second());
    if (frames < 1) {
        throw InvalidRequest("seconds", "there is nothing to make: the time is shorter than one frame");
    }
    return frames;
}

}  // namespace

RenderJob plan_extend_with(GenerationSettings settings, const ExtendOptions& extend, std::optional<std::int64_t> num_new,
                           const RenderOptions& o, const ModelInfo& model, Progress& progress, const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    const InputClip clip = open_clip(extend.clip, stop);
    note_variable_rate(clip, progress);
    apply_options(o, footage_of(clip), model, settings);
    const std::int64_t wanted = num_new ? *num_new : frames_for(o, settings);
    const ContinuationPlan plan = plan_extension(clip.num_frames, wanted, extend.overlap, model.frame_multiple, extend.is_before);
    settings.num_frames = plan.num_frames;
    round_settings(settings, model, o.is_strict, progress);

    const CopiedFrames copied = {clip, 0, clip.num_frames};
    if (extend.is_before) {
        job.after = copied;
        job.request.conditioning.push_back(
            edge_frames(clip, 0, plan.num_tail, plan.num_frames - plan.num_tail, settings, stop));
        job.output.sound_offset_seconds = settings.frame_rate.seconds(plan.num_new);
    } else {
        job.before = copied;
        job.request.conditioning.push_back(edge_frames(clip, clip.num_frames - plan.num_head, plan.num_head, 0, settings, stop));
    }
    if (clip.has_sound) {
        job.output.sound_from = clip.path;
    }
    if (clip.frame_rate) {
        job.output.width = clip.width;
        job.output.height = clip.height;
    }
    job.first_new = plan.first_new;
    job.num_new = plan.num_new;
    job.request.settings = settings;
    job.recipe.operation = "extend";
    job.recipe.conditions = {{.file = extend.clip, .content_hash = hash_file(extend.clip)}};
    job.recipe.operation_options = {{"before", extend.is_before}, {"overlap", extend.overlap}, {"new_frames", wanted}};
    complete(job, o, progress);
    return job;
}

RenderJob plan_fill_with(GenerationSettings settings, const FillOptions& fill, std::optional<std::int64_t> num_new,
                         const RenderOptions& o, const ModelInfo& model, Progress& progress, const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    const InputClip first = open_clip(fill.first, stop);
    const InputClip last = open_clip(fill.last, stop);
    note_variable_rate(first, progress);
    note_variable_rate(last, progress);
    Footage footage = footage_of(first);
    if (!footage.frame_rate) {
        footage.frame_rate = last.frame_rate;
    } else if (last.frame_rate && *last.frame_rate != *footage.frame_rate) {
        progress.notice(fill.last + " has another frame rate than " + fill.first + "; its frames are written at that of the first");
    }
    apply_options(o, footage, model, settings);
    const std::int64_t wanted = num_new ? *num_new : frames_for(o, settings);
    const ContinuationPlan plan = plan_filling(first.num_frames, last.num_frames, wanted, fill.overlap, model.frame_multiple);
    if (plan.num_new != wanted) {
        const std::string change = std::to_string(wanted) + " new frames became " + std::to_string(plan.num_new) + ": " +
                                   model.name + " makes a multiple of " + std::to_string(model.frame_multiple) + ", less one, between two clips";
        if (o.is_strict) {
            throw InvalidRequest("seconds", change);
        }
        progress.notice(change);
    }
    settings.num_frames = plan.num_frames;
    round_settings(settings, model, o.is_strict, progress);

    job.before = CopiedFrames{first, 0, first.num_frames};
    job.after = CopiedFrames{last, 0, last.num_frames};
    job.request.conditioning.push_back(edge_frames(first, first.num_frames - plan.num_head, plan.num_head, 0, settings, stop));
    job.request.conditioning.push_back(edge_frames(last, 0, plan.num_tail, plan.num_frames - plan.num_tail, settings, stop));
    if (first.frame_rate && o.size.empty() && o.aspect.empty()) {
        job.output.width = first.width;
        job.output.height = first.height;
    }
    if (first.has_sound) {
        job.output.sound_from = first.path;
    }
    job.first_new = plan.first_new;
    job.num_new = plan.num_new;
    job.request.settings = settings;
    job.recipe.operation = "fill";
    job.recipe.conditions = {{.file = fill.first, .content_hash = hash_file(fill.first)},
                             {.file = fill.last, .content_hash = hash_file(fill.last)}};
    job.recipe.operation_options = {{"overlap", fill.overlap}, {"new_frames", wanted}};
    complete(job, o, progress);
    return job;
}

RenderJob plan_extend(const ExtendOptions& extend, const std::string& prompt, const RenderOptions& options, Progress& progress,
                      const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    return plan_extend_with(start_settings(prompt, model), extend, std::nullopt, options, model, progress, stop);
}

RenderJob plan_fill(const FillOptions& fill, const std::string& prompt, const RenderOptions& options, Progress& progress,
                    const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    return plan_fill_with(start_settings(prompt, model), fill, std::nullopt, options, model, progress, stop);
}

}  // namespace kinora::cli
