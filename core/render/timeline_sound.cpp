#include "core/render/timeline_sound.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

namespace {

// A stretch of a file's sound, in frames of the project.
struct HeardFrames {
    std::string file;
    std::int64_t source_in = 0;
    FrameRange range;
    std::optional<FrameRange> fade_in = {};
    std::optional<FrameRange> fade_out = {};
};

// Whether `next` goes on where `last` ends, with one loudness for both.
bool goes_on(const HeardFrames& last, const HeardFrames& next) {
    const bool comes_alike = last.fade_in == next.fade_in || (last.fade_in && !next.fade_in && last.fade_in->end() <= next.range.start);
    const bool goes_alike = last.fade_out == next.fade_out || (!last.fade_out && next.fade_out && next.fade_out->start >= next.range.start);
    return last.file == next.file && last.range.end() == next.range.start && last.source_in + last.range.length == next.source_in &&
           comes_alike && goes_alike;
}

// A clip has two sounds at most, so that what can go on is among the last two.
void append(std::vector<HeardFrames>& heard, HeardFrames next) {
    const auto first = heard.end() - std::min<std::ptrdiff_t>(std::ssize(heard), 2);
    const auto last = std::find_if(first, heard.end(), [&](const HeardFrames& each) { return goes_on(each, next); });
    if (last == heard.end()) {
        heard.push_back(std::move(next));
        return;
    }
    last->range.length += next.range.length;
    last->fade_out = next.fade_out;
}

void add_sound(std::vector<HeardFrames>& heard, const Project& project, const Clip& clip, const ClipSound& sound, const FrameRange& range) {
    const auto facts = media_facts(project, sound.media);
    if (sound.is_muted || !facts || !facts->has_sound) {
        return;
    }
    const std::int64_t start = std::max(clip.start, range.start);
    const std::int64_t length = std::min(clip.end(), range.end()) - start;
    HeardFrames next = {facts->file, sound.source_in + start - clip.start, {start, length}};
    if (clip.crossfade) {
        const FrameRange fade = {clip.start + clip.crossfade->start, clip.crossfade->length};
        const bool comes = is_incoming(clip, sound);
        if (comes ? next.range.end() <= fade.start : fade.end() <= start) {
            return;  // cut off but for what is silent
        }
        (comes ? next.fade_in : next.fade_out) = fade;
    }
    append(heard, std::move(next));
}

std::vector<HeardFrames> heard_on(const Project& project, const Track& track, const FrameRange& range) {
    std::vector<HeardFrames> heard;
    for (const Shared<Clip>& clip : track.clips) {
        if (clip->range().overlaps(range)) {
            for (const ClipSound* sound : sounds_of(*clip)) {
                add_sound(heard, project, *clip, *sound, range);
            }
        }
    }
    return heard;
}

SampleRange samples_of(const FrameRange& range, const FrameRate& rate, std::int64_t first_sample) {
    const std::int64_t start = sample_of_frame(range.start, rate);
    return {start - first_sample, sample_of_frame(range.end(), rate) - start};
}

}  // namespace

SoundMix timeline_sound(const Project& project, const std::filesystem::path& media_folder, const FrameRange& range,
                        const std::stop_token& stop) {
    const FrameRate& rate = project.frame_rate;
    const std::int64_t first_sample = sample_of_frame(range.start, rate);
    SoundMix mix = {.pieces = {}, .num_samples = sample_of_frame(range.end(), rate) - first_sample, .stop = stop};
    const auto fade = [&](const std::optional<FrameRange>& frames) {
        return frames ? std::optional(samples_of(*frames, rate, first_sample)) : std::nullopt;
    };
    for (const Shared<Track>& track : project.timeline.tracks) {
        if (track->is_muted) {
            continue;
        }
        for (const HeardFrames& heard : heard_on(project, *track, range)) {
            const SampleRange place = samples_of(heard.range, rate, first_sample);
            mix.pieces.push_back({.path = media_folder / heard.file,
                                  .source_sample = sample_of_frame(heard.source_in, rate),
                                  .start_sample = place.start_sample,
                                  .num_samples = place.num_samples,
                                  .fade_in = fade(heard.fade_in),
                                  .fade_out = fade(heard.fade_out)});
        }
    }
    return mix;
}

}  // namespace kinora
