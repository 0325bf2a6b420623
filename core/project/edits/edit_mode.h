// How an edit treats what is there already.
#pragma once

#include <cstdint>

namespace kinora {

// normal: only into free room. overwrite: over what is there. insert: what is there makes room.
enum class EditMode : std::uint8_t { normal, overwrite, insert };

// What else moves where an edit makes later clips of its track move.
struct Ripple {
    bool all_tracks = false;  // those that are not locked
    bool markers = false;     // and the in and the out point
};

}  // namespace kinora
