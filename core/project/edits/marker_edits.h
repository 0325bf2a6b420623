// Markers, and the range between the in and the out point.
#pragma once

#include <cstdint>
#include <optional>

#include "core/project/project.h"

namespace kinora {

// `marker.id` is given by the edit. Its prompt asks for what is to happen there.
//
//     |---A---|---B---|  →  |---A-v-|---B---|
//                                 "a storm comes up"
Project add_marker(const Project& project, Marker marker);

// Puts `marker` in the place of the one with its id: elsewhere, with other words or another colour.
//
//     ----v---------  →  ---------v----
Project change_marker(const Project& project, Marker marker);

// ----v----v----  →  ----v---------
Project remove_marker(const Project& project, MarkerId marker);

// The in or the out point. An in point behind the out point moves that to the end of the timeline; an out point before the in
// point moves that to frame 0. `frame` is the first frame of the range, or its last.
//
//     |---A---|---B---|  →  |---A---|---B---|
//                               [###########]        in point; out point: [###]
Project set_in_point(const Project& project, std::int64_t frame);
Project set_out_point(const Project& project, std::int64_t frame);
Project clear_range_points(const Project& project);

}  // namespace kinora
