#include "core/project/interchange/fcp_xml_tracks.h"

#include <algorithm>
#include <optional>
#include <set>

namespace kinora::fcp {

namespace {

// What is heard of some of a clip's frames: sound has no frames before its file begins and behind its end.
void add_sound(std::vector<Item>& items, const Cut& cut, const CutClip& clip, const CutUse& use, const FrameRange& frames, bool is_muted) {
    const std::int64_t source_in = use.source_in + frames.start;
    const std::int64_t silence = std::max<std::int64_t>(-source_in, 0);
    const std::int64_t available = num_frames_of(cut, use.media);
    Item item = {.id = {}, .clip = &clip, .media = use.media, .range = {clip.start + frames.start + silence, frames.length - silence},
                 .source_in = source_in + silence, .is_enabled = !is_muted};
    if (available > 0) {
        item.range.length = std::min(item.range.length, available - item.source_in);
    }
    if (!item.range.is_empty()) {
        items.push_back(item);
    }
}

// A transition's sounds meet in the middle of their fade: one stops and the other begins.
std::vector<Item> sounds_of(const Cut& cut, const CutClip& clip) {
    std::vector<Item> items;
    const auto& crossfade = clip.crossfade;
    const std::int64_t middle = crossfade ? std::clamp<std::int64_t>(crossfade->start + crossfade->length / 2, 0, clip.length) : clip.length;
    if (clip.sound) {
        add_sound(items, cut, clip, *clip.sound, {0, middle}, clip.is_sound_muted);
    }
    if (crossfade && crossfade->incoming) {
        add_sound(items, cut, clip, *crossfade->incoming, {middle, clip.length - middle}, crossfade->is_incoming_muted);
    }
    return items;
}

class TrackMaker {
 public:
    explicit TrackMaker(const Cut& cut) : cut_(cut) {}

    Tracks run() {
        for (const CutTrack& track : cut_.tracks) {
            add_pictures(track);
        }
        for (const CutTrack& track : cut_.tracks) {
            add_sounds(track);
        }
        link(result_.pictures);
        link(result_.sounds);
        return std::move(result_);
    }

 private:
    void add(Track& track, Item item) {
        item.id = "clipitem-" + std::to_string(++num_items_);
        track.items.push_back(std::move(item));
    }

    void add_pictures(const CutTrack& from) {
        Track track = {.cut = &from};
        for (const CutClip& clip : from.clips) {
            const CutUse& use = clip.versions[clip.chosen];
            add(track, {.id = {}, .clip = &clip, .media = use.media, .range = {clip.start, clip.length}, .source_in = use.source_in});
        }
        result_.pictures.push_back(std::move(track));
    }

    // Readers make one track of the channels of a sound where these lie on neighbouring tracks, so the sounds of as many channels share
    // theirs.
    void add_sounds(const CutTrack& from) {
        std::vector<Item> sounds;
        std::set<int> counts;
        for (const CutClip& clip : from.clips) {
            for (Item& sound : sounds_of(cut_, clip)) {
                counts.insert(num_channels_of(cut_, sound.media));
                sounds.push_back(std::move(sound));
            }
        }
        for (const int num_channels : counts) {
            for (int channel = 1; channel <= num_channels; ++channel) {
                Track track = {.cut = &from, .channel = channel, .num_channels = num_channels, .items = {}};
                for (const Item& sound : sounds) {
                    if (num_channels_of(cut_, sound.media) == num_channels) {
                        add(track, sound);
                    }
                }
                result_.sounds.push_back(std::move(track));
            }
        }
    }

    void link(const std::vector<Track>& tracks) {
        for (std::size_t t = 0; t < tracks.size(); ++t) {
            for (std::size_t i = 0; i < tracks[t].items.size(); ++i) {
                const Item& item = tracks[t].items[i];
                result_.links[item.clip].push_back({item.id, tracks[t].is_sound(), t + 1, i + 1});
            }
        }
    }

    const Cut& cut_;
    Tracks result_;
    std::int64_t num_items_ = 0;
};

}  // namespace

std::int64_t num_frames_of(const Cut& cut, std::size_t media) {
    const CutMedia& file = cut.media[media];
    if (file.kind != AssetKind::image) {
        const bool is_known = file.num_frames > 0 && file.frame_rate.is_valid();
        return is_known ? std::max<std::int64_t>(convert_frame(file.num_frames, file.frame_rate, cut.frame_rate), 1) : 0;
    }
    std::int64_t end = 0;
    for (const CutTrack& track : cut.tracks) {
        for (const CutClip& clip : track.clips) {
            const CutUse& use = clip.versions[clip.chosen];
            end = use.media == media ? std::max(end, use.source_in + clip.length) : end;
        }
    }
    return end;
}

int num_channels_of(const Cut& cut, std::size_t media) {
    return cut.media[media].num_channels > 0 ? cut.media[media].num_channels : 2;
}

Tracks tracks_of(const Cut& cut) {
    return TrackMaker(cut).run();
}

}  // namespace kinora::fcp
