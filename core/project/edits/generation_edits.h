// What only a generating timeline can do. Each edit puts clips that wait for their takes where the takes will go, and adds a
// Generation that says which frames are to be made from what. Since edits are pure, applying one to a copy shows what will be
// made before anything is started: the waiting clips have the exact lengths, the parts their conditions.
//
// Video models make 1 + a multiple of frame_multiple frames. Where frames are given on one side only, more are made than kept
// and the number that is kept is exact. Where frames are given on both sides, the nearest number that the model can make
// between them is kept: GenerationPart::num_wanted and num_kept tell the difference.
//
// In the drawings, # is a clip that waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"

namespace kinora {

// How to generate. The edit sets the number of frames and the rate in `settings`.
struct GenerationWish {
    std::string model;
    GenerationSettings settings;
    std::int64_t frame_multiple = 8;  // of the model
    std::int64_t overlap = 0;         // about how many frames of a neighbour condition it; 0 chooses
    int num_variations = 1;           // takes, with consecutive seeds
};

// A new clip of wish.settings.num_frames frames, conditioned on the panel's keyframes. Without a track the takes go into the
// project alone.
//
//     |--A--|           →  |--A--|###|
Project generate_clip(const Project& project, const GenerationWish& wish, std::optional<TrackId> track, std::int64_t start,
                      EditMode mode, const Ripple& ripple = {});

// Continues a clip by `num_new` frames, or leads up to it.
//
//     |--A--|--B--|     →  |--A--|###|--B--|        forwards, insert
//     |--A--|--B--|     →  |--A--|###|--B--|        B backwards, insert
Project extend_clip(const Project& project, ClipId clip, std::int64_t num_new, bool is_before, const GenerationWish& wish,
                    EditMode mode, const Ripple& ripple = {});

// Makes what lies between the two clips around the gap at `frame`. What follows moves where the model cannot make just the
// length of the gap.
//
//     |--A--|     |--B--|  →  |--A--|#####|--B--|
Project fill_gap(const Project& project, TrackId track, std::int64_t frame, const GenerationWish& wish, const Ripple& ripple = {});

// Makes a part of a clip again; the frames around it condition it and stay what they are. At an edge of the clip, a clip that
// touches it conditions instead. The range moves a little where the model cannot make just that.
//
//     |------A------|      →  |--A--|###|--A--|
//           ^^^ range
Project regenerate_range(const Project& project, ClipId clip, const FrameRange& range, const GenerationWish& wish);

// One prompt after the other. A segment continues the one before it unless it starts anew, which keyframes at its beginning make
// sense of; such segments can be made in any order.
struct Segment {
    std::string prompt;               // empty takes the wish's
    std::int64_t length = 0;          // frames that are kept
    bool starts_anew = false;
    std::vector<Keyframe> keyframes;  // their frames count from the segment's first
};

// Clips that wait, one for each segment, in one group.
//
//     prompts "p" "q" "r"  →  |##p##|##q##|##r##|      each conditioned on the end of the one before
Project lay_out_segments(const Project& project, TrackId track, std::int64_t start, std::span<const Segment> segments,
                         const GenerationWish& wish, EditMode mode, const Ripple& ripple = {});

// The lengths, as equal as can be and none above `longest`, that together are `total` frames.
std::vector<std::int64_t> segment_lengths(std::int64_t total, std::int64_t longest);

// Leads from a clip's end back to its beginning, so that the two together can be repeated.
//
//     |--A--|              →  |--A--|###|      and then A again
Project loop_clip(const Project& project, ClipId clip, std::int64_t num_new, const GenerationWish& wish, const Ripple& ripple = {});

// A transition of about `length` frames in place of the end of one clip and the beginning of the other. The clips touch, or
// overlap on two tracks, where the length is that of the overlap.
//
//     |----A----|----B----|  →  |--A--|#####|--B--|
//
//     |----A----|               |-A-|
//          |----B----|     →        |#####|-B-|
Project blend_clips(const Project& project, ClipId left, ClipId right, std::int64_t length, const GenerationWish& wish);

// Makes a whole clip again from its own pictures: a strength of 1 keeps nothing of them, of 0 everything.
Project restyle_clip(const Project& project, ClipId clip, double strength, const GenerationWish& wish);

// Makes what a clip shows, which is a take, again with other settings and the same conditions.
Project remake_clip(const Project& project, ClipId clip, const GenerationWish& wish);

// Throws EditError where a part has no prompt, which no model makes anything of. Not asked by the edits above: a style may add words.
void require_prompts(const Generation& generation);

// The take that a later part goes on from, of a part that has some: the one that its clip shows, else the first.
TakeId continued_take(const Project& project, const GenerationPart& earlier);

// What a part that is ready is made of: the takes of the parts before it are known.
GenerationPart origin_of(const Project& project, const Generation& generation, std::size_t part);

// The origin of one take: a variation was made with a seed of its own, an edited job with other words. What is kept of the frames depends
// on their number, and how much of a restyled clip is kept no request says.
GenerationPart origin_made_with(GenerationPart origin, const GenerationSettings& made);

// Adds a take that a part of a generation has brought, and shows it in the part's clip where it is the first of that part. When
// all takes are there the generation is over. Where the generation or the clip is gone, the take is kept in the project.
Project finish_take(const Project& project, GenerationId generation, std::size_t part, Take take);

// Gives up what is not made yet. Clips that have nothing to show are removed; takes that were made stay.
Project cancel_generation(const Project& project, GenerationId generation);

}  // namespace kinora
