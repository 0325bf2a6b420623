#include "app/cli/interpolate_command.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/cli/frame_output.h"
#include "app/cli/progress.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/joined.h"
#include "core/model/interpolation/rife_interpolator.h"
#ifdef KINORA_HAS_MEDIA
#include "app/cli/frame_input.h"
#include "app/cli/render_job.h"
#include "core/base/bounded_json.h"
#include "core/base/content_hash.h"
#include "core/generation/interpolation_recipe.h"
#include "core/media/clip_writer.h"
#include "core/media/interpolation/flow_interpolator.h"
#include "core/media/interpolation/interpolated_clip.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/interpolation/scene_cut.h"
#include "core/media/stored_frame.h"
#include "core/media/video_reader.h"
#include "core/model/model_library.h"
#endif

namespace kinora::cli {

void add_interpolate_options(CLI::App& command, InterpolateOptions& o) {
    command.add_option("CLIP", o.clip, "the clip")->required();
    command.add_option("--out", o.out, "the file to make")->required();
    auto* factor = command.add_option("--factor", o.factor, "2 to 16 times as many frames")->check(CLI::Range(2, 16));
    command.add_option("--fps", o.frame_rate, "frames per second of the clip's own time")->check(frame_rate_validator())->excludes(factor);
    command.add_option("--engine", o.engine, "flow or rife (default: rife where a model is given or found)")->check(CLI::IsMember({"flow", "rife"}));
    command.add_option("--model", o.model, "the folder of a rife model: flownet.safetensors");
    command.add_option("--scale", o.scale, "rife: look for motion at this part of the size; 0.5 for 4K")->check(CLI::IsMember({0.25, 0.5, 1.0, 2.0, 4.0}));
    command.add_flag("--slow-motion", o.is_slow_motion, "show the frames at the clip's own rate, so that it lasts longer");
    command.add_flag("--merge-duplicates", o.merges_duplicates, "replace repeated frames (animation on twos) by motion");
    command.add_flag("--resume", o.can_resume, "keep finished parts beside the output, and go on from them after a stop");
    command.add_flag("--no-sound", o.leaves_sound_out, "leave the sound out");
    add_codec_option(command, o.codec);
    command.add_flag("--overwrite", o.overwrite, "replace files that exist");
    add_device_options(command, o.compute, "a GPU if there is one", "fp32; fp16 on a GPU");
}

#ifdef KINORA_HAS_MEDIA

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double seconds_between_reports = 0.25;  // of progress, in JSON

// The same options with the engine that is meant: the network where its weights are given or lie among the models.
InterpolateOptions choose_engine(InterpolateOptions options, Progress& progress) {
    if (options.engine != "flow" && options.model.empty()) {
        if (const auto weights = find_rife_weights(model_folders({}))) {
            options.model = weights->string();
            progress.notice("interpolating with RIFE, whose weights lie in " + options.model + "; --engine flow does it without");
        }
    }
    if (options.engine.empty()) {
        options.engine = options.model.empty() ? "flow" : "rife";
    }
    return options;
}

std::unique_ptr<FrameInterpolator> make_engine(const InterpolateOptions& options) {
    if (options.engine == "flow") {
        if (!options.model.empty()) {
            throw InvalidRequest("model", "the engine flow takes no model; leave it out, or choose the engine rife");
        }
        return make_flow_interpolator();
    }
    if (options.model.empty()) {
        throw InvalidRequest("model", "the engine rife needs a model: give the folder that holds flownet.safetensors");
    }
    return make_rife_interpolator(options.model, {.device = options.compute.device, .dtype = options.compute.dtype, .scale = options.scale.value_or(1.0)});
}

// What flow makes depends on none of these.
void tell_what_flow_leaves_aside(const InterpolateOptions& options, Progress& progress) {
    std::vector<std::string> given;
    for (const auto& [name, is_given] : {std::pair("--scale", options.scale.has_value()), std::pair("--dtype", !options.compute.dtype.empty()),
                                         std::pair("--device", !options.compute.device.empty() && options.compute.device != "cpu")}) {
        if (is_given) {
            given.emplace_back(name);
        }
    }
    if (options.engine == "flow" && !given.empty()) {
        progress.notice("the engine flow computes on the processor in a way of its own; left aside: " + joined(given));
    }
}

// How many frames there are, and how fast they are shown.
struct Rates {
    FrameRate made;   // frames per second of the clip's own time
    FrameRate shown;  // frames per second of the result
    double sound_speed() const { return shown.per_second() / made.per_second(); }
};

Rates choose_rates(const InterpolateOptions& options, const MediaInfo& info) {
    Rates rates;
    rates.made = options.factor ? multiply(info.frame_rate, *options.factor) : parse_frame_rate(options.frame_rate);
    rates.shown = options.is_slow_motion ? info.frame_rate : rates.made;
    return rates;
}

// Flow makes frames in the planes of the originals, where it knows such planes.
bool keeps_bits_in_between(const InterpolateOptions& options, const std::stop_token& stop) {
    const auto samples = options.engine == "flow" ? copyable_samples(options.clip, stop) : std::nullopt;
    return samples && has_planes(*samples);
}

void tell_what_is_lost(const InterpolateOptions& options, const MediaInfo& info, bool keeps_originals, Progress& progress, const std::stop_token& stop) {
    const std::string bits = options.clip + " has " + std::to_string(info.bit_depth) + " bits a sample; ";
    if (info.bit_depth > 8 && !keeps_originals) {
        progress.notice(bits + "they are rounded to 8");
    } else if (info.bit_depth > 8 && !keeps_bits_in_between(options, stop)) {
        progress.notice(bits + "the frames in between are made with 8");
    }
    // VP8 and VP9 keep transparency in a picture beside the one that is seen, which is left aside.
    if (info.has_alpha && (info.video_codec == "vp8" || info.video_codec == "vp9")) {
        progress.notice(options.clip + " can hold transparency beside its pictures; it is left out, and the result is opaque");
    } else if (info.has_alpha && !keeps_originals) {
        progress.notice(options.clip + " can hold transparency; transparent parts become black");
    }
    if (info.is_interlaced) {
        progress.notice(options.clip + " is interlaced; its frames are interpolated whole, so deinterlace it first for clean motion");
    }
    if (info.has_sound && !options.leaves_sound_out && !can_hold_sound(options.out)) {
        progress.notice(options.out + " cannot hold sound; it is left out");
    }
}

InterpolationRecipe recipe_of(const InterpolateOptions& options, const Rates& rates, const FrameInterpolator& engine, const std::stop_token& stop) {
    InterpolationRecipe recipe;
    recipe.source_file = options.clip;
    recipe.source_hash = hash_clip(options.clip, stop);
    recipe.engine = engine.name();
    if (!options.model.empty()) {
        recipe.weights_hash = hash_weights(options.model, stop);
        recipe.scale = options.scale.value_or(1.0);
        recipe.device = options.compute.device;
        recipe.dtype = options.compute.dtype;
    }
    recipe.frame_rate = rates.made;
    recipe.factor = options.factor;
    recipe.is_slow_motion = options.is_slow_motion;
    recipe.merges_duplicates = options.merges_duplicates;
    recipe.scene_threshold = scene_cut_threshold;
    recipe.kinora_version = KINORA_VERSION;
    return recipe;
}

// A damaged one in the source is no reason not to interpolate that.
nlohmann::json recipe_in(const MediaInfo& info, const fs::path& path) {
    try {
        const auto text = info.metadata.find(std::string(metadata_key_recipe));
        return text == info.metadata.end() ? nlohmann::json() : parse_bounded_json(text->second, {.max_string_bytes = 4'000'000}, path);
    } catch (const CheckpointError&) {
        return {};
    }
}

// Of everything that the frames of the result depend on, so that nothing is gone on with that was begun otherwise.
std::string resume_key(const FrameOutputSettings& settings, bool keeps_originals) {
    ContentHasher hasher;
    hasher.add(settings.recipe);
    hasher.add(settings.codec);
    hasher.add(keeps_originals ? "samples" : "pictures");
    return hasher.text();
}

class ProgressReport {
 public:
    ProgressReport(Progress& progress, std::int64_t total) : progress_(progress), total_(total) {}

    void frame_done(std::int64_t done) {
        progress_.frames_written(done, total_);
        const double since = std::chrono::duration<double>(Clock::now() - last_).count();
        if (progress_.is_json() && (since > seconds_between_reports || done == total_)) {
            last_ = Clock::now();
            progress_.step_finished({.step = static_cast<int>(done), .num_steps = static_cast<int>(total_), .seconds = since}, {});
        }
    }

 private:
    Progress& progress_;
    std::int64_t total_;
    Clock::time_point last_ = Clock::now();
};

FrameOutputSettings output_settings(const InterpolateOptions& options, const MediaInfo& info, const Rates& rates, const InterpolatedClip& clip,
                                    const InterpolationRecipe& recipe) {
    FrameOutputSettings settings;
    settings.path = options.out;
    settings.codec = options.codec;
    settings.width = clip.width();
    settings.height = clip.height();
    settings.frame_rate = rates.shown;
    settings.num_frames = clip.num_frames();
    settings.overwrite = options.overwrite;
    settings.copies_from = {options.clip};
    settings.recipe = interpolated_recipe(recipe_in(info, options.clip), recipe).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (info.has_sound && !options.leaves_sound_out && can_hold_sound(options.out)) {
        settings.sound_from = options.clip;
        settings.sound_speed = rates.sound_speed();
    }
    return settings;
}

// Keeps what is finished, if that is wanted, and tells what was kept before.
std::unique_ptr<FrameOutput> open_output(const InterpolateOptions& options, FrameOutputSettings settings, bool keeps_originals, Progress& progress) {
    if (!options.can_resume) {
        return make_frame_output(settings);
    }
    if (!can_go_on(settings)) {
        progress.notice(options.out + " keeps nothing of what was begun; after a stop it begins anew");
        return make_frame_output(settings);
    }
    settings.resume_key = resume_key(settings, keeps_originals);
    for (const fs::path& kept : kept_for(settings.path)) {
        if (kept.filename().string().find(settings.resume_key) == std::string::npos) {
            progress.notice(kept.string() + " is unfinished work with other settings or of another clip; remove it where it is not wanted any more");
        }
    }
    auto output = make_frame_output(settings);
    if (output->num_frames() > 0) {
        progress.notice("going on after " + counted(output->num_frames(), "frame") + " finished before");
    }
    return output;
}

void write_frames(InterpolatedClip& clip, FrameOutput& output, Progress& progress, const std::stop_token& stop) {
    ProgressReport report(progress, clip.num_frames());
    std::int64_t num_done = output.num_frames();
    clip.skip(num_done, stop);
    while (const auto frame = clip.next(stop)) {
        throw_if_stop_requested(stop);
        output.copy(*frame);
        report.frame_done(++num_done);
    }
    output.finish();
}

void write_clip(InterpolatedClip& clip, const InterpolateOptions& options, FrameOutput& output, Progress& progress, const std::stop_token& stop) {
    progress.stage_started(Stage::write);
    progress.frames_kept(output.num_frames());
    const auto start = Clock::now();
    write_frames(clip, output, progress, stop);
    progress.stage_finished(Stage::write, std::chrono::duration<double>(Clock::now() - start).count());
    if (clip.num_resized() > 0) {
        progress.notice(resizing_sentence(options.clip, clip.num_resized(), clip.width(), clip.height()));
    }
    if (clip.num_cuts() > 0) {
        progress.notice(counted(clip.num_cuts(), "scene cut") + ", nothing interpolated across");
    }
    if (options.merges_duplicates) {
        progress.notice(counted(clip.num_duplicates(), "repeated frame") + " replaced by motion");
    }
}

}  // namespace

void interpolate(const InterpolateOptions& given, const std::stop_token& stop) {
    Progress progress(given.output);
    progress.stage_started(Stage::load);
    const auto start = Clock::now();
    const InterpolateOptions options = choose_engine(given, progress);
    tell_what_flow_leaves_aside(options, progress);
    const MediaInfo info = probe_clip(options.clip, stop);
    const std::unique_ptr<FrameInterpolator> engine = make_engine(options);
    const Rates rates = choose_rates(options, info);
    InterpolatedClip clip(options.clip, info, {rates.made, options.merges_duplicates}, *engine, stop);
    FrameOutputSettings settings = output_settings(options, info, rates, clip, recipe_of(options, rates, *engine, stop));
    settings.stop = stop;
    const bool keeps_originals = keeps_samples(settings);
    tell_what_is_lost(options, info, keeps_originals, progress, stop);
    const auto output = open_output(options, settings, keeps_originals, progress);
    progress.stage_finished(Stage::load, std::chrono::duration<double>(Clock::now() - start).count());

    write_clip(clip, options, *output, progress, stop);
    progress.done(written_path(options.out), clip.num_frames());
}

#else

void interpolate(const InterpolateOptions& options, const std::stop_token&) {
    throw MediaError(options.clip, "cannot be read by this build, which has no FFmpeg");
}

#endif

}  // namespace kinora::cli
