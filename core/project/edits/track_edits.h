// Tracks. Index 0 is the lowest; later tracks cover earlier ones.
#pragma once

#include <cstddef>
#include <string>

#include "core/project/project.h"

namespace kinora {

// An empty track at `index` (at most the number of tracks). An empty name becomes a "Video n" that no track has.
//
//     2 |-C-|             3 |-C-|
//     1    |-B-|     →    2                 at index 1
//                         1    |-B-|
Project add_track(const Project& project, std::size_t index, const std::string& name);

// Empty tracks on top of all until there are `count`; the project as it is where there are as many.
//
//                         3
//     2 |-C-|        →    2 |-C-|          3 tracks
//     1    |-B-|          1    |-B-|
Project with_tracks(const Project& project, std::size_t count);

// Removes a track with its clips. Throws EditError for a locked one.
//
//     2 |-C-|        →    1    |-B-|
//     1    |-B-|
Project remove_track(const Project& project, TrackId track);

// Puts a track to another place; what it covers and what covers it changes.
//
//     2 |-C-|        →    2    |-B-|
//     1    |-B-|          1 |-C-|
Project move_track(const Project& project, TrackId track, std::size_t index);
Project rename_track(const Project& project, TrackId track, const std::string& name);

// These can be set on a locked track as well. A muted track is not heard, a hidden one is not seen, a locked one refuses edits.
//
//     2 |---C---|         2 (hidden)
//     1 |-A-|-B-|    →    1 |-A-|-B-|       seen: C → A, B
Project set_track_muted(const Project& project, TrackId track, bool is_muted);
Project set_track_hidden(const Project& project, TrackId track, bool is_hidden);
Project set_track_locked(const Project& project, TrackId track, bool is_locked);

}  // namespace kinora
