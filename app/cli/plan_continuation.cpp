// extend and fill: existing clips with new frames after, before or between them.
#include "app/cli/plan_parts.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/generation/continuation.h"
#include "core/generation/validate.h"

namespace kinora::cli {

namespace {

// Says what copying a clip cannot keep.
void note_losses(const InputClip& clip, bool keeps_samples, Progress& progress) {
    if (clip.is_variable_rate) {
        progress.notice(clip.path.string() + " has a variable frame rate; its frames are written at its average rate");
    }
    if (keeps_samples) {
        return;
    }
    if (clip.bit_depth > 8) {
        progress.notice(clip.path.string() + " has " + std::to_string(clip.bit_depth) + " bits a colour; its frames are copied with 8");
    }
    if (clip.has_alpha) {
        progress.notice(clip.path.string() + " may be transparent; its frames are copied without that");
    }
}

void keep_rate(const InputClip& clip, const GenerationSettings& settings) {
    if (clip.frame_rate && settings.frame_rate != *clip.frame_rate) {
        throw InvalidRequest("fps", clip.path.string() + " keeps its own rate of " + to_string(*clip.frame_rate) +
                                        " frames per second; leave --fps out");
    }
}

std::string known_hash(const std::vector<RecipeCondition>& known, std::size_t index) {
    return index < known.size() ? known[index].content_hash : std::string();
}

// Where there is a clip, the output has its size whatever size the model makes; pictures are resized to what it makes.
void choose_sizes(const InputClip* clip, const RenderOptions& o, const ModelInfo& model, GenerationSettings& settings,
                  FrameOutputSettings& output, Progress& progress) {
    if (clip == nullptr) {
        round_settings(settings, model, o.is_strict, progress);
        output.width = settings.width;
        output.height = settings.height;
        return;
    }
    round_to_model(settings, model, o.is_strict);
    output.width = clip->width;
    output.height = clip->height;
    if (settings.width != clip->width || settings.height != clip->height) {
        progress.notice("new frames are made at " + std::to_string(settings.width) + "x" + std::to_string(settings.height) +
                        " and resized to the clip's " + std::to_string(clip->width) + "x" + std::to_string(clip->height) +
                        "; --size chooses another size");
    }
}

void note_resizing(const InputClip& clip, const FrameOutputSettings& output, Progress& progress) {
    if (clip.width != output.width || clip.height != output.height) {
        progress.notice(clip.path.string() + " (" + std::to_string(clip.width) + "x" + std::to_string(clip.height) + ") is resized to fill " +
                        std::to_string(output.width) + "x" + std::to_string(output.height));
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

// All of it comes into the output, and new frames are to join where it ends, not where it happens to break off.
InputClip open_source(const std::string& file, Progress& progress, const std::stop_token& stop) {
    InputClip clip = open_clip(file, stop);
    const ClipEnd end = read_to_end(clip, stop);
    if (!end.is_whole) {
        throw MediaError(file, "breaks off after " + counted(end.num_frames, "frame") + ", or is damaged there; repair or cut it first");
    }
    if (end.num_resized > 0) {
        progress.notice(resizing_sentence(file, end.num_resized, clip.width, clip.height));
    }
    return clip;
}

// How many frames of a clip are given to the model, where that is not what was asked for.
void note_overlap(const InputClip& clip, std::int64_t wanted, std::int64_t given, const RenderOptions& o, const ModelInfo& model, Progress& progress) {
    if (wanted == 0 || wanted == given) {
        return;
    }
    const std::string change = "an overlap of " + std::to_string(wanted) + " became " + std::to_string(given) + ": " + clip.path.string() + " has " +
                               counted(clip.num_frames, "frame") + ", and " + model.name + " takes 1 + a multiple of " +
                               std::to_string(model.frame_multiple);
    if (o.is_strict) {
        throw InvalidRequest("overlap", change);
    }
    progress.notice(change);
}

}  // namespace

RenderJob plan_extend_with(GenerationSettings settings, const ExtendOptions& extend, std::optional<std::int64_t> num_new,
                           const std::vector<RecipeCondition>& known, const RenderOptions& o, const ModelInfo& model, Progress& progress,
                           const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    const InputClip clip = open_source(extend.clip, progress, stop);
    apply_options(o, footage_of(clip), model, settings);
    keep_rate(clip, settings);
    const std::int64_t wanted = num_new ? *num_new : frames_for(o, settings.frame_rate);
    const ContinuationPlan plan = plan_extension(clip.num_frames, wanted, extend.overlap, model.frame_multiple, extend.is_before);
    note_overlap(clip, extend.overlap, plan.num_head + plan.num_tail, o, model, progress);
    settings.num_frames = plan.num_frames;
    choose_sizes(clip.frame_rate ? &clip : nullptr, o, model, settings, job.output, progress);

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
    job.output.copies_from = {clip.path};
    job.first_new = plan.first_new;
    job.num_new = plan.num_new;
    job.request.settings = settings;
    job.recipe.operation = "extend";
    job.recipe.conditions = {{.file = extend.clip, .content_hash = hash_condition(extend.clip, known_hash(known, 0), progress, stop)}};
    job.recipe.operation_options = {{"before", extend.is_before}, {"overlap", extend.overlap}, {"new_frames", wanted}};
    complete(job, o, progress);
    note_losses(clip, keeps_samples(job.output), progress);
    return job;
}

namespace {

// The number of new frames that the model can make nearest to `wanted`; says so where it is another.
ContinuationPlan plan_gap(const InputClip& first, const InputClip& last, std::int64_t wanted, std::int64_t overlap, const RenderOptions& o,
                          const ModelInfo& model, Progress& progress) {
    const ContinuationPlan plan = plan_filling(first.num_frames, last.num_frames, wanted, overlap, model.frame_multiple);
    if (plan.num_new != wanted) {
        const std::string change = std::to_string(wanted) + " new frames became " + std::to_string(plan.num_new) + ": " +
                                   model.name + " makes a multiple of " + std::to_string(model.frame_multiple) + ", less one, between two clips";
        if (o.is_strict) {
            throw InvalidRequest("seconds", change);
        }
        progress.notice(change);
    }
    note_overlap(first, overlap, plan.num_head, o, model, progress);
    note_overlap(last, overlap, plan.num_tail, o, model, progress);
    return plan;
}

// One of the two may have sound; of two the first's is kept.
void choose_sound(const InputClip& first, const InputClip& last, std::int64_t num_new, FrameRate rate, FrameOutputSettings& output,
                  Progress& progress) {
    if (first.has_sound) {
        output.sound_from = first.path;
        if (last.has_sound) {
            progress.notice("the sound of " + last.path.string() + " is left out: only that of the first clip is kept");
        }
    } else if (last.has_sound) {
        output.sound_from = last.path;
        output.sound_offset_seconds = rate.seconds(first.num_frames + num_new);
    }
}

}  // namespace

RenderJob plan_fill_with(GenerationSettings settings, const FillOptions& fill, std::optional<std::int64_t> num_new,
                         const std::vector<RecipeCondition>& known, const RenderOptions& o, const ModelInfo& model, Progress& progress,
                         const std::stop_token& stop) {
    RenderJob job;
    job.model = model;
    const InputClip first = open_source(fill.first, progress, stop);
    const InputClip last = open_source(fill.last, progress, stop);
    // A clip decides over a picture, the first over the second.
    const InputClip& leading = first.frame_rate || !last.frame_rate ? first : last;
    if (first.frame_rate && last.frame_rate && *last.frame_rate != *first.frame_rate) {
        progress.notice(fill.last + " has another frame rate than " + fill.first + "; its frames are written at that of the first");
    }
    apply_options(o, footage_of(leading), model, settings);
    keep_rate(leading, settings);
    const std::int64_t wanted = num_new ? *num_new : frames_for(o, settings.frame_rate);
    const ContinuationPlan plan = plan_gap(first, last, wanted, fill.overlap, o, model, progress);
    settings.num_frames = plan.num_frames;
    choose_sizes(leading.frame_rate ? &leading : nullptr, o, model, settings, job.output, progress);
    note_resizing(first, job.output, progress);
    note_resizing(last, job.output, progress);

    job.before = CopiedFrames{first, 0, first.num_frames};
    job.after = CopiedFrames{last, 0, last.num_frames};
    job.request.conditioning.push_back(edge_frames(first, first.num_frames - plan.num_head, plan.num_head, 0, settings, stop));
    job.request.conditioning.push_back(edge_frames(last, 0, plan.num_tail, plan.num_frames - plan.num_tail, settings, stop));
    choose_sound(first, last, plan.num_new, settings.frame_rate, job.output, progress);
    job.first_new = plan.first_new;
    job.num_new = plan.num_new;
    job.request.settings = settings;
    job.recipe.operation = "fill";
    job.recipe.conditions = {{.file = fill.first, .content_hash = hash_condition(fill.first, known_hash(known, 0), progress, stop)},
                             {.file = fill.last, .content_hash = hash_condition(fill.last, known_hash(known, 1), progress, stop)}};
    job.recipe.operation_options = {{"overlap", fill.overlap}, {"new_frames", wanted}};
    job.output.copies_from = {first.path, last.path};
    complete(job, o, progress);
    const bool keeps_all = keeps_samples(job.output);
    note_losses(first, keeps_all, progress);
    note_losses(last, keeps_all, progress);
    return job;
}

RenderJob plan_extend(const ExtendOptions& extend, const std::string& prompt, const RenderOptions& options, Progress& progress,
                      const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    return plan_extend_with(start_settings(prompt, model), extend, std::nullopt, {}, options, model, progress, stop);
}

RenderJob plan_fill(const FillOptions& fill, const std::string& prompt, const RenderOptions& options, Progress& progress,
                    const std::stop_token& stop) {
    const ModelInfo model = find_model(options.model);
    return plan_fill_with(start_settings(prompt, model), fill, std::nullopt, {}, options, model, progress, stop);
}

}  // namespace kinora::cli
