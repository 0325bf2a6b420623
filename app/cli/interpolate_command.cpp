#include "app/cli/interpolate_command.h"

#include <chrono>
#include <filesystem>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/frame_output.h"
#include "app/cli/progress.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/interpolation/rife_interpolator.h"
#ifdef KINORA_HAS_MEDIA
#include "app/cli/interpolation_parts.h"
#include "core/media/interpolation/flow_interpolator.h"
#include "core/media/interpolation/interpolated_clip.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/video_reader.h"
#endif

namespace kinora::cli {

#ifdef KINORA_HAS_MEDIA

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double seconds_between_reports = 0.25;  // of progress, in JSON

std::unique_ptr<FrameInterpolator> make_engine(const InterpolateOptions& options) {
    const std::string engine = !options.engine.empty() ? options.engine : options.model.empty() ? "flow" : "rife";
    if (engine == "flow") {
        if (!options.model.empty()) {
            throw InvalidRequest("model", "the engine flow takes no model; leave it out, or choose the engine rife");
        }
        return make_flow_interpolator();
    }
    if (options.model.empty()) {
        throw InvalidRequest("model", "the engine rife needs a model: give the folder that holds flownet.safetensors");
    }
    return make_rife_interpolator(options.model, {.device = options.compute.device, .dtype = options.compute.dtype, .scale = options.scale});
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

void tell_what_is_lost(const InterpolateOptions& options, const MediaInfo& info, bool keeps_originals, Progress& progress) {
    if (info.bit_depth > 8 && keeps_originals) {
        progress.notice(options.clip + " has " + std::to_string(info.bit_depth) + " bits a sample; the frames in between are made with 8");
    } else if (info.bit_depth > 8) {
        progress.notice(options.clip + " has " + std::to_string(info.bit_depth) + " bits a sample; they are rounded to 8");
    }
    if (info.has_alpha && !keeps_originals) {
        progress.notice(options.clip + " can hold transparency; transparent parts become black");
    }
    if (info.is_interlaced) {
        progress.notice(options.clip + " is interlaced; its frames are interpolated whole, so deinterlace it first for clean motion");
    }
    if (info.has_sound && !options.leaves_sound_out && !can_hold_sound(options.out)) {
        progress.notice(options.out + " cannot hold sound; it is left out");
    }
}

// Everything that the frames of the result depend on.
std::string identity_of(const InterpolateOptions& options, const MediaInfo& info, const Rates& rates, std::string_view engine, bool keeps_originals) {
    std::error_code ignored;
    const fs::path clip = fs::absolute(options.clip, ignored);
    const auto changed = fs::last_write_time(clip, ignored).time_since_epoch().count();
    const nlohmann::json identity = {{"clip", clip.string()},
                                     {"changed", changed},
                                     {"frames", info.num_frames},
                                     {"rate", to_string(rates.made)},
                                     {"engine", engine},
                                     {"keeps_originals", keeps_originals},
                                     {"model", options.model},
                                     {"scale", options.scale},
                                     {"dtype", options.compute.dtype},
                                     {"merges_duplicates", options.merges_duplicates},
                                     {"version", KINORA_VERSION}};
    return identity.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
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

FrameOutputSettings output_settings(const InterpolateOptions& options, const MediaInfo& info, const Rates& rates,
                                    const InterpolatedClip& clip) {
    FrameOutputSettings settings;
    settings.path = options.out;
    settings.codec = options.codec;
    settings.width = clip.width();
    settings.height = clip.height();
    settings.frame_rate = rates.shown;
    settings.num_frames = clip.num_frames();
    settings.overwrite = options.overwrite;
    settings.copies_from = {options.clip};
    if (info.has_sound && !options.leaves_sound_out && can_hold_sound(options.out)) {
        settings.sound_from = options.clip;
        settings.sound_speed = rates.sound_speed();
    }
    return settings;
}

}  // namespace

void interpolate(const InterpolateOptions& options, const std::stop_token& stop) {
    Progress progress(options.output);
    progress.stage_started(Stage::load);
    const auto start = Clock::now();
    const MediaInfo info = probe_media(options.clip, stop);
    const std::unique_ptr<FrameInterpolator> engine = make_engine(options);
    const Rates rates = choose_rates(options, info);
    InterpolatedClip clip(options.clip, info, {rates.made, options.merges_duplicates}, *engine, stop);
    const FrameOutputSettings settings = output_settings(options, info, rates, clip);
    const bool keeps_originals = keeps_samples(settings);
    tell_what_is_lost(options, info, keeps_originals, progress);
    const auto output = make_frame_output(settings);
    progress.stage_finished(Stage::load, std::chrono::duration<double>(Clock::now() - start).count());

    progress.stage_started(Stage::write);
    const auto write_start = Clock::now();
    ProgressReport report(progress, clip.num_frames());
    std::int64_t num_done = 0;
    const auto next = [&]() -> std::optional<VideoFrame> {
        throw_if_stop_requested(stop);
        auto frame = clip.next(stop);
        if (frame) {
            report.frame_done(++num_done);
        }
        return frame;
    };
    if (options.can_resume) {
        InterpolationParts parts(options.out, identity_of(options, info, rates, engine->name(), keeps_originals), rates.shown,
                                 keeps_originals ? copyable_samples(options.clip, stop) : std::nullopt);
        num_done = parts.num_frames();
        if (num_done > 0) {
            progress.notice("going on after " + std::to_string(num_done) + " frames that were finished before");
        }
        clip.skip(num_done, stop);
        parts.make(next);
        parts.read([&](const VideoFrame& frame) { output->copy(frame); }, stop);
        output->finish();
        parts.remove();
    } else {
        while (const auto frame = next()) {
            output->copy(*frame);
        }
        output->finish();
    }
    progress.stage_finished(Stage::write, std::chrono::duration<double>(Clock::now() - write_start).count());
    if (clip.num_cuts() > 0) {
        progress.notice(std::to_string(clip.num_cuts()) + " scene cuts, nothing interpolated across them");
    }
    if (options.merges_duplicates) {
        progress.notice(std::to_string(clip.num_duplicates()) + " repeated frames replaced by motion");
    }
    progress.done(options.out, clip.num_frames());
}

#else

void interpolate(const InterpolateOptions& options, const std::stop_token&) {
    throw MediaError(options.clip, "cannot be read by this build, which has no FFmpeg");
}

#endif

}  // namespace kinora::cli
