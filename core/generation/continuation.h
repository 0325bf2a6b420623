// Making new frames that continue, precede or join frames that exist: which of those condition the generation, where, and
// which of the generated frames are new. Existing frames are never replaced; only new ones are added.
#pragma once

#include <cstdint>

namespace kinora {

// The frames of one generation: a given beginning, what lies between, a given end. Either given part may be empty.
//
//     generated   |<- head ->|<------- new ------->|<- tail ->|
//     kept                    |<- num_new ->|          (or the last num_new of it, where only the tail is given)
struct ContinuationPlan {
    std::int64_t num_head = 0;    // last frames of what comes before, given from frame 0 on
    std::int64_t num_tail = 0;    // first frames of what comes after, given from num_frames - num_tail on
    std::int64_t num_frames = 0;  // of the whole generation
    std::int64_t first_new = 0;   // the frame of the generation that the first kept new frame is
    std::int64_t num_new = 0;     // how many new frames are kept
};

// Continues a clip of `available` frames by `wanted_new` frames, conditioned on about `overlap` of them (0 chooses). Models make
// 1 + a multiple of `frame_multiple` frames, so some more may be generated than are kept; the number that is kept is exact.
ContinuationPlan plan_extension(std::int64_t available, std::int64_t wanted_new, std::int64_t overlap,
                                std::int64_t frame_multiple, bool is_before);

// Fills the gap between `before` available frames and `after` available frames. The number of new frames is the nearest to
// `wanted_new` that the model can make between them.
ContinuationPlan plan_filling(std::int64_t before, std::int64_t after, std::int64_t wanted_new, std::int64_t overlap,
                              std::int64_t frame_multiple);

}  // namespace kinora
