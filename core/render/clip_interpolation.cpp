#include "core/render/clip_interpolation.h"

#include <algorithm>
#include <optional>
#include <system_error>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "core/media/interpolation/interpolated_clip.h"
#include "core/media/interpolation/retiming.h"

namespace kinora {

namespace {

constexpr double slowest_sound = 64.0;       // times; SoundSource
constexpr std::int64_t furthest_back = 240;  // frames that are taken along so that both begin at the same moment

// Products of frame numbers and rates do not fit into 64 bits.
__extension__ using Wide = __int128;

struct ShownMedia {
    MediaUse use;
    MediaFacts facts;
    FrameRange range;  // of the media, in frames of the project
    std::filesystem::path path;
};

ShownMedia shown_media(const Project& project, ClipId id, const std::filesystem::path& media_folder) {
    const auto place = find_clip(project, id);
    if (!place) {
        throw EditError(Sentence::of("the clip is no longer on the timeline"));
    }
    const MediaUse* use = place->clip().shown();
    const auto facts = use == nullptr ? std::nullopt : media_facts(project, use->media);
    if (!facts || !facts->length) {
        throw EditError(Sentence::of("the clip shows no video, so there is no motion to interpolate"));
    }
    return {*use, *facts, {use->source_in, place->clip().length}, media_folder / facts->file};
}

// Frames of constant rates: exact. The first one begins with a frame of the project where one does not lie too far back.
ShownFrames constant_frames(const FrameRange& range, const FrameRate& rate, const FrameRate& project_rate) {
    ShownFrames shown;
    const std::int64_t first = convert_frame(range.start, project_rate, rate);
    shown.frames.start = first;
    const Wide whole = Wide{rate.numerator} * project_rate.denominator;
    for (std::int64_t back = 0; back <= std::min(first, furthest_back); ++back) {
        if (Wide{first - back} * rate.denominator * project_rate.numerator % whole == 0) {
            shown.frames.start = first - back;
            break;
        }
    }
    std::int64_t end = convert_frame(range.end(), project_rate, rate);
    end += convert_frame(end, rate, project_rate) < range.end() ? 1 : 0;
    shown.frames.length = end + 1 - shown.frames.start;
    shown.first_seconds = rate.seconds(shown.frames.start);
    shown.first = convert_frame(shown.frames.start, rate, project_rate);
    return shown;
}

ShownFrames variable_frames(const ShownMedia& media, const FrameRate& project_rate, const std::stop_token& stop) {
    VideoReader reader(media.path, stop);
    ShownFrames shown;
    shown.frames.start = reader.index_at(frame_time(media.range.start, project_rate), stop);
    const std::int64_t last = reader.index_at(frame_time(media.range.end(), project_rate), stop);
    shown.frames.length = last + 2 - shown.frames.start;
    const MediaTime origin = reader.frame(0, stop).time;
    const MediaTime since_first = reader.frame(shown.frames.start, stop).time - origin;
    shown.first_seconds = since_first.seconds();
    shown.first = static_cast<std::int64_t>(Wide{since_first.numerator} * project_rate.numerator /
                                            (Wide{since_first.denominator} * project_rate.denominator));
    return shown;
}

ShownFrames frames_of(const ShownMedia& media, const MediaInfo& info, const FrameRate& project_rate, const std::stop_token& stop) {
    return info.is_variable_rate ? variable_frames(media, project_rate, stop) : constant_frames(media.range, media.facts.frame_rate, project_rate);
}

// The clip's sound from when the first of the frames appears; none of a transition, whose sounds belong to its neighbours' pictures.
std::optional<SoundSource> sound_of(const Project& project, const Clip& clip, const ShownFrames& shown, double speed,
                                    const std::filesystem::path& media_folder, const std::stop_token& stop) {
    const auto facts = clip.sound && !clip.crossfade ? media_facts(project, clip.sound->media) : std::nullopt;
    if (!facts || !facts->has_sound || speed < 1.0 / slowest_sound) {
        return std::nullopt;
    }
    const std::filesystem::path path = media_folder / facts->file;
    if (!probe_media(path, stop).has_sound) {
        return std::nullopt;  // the file was exchanged; pictures without its sound are better than none
    }
    const double ahead = project.frame_rate.seconds(clip.sound->source_in - clip.shown()->source_in);
    return SoundSource{path, -(shown.first_seconds + ahead), speed};
}

void write_frames(InterpolatedClip& frames, ClipWriter& writer, const InterpolationProgress& progress, const std::stop_token& stop) {
    if (writer.num_frames() > 0) {
        frames.skip(writer.num_frames(), stop);
        progress(writer.num_frames(), frames.num_frames());
    }
    while (const auto frame = frames.next(stop)) {
        throw_if_stop_requested(stop);
        writer.write(*frame);
        progress(writer.num_frames(), frames.num_frames());
    }
    writer.finish(stop);
}

InterpolatedFile begin_file(const ShownMedia& media, const ClipInterpolation& wanted, const ShownFrames& shown) {
    InterpolatedFile made;
    made.shown = shown;
    made.frame_rate = wanted.is_slow_motion ? media.facts.frame_rate : wanted.frame_rate;
    made.version.base = media.use.media;
    made.version.first = shown.first;
    made.version.slowness = ratio(wanted.frame_rate, made.frame_rate);
    return made;
}

}  // namespace

ShownFrames shown_frames(const Project& project, ClipId clip, const std::filesystem::path& media_folder, const std::stop_token& stop) {
    const ShownMedia media = shown_media(project, clip, media_folder);
    return frames_of(media, probe_media(media.path, stop), project.frame_rate, stop);
}

InterpolatedFile interpolate_clip(const Project& project, ClipId id, const std::filesystem::path& media_folder,
                                  const ClipInterpolation& wanted, FrameInterpolator& interpolator, const InterpolationOutput& output,
                                  const InterpolationProgress& progress, const std::stop_token& stop) {
    const ShownMedia media = shown_media(project, id, media_folder);
    const MediaInfo info = probe_media(media.path, stop);
    InterpolatedFile made = begin_file(media, wanted, frames_of(media, info, project.frame_rate, stop));
    InterpolatedClip frames(media.path, info, {wanted.frame_rate, wanted.merges_duplicates, made.shown.frames}, interpolator, stop);
    made.width = frames.width();
    made.height = frames.height();
    made.num_frames = frames.num_frames();

    ClipSettings settings;
    settings.width = made.width;
    settings.height = made.height;
    settings.frame_rate = made.frame_rate;
    settings.codec = VideoCodec::ffv1;
    settings.metadata = output.metadata;
    settings.samples = copyable_samples(media.path, stop);
    settings.colours = settings.samples ? std::nullopt : foreign_colours(media.path, stop);  // samples know theirs
    settings.sound = sound_of(project, find_clip(project, id)->clip(), made.shown, 1.0 / made.version.slowness.per_second(), media_folder, stop);
    settings.is_segmented = true;
    settings.resume_key = output.resume_key;
    settings.stop = stop;
    made.has_sound = settings.sound.has_value();
    if (std::error_code ignored; !output.resume_key.empty() && std::filesystem::exists(output.path, ignored)) {
        return made;
    }
    ClipWriter writer(output.path, settings);
    write_frames(frames, writer, progress, stop);
    made.num_cuts = frames.num_cuts();
    made.num_duplicates = frames.num_duplicates();
    return made;
}

InterpolatedFile interpolated_file(const Project& project, ClipId clip, const ClipInterpolation& wanted, const ShownFrames& shown,
                                   const MediaInfo& made) {
    InterpolatedFile file = begin_file(shown_media(project, clip, {}), wanted, shown);
    file.width = made.width;
    file.height = made.height;
    file.num_frames = made.num_frames;
    file.has_sound = made.has_sound;
    return file;
}

}  // namespace kinora
