// Tracks. Index 0 is the lowest; later tracks cover earlier ones.
#pragma once

#include <cstddef>
#include <string>

#include "core/project/project.h"

namespace kinora {

// An empty track at `index` (at most the number of tracks). An empty name becomes "Video n".
Project add_track(const Project& project, std::size_t index, const std::string& name);

// Removes a track with its clips. Throws EditError for a locked one.
Project remove_track(const Project& project, TrackId track);

Project move_track(const Project& project, TrackId track, std::size_t index);
Project rename_track(const Project& project, TrackId track, const std::string& name);

// These can be set on a locked track as well.
Project set_track_muted(const Project& project, TrackId track, bool is_muted);
Project set_track_hidden(const Project& project, TrackId track, bool is_hidden);
Project set_track_locked(const Project& project, TrackId track, bool is_locked);

}  // namespace kinora
