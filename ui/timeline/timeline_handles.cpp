#include "ui/timeline/timeline_handles.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPalette>

#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/timeline/clip_hit.h"

namespace kinora {

namespace {

constexpr double size = 22.0;  // pixels
constexpr double inset = 3.0;

// In the middle of what is seen of the frames; above the track's lower border where `isLow`.
std::optional<QRectF> placeFor(const TimelineGeometry& geometry, std::size_t track, const FrameRange& range, bool isLow) {
    const QRectF all = geometry.clipRect(track, range);
    const double left = std::max(all.left(), 0.0);
    const double right = std::min<double>(all.right(), geometry.width());
    if (right - left < size + 2.0 * inset || all.height() < size + 2.0 * inset) {
        return std::nullopt;
    }
    const double y = isLow ? all.bottom() - size - inset : all.center().y() - size / 2.0;
    return QRectF((left + right - size) / 2.0, y, size, size);
}

std::optional<FrameRange> gapAt(const Track& track, std::int64_t frame) {
    const auto next = std::ranges::upper_bound(track.clips, frame, {}, [](const Shared<Clip>& clip) { return clip->start; });
    if (next == track.clips.begin() || next == track.clips.end()) {
        return std::nullopt;
    }
    const std::int64_t start = (*std::prev(next))->end();
    return FrameRange{start, (*next)->start - start};
}

}  // namespace

std::optional<TimelineHandle> handleNear(const Project& project, const TimelineGeometry& geometry, const QPointF& pointer) {
    const ClipHit hit = hitTest(project, geometry, pointer);
    if (!hit.track || (hit.clip != nullptr && hit.zone != ClipZone::body)) {
        return std::nullopt;
    }
    const Track& track = *project.timeline.tracks[*hit.track];
    if (track.is_locked) {
        return std::nullopt;
    }
    TimelineHandle handle;
    if (hit.clip == nullptr) {
        const auto gap = gapAt(track, hit.frame);
        if (!gap || !gap->contains(hit.frame)) {
            return std::nullopt;
        }
        handle.ask.kind = GenerationKind::fill;
        handle.ask.track = track.id;
        handle.ask.range = *gap;
    } else {
        const auto& marked = project.timeline.range;
        if (!marked || !marked->contains(hit.frame) || hit.clip->shown() == nullptr) {
            return std::nullopt;
        }
        const std::int64_t start = std::max(marked->start, hit.clip->start);
        handle.ask.kind = GenerationKind::regenerate;
        handle.ask.clip = hit.clip->id;
        handle.ask.range = {start, std::min(marked->end(), hit.clip->end()) - start};
    }
    const auto place = placeFor(geometry, *hit.track, handle.ask.range, hit.clip != nullptr);
    if (!place) {
        return std::nullopt;
    }
    handle.rect = *place;
    return handle;
}

QString textOf(const TimelineHandle& handle) {
    return handle.ask.kind == GenerationKind::fill ? QCoreApplication::translate("kinora::TimelineHandle", "Fill this gap")
                                                   : QCoreApplication::translate("kinora::TimelineHandle", "Make this range again");
}

void paintHandle(QPainter& painter, const TimelineHandle& handle, const QPalette& palette, bool isPossible) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(isPossible ? 1.0 : 0.5);
    painter.setPen(QPen(palette.color(QPalette::Highlight), 1.5));
    painter.setBrush(palette.color(QPalette::Button));
    painter.drawEllipse(handle.rect.adjusted(1.0, 1.0, -1.0, -1.0));
    const QRectF inside = handle.rect.adjusted(inset, inset, -inset, -inset);
    icons::icon(handle.ask.kind == GenerationKind::fill ? QStringLiteral("add") : QStringLiteral("retry")).paint(&painter, inside.toAlignedRect());
    painter.restore();
}

}  // namespace kinora
