#include "core/render/timeline_sound.h"

#include <algorithm>
#include <string>
#include <vector>

namespace kinora {

namespace {

// A stretch of a file's sound, in frames of the project.
struct HeardFrames {
    std::string file;
    std::int64_t source_in = 0;
    FrameRange range;
};

std::vector<HeardFrames> heard_on(const Project& project, const Track& track, const FrameRange& range) {
    std::vector<HeardFrames> heard;
    for (const Shared<Clip>& clip : track.clips) {
        if (!clip->sound || clip->sound->is_muted || !clip->range().overlaps(range)) {
            continue;
        }
        const auto facts = media_facts(project, clip->sound->media);
        if (!facts || !facts->has_sound) {
            continue;
        }
        const std::int64_t start = std::max(clip->start, range.start);
        const std::int64_t length = std::min(clip->end(), range.end()) - start;
        const std::int64_t source_in = clip->sound->source_in + start - clip->start;
        HeardFrames* last = heard.empty() ? nullptr : &heard.back();
        if (last != nullptr && last->file == facts->file && last->range.end() == start &&
            last->source_in + last->range.length == source_in) {
            last->range.length += length;
        } else {
            heard.push_back({facts->file, source_in, {start, length}});
        }
    }
    return heard;
}

}  // namespace

SoundMix timeline_sound(const Project& project, const std::filesystem::path& media_folder, const FrameRange& range,
                        const std::stop_token& stop) {
    const FrameRate& rate = project.frame_rate;
    const std::int64_t first_sample = sample_of_frame(range.start, rate);
    SoundMix mix = {.pieces = {}, .num_samples = sample_of_frame(range.end(), rate) - first_sample, .stop = stop};
    for (const Shared<Track>& track : project.timeline.tracks) {
        if (track->is_muted) {
            continue;
        }
        for (const HeardFrames& heard : heard_on(project, *track, range)) {
            const std::int64_t start = sample_of_frame(heard.range.start, rate);
            mix.pieces.push_back({.path = media_folder / heard.file,
                                  .source_sample = sample_of_frame(heard.source_in, rate),
                                  .start_sample = start - first_sample,
                                  .num_samples = sample_of_frame(heard.range.end(), rate) - start});
        }
    }
    return mix;
}

}  // namespace kinora
