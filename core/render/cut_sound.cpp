#include "core/render/cut_sound.h"

#include <set>

#include "core/base/error.h"
#include "core/media/media_probe.h"

namespace kinora {

void count_sound_channels(Cut& cut, const std::stop_token& stop) {
    std::set<std::size_t> heard;
    for (const CutTrack& track : cut.tracks) {
        for (const CutClip& clip : track.clips) {
            if (clip.sound) {
                heard.insert(clip.sound->media);
            }
            if (clip.crossfade && clip.crossfade->incoming) {
                heard.insert(clip.crossfade->incoming->media);
            }
        }
    }
    for (const std::size_t media : heard) {
        try {
            cut.media[media].num_channels = probe_media(cut.media[media].file, stop).num_sound_channels;
        } catch (const Error&) {
            cut.media[media].num_channels = 0;
        }
    }
}

}  // namespace kinora
