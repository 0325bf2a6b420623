#include "ui/timeline/clip_hit.h"

#include <algorithm>

#include "core/project/project.h"

namespace kinora {

namespace {

constexpr double edgeReach = 7.0;  // pixels
constexpr double badgeWidth = 34.0;
constexpr double badgeHeight = 16.0;

}  // namespace

QRectF takesBadge(const QRectF& clip, std::size_t numVersions) {
    if (numVersions < 2 || clip.width() < 2.5 * badgeWidth) {
        return {};
    }
    return {clip.right() - badgeWidth - 8.0, clip.top() + 2.0, badgeWidth, badgeHeight};
}

ClipHit hitTest(const Project& project, const TimelineGeometry& geometry, const QPointF& at) {
    ClipHit hit;
    hit.frame = geometry.frameAt(at.x());
    hit.reach = geometry.framesIn(edgeReach);
    hit.track = geometry.trackAt(at.y());
    if (!hit.track || *hit.track >= project.timeline.tracks.size()) {
        hit.track.reset();
        return hit;
    }
    const Track& track = *project.timeline.tracks[*hit.track];
    const FrameRange near = geometry.framesBetween(at.x() - edgeReach, at.x() + edgeReach);
    const ClipSpan span = clipsIn(track, {near.start, std::max<std::int64_t>(near.length, 1)});
    double nearest = edgeReach;
    for (std::size_t i = span.first; i < span.last; ++i) {
        const Clip& clip = *track.clips[i];
        const QRectF rect = geometry.clipRect(*hit.track, clip.range());
        const bool isInside = at.x() >= rect.left() && at.x() < rect.right();
        if (isInside) {
            hit.clip = &clip;
            hit.zone = takesBadge(rect, clip.versions.size()).contains(at) ? ClipZone::takes : ClipZone::body;
            if (hit.zone == ClipZone::takes) {
                return hit;
            }
        }
        // Inside a clip its own edges count; a short clip keeps its middle.
        const double reach = std::min(edgeReach, rect.width() / 4.0);
        for (const ClipZone zone : {ClipZone::startEdge, ClipZone::endEdge}) {
            const double away = std::abs(at.x() - (zone == ClipZone::startEdge ? rect.left() : rect.right()));
            const bool isBetter = isInside ? away <= reach : away < nearest && hit.clip == nullptr;
            if (isBetter) {
                nearest = away;
                hit.clip = &clip;
                hit.zone = zone;
            }
        }
    }
    return hit;
}

}  // namespace kinora
