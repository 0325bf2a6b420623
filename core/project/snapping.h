// Where dragged edges come to rest.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/project/project.h"

namespace kinora {

enum class SnapKind : std::uint8_t { unset, timeline_start, cut, marker, range, playhead, latent_grid };

struct SnapTarget {
    std::int64_t frame = 0;
    SnapKind kind = SnapKind::unset;

    friend bool operator==(const SnapTarget&, const SnapTarget&) = default;
};

// The beginning of the timeline, the edges of all clips but `without`, markers, in and out point, playhead. In the order of
// their frames, one for each frame.
std::vector<SnapTarget> snap_targets(const Project& project, std::span<const ClipId> without, std::optional<std::int64_t> playhead);

struct Snap {
    std::int64_t offset = 0;  // what to add to the dragged frames
    SnapTarget target;
};

// The smallest move, of at most `reach` frames, that puts one of the dragged frames onto a target.
std::optional<Snap> find_snap(std::span<const SnapTarget> targets, std::span<const std::int64_t> dragged, std::int64_t reach);

// The same for the grid of a generation that begins at `start`: its frame 0, and then where each latent frame begins.
std::optional<Snap> find_grid_snap(std::int64_t start, std::int64_t frame_multiple, std::int64_t dragged, std::int64_t reach);

// Where frame 0 of what the model made lies on the timeline, seen from the clip that shows it: a take may keep only later ones. For
// other media, where its first frame lies. Nothing where the clip shows nothing yet.
//
//     made        0|<- first_kept ->|<------ the take ------>|
//     timeline                          |<- the clip ->|
std::optional<std::int64_t> grid_start(const Project& project, const Clip& clip);

}  // namespace kinora
