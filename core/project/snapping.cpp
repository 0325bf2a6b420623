#include "core/project/snapping.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <unordered_set>

namespace kinora {

std::vector<SnapTarget> snap_targets(const Project& project, std::span<const ClipId> without, std::optional<std::int64_t> playhead) {
    std::vector<SnapTarget> targets = {{0, SnapKind::timeline_start}};
    if (playhead) {
        targets.push_back({*playhead, SnapKind::playhead});
    }
    const std::unordered_set<ClipId> left_out(without.begin(), without.end());
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (left_out.count(clip->id) == 0) {
                targets.push_back({clip->start, SnapKind::cut});
                targets.push_back({clip->end(), SnapKind::cut});
            }
        }
    }
    for (const Shared<Marker>& marker : *project.timeline.markers) {
        targets.push_back({marker->start, SnapKind::marker});
        targets.push_back({marker->start + marker->length, SnapKind::marker});
    }
    if (const auto& range = project.timeline.range) {
        targets.push_back({range->start, SnapKind::range});
        targets.push_back({range->end(), SnapKind::range});
    }
    std::ranges::stable_sort(targets, {}, &SnapTarget::frame);
    const auto doubles = std::ranges::unique(targets, {}, &SnapTarget::frame);
    targets.erase(doubles.begin(), doubles.end());
    return targets;
}

std::optional<Snap> find_snap(std::span<const SnapTarget> targets, std::span<const std::int64_t> dragged, std::int64_t reach) {
    std::optional<Snap> best;
    const auto consider = [&](const SnapTarget& target, std::int64_t frame) {
        const std::int64_t offset = target.frame - frame;
        if (std::abs(offset) <= reach && (!best || std::abs(offset) < std::abs(best->offset))) {
            best = Snap{offset, target};
        }
    };
    for (const std::int64_t frame : dragged) {
        const auto next = std::ranges::lower_bound(targets, frame, {}, &SnapTarget::frame);
        if (next != targets.end()) {
            consider(*next, frame);
        }
        if (next != targets.begin()) {
            consider(*std::prev(next), frame);
        }
    }
    return best;
}

std::optional<Snap> find_grid_snap(std::int64_t start, std::int64_t frame_multiple, std::int64_t dragged, std::int64_t reach) {
    const std::int64_t place = dragged - start;
    if (place < 0 || frame_multiple < 1) {
        return std::nullopt;
    }
    const std::int64_t latent = latent_frame_of(place, frame_multiple);
    std::vector<SnapTarget> grid;
    for (const std::int64_t l : {latent, latent + 1}) {
        grid.push_back({start + first_frame_of_latent(l, frame_multiple), SnapKind::latent_grid});
    }
    return find_snap(grid, {&dragged, 1}, reach);
}

std::optional<std::int64_t> grid_start(const Project& project, const Clip& clip) {
    if (clip.shown() == nullptr) {
        return std::nullopt;
    }
    const auto* id = std::get_if<TakeId>(&clip.shown()->media);
    const Take* take = id == nullptr ? nullptr : find_take(project, *id);
    const std::int64_t first_kept = take != nullptr && take->origin ? kept_frames(*take->origin).start : 0;
    return clip.start - clip.shown()->source_in - first_kept;
}

}  // namespace kinora
