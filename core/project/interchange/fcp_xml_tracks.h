// Where the clips of a cut lie in a sequence of Final Cut Pro: pictures and each channel of sound are items on tracks of their own.
// Private to the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/project/interchange/cut.h"

namespace kinora::fcp {

struct Item {
    std::string id;  // in the file
    const CutClip* clip = nullptr;
    std::size_t media = 0;
    FrameRange range;  // on the timeline
    std::int64_t source_in = 0;
    bool is_enabled = true;
};

struct Track {
    const CutTrack* cut = nullptr;
    int channel = 0;  // that is heard, from 1 on, of so many; none of pictures
    int num_channels = 0;
    std::vector<Item> items;

    bool is_sound() const { return num_channels > 0; }
};

// Where the other items of a clip are found. Numbers count from 1.
struct Link {
    std::string id;
    bool is_sound = false;
    std::size_t track = 0;
    std::size_t place = 0;  // on the track
};

struct Tracks {
    std::vector<Track> pictures;  // from the bottom up
    std::vector<Track> sounds;
    std::map<const CutClip*, std::vector<Link>> links;  // all items of a clip
};

// Frames of `media` at the rate of the cut: all of a video; of a still picture as many as the clips show, since it has no end; 0 where
// the cut does not say.
std::int64_t num_frames_of(const Cut& cut, std::size_t media);

// Of the sound of `media`; two where nobody has counted them.
int num_channels_of(const Cut& cut, std::size_t media);

// Points into `cut`, which has to outlive it.
Tracks tracks_of(const Cut& cut);

}  // namespace kinora::fcp
