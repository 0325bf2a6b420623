#include "ui/timeline/timeline_handles.h"

#include <QPainter>
#include <QPalette>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <utility>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/timeline/clip_asks.h"
#include "ui/timeline/clip_hit.h"

namespace kinora {

namespace {

constexpr double size = 22.0;  // pixels
constexpr double inset = 3.0;
constexpr double nameHeight = 19.0;     // corners lie below the clip's name
constexpr double fromEdge = 14.0;       // room for the edge, and for half of a handle on the cut
constexpr double leastRow = 44.0;       // lower ones would be all handles
constexpr double leastForCorners = 112.0;
constexpr double leastBesideCut = 44.0;
constexpr double leastForPlayhead = 60.0;
constexpr double nearCut = 60.0;

struct Handles {
    std::vector<TimelineHandle> all;

    // At the first of the places that is free.
    void put(TimelineCommand command, GenerationAsk ask, std::initializer_list<QRectF> places) {
        for (const QRectF& place : places) {
            const auto isTaken = [&](const TimelineHandle& handle) { return handle.rect.intersects(place); };
            if (std::ranges::none_of(all, isTaken)) {
                all.push_back({command, std::move(ask), place});
                return;
            }
        }
    }
};

// What is seen of the frames.
QRectF seenOf(const TimelineGeometry& geometry, std::size_t track, const FrameRange& range) {
    QRectF rect = geometry.clipRect(track, range);
    rect.setLeft(std::max(rect.left(), 0.0));
    rect.setRight(std::min<double>(rect.right(), geometry.width()));
    return rect;
}

bool hasRoom(const QRectF& seen) {
    return seen.width() >= size + 2.0 * inset && seen.height() >= size + 2.0 * inset;
}

QRectF below(const QRectF& seen, double x) {
    return {x - size / 2.0, seen.bottom() - size - inset, size, size};
}

QRectF above(const QRectF& seen, double x) {
    return {x - size / 2.0, seen.top() + nameHeight, size, size};
}

std::optional<FrameRange> gapAt(const Track& track, std::int64_t frame) {
    const auto next = std::ranges::upper_bound(track.clips, frame, {}, [](const Shared<Clip>& clip) { return clip->start; });
    if (next == track.clips.begin() || next == track.clips.end()) {
        return std::nullopt;
    }
    const std::int64_t start = (*std::prev(next))->end();
    return FrameRange{start, (*next)->start - start};
}

void putInGap(Handles& handles, const TimelineGeometry& geometry, std::size_t index, const Track& track, std::int64_t frame) {
    const auto gap = gapAt(track, frame);
    if (gap && gap->contains(frame)) {
        GenerationAsk ask;
        ask.kind = GenerationKind::fill;
        ask.track = track.id;
        ask.range = *gap;
        const QRectF seen = seenOf(geometry, index, *gap);
        if (hasRoom(seen)) {
            handles.put(TimelineCommand::fillGap, std::move(ask), {{seen.center().x() - size / 2.0, seen.center().y() - size / 2.0, size, size}});
        }
    }
}

void putBehindLast(Handles& handles, const TimelineGeometry& geometry, std::size_t index, const Track& track, std::int64_t frame) {
    const std::int64_t end = track.clips.empty() ? 0 : track.clips.back()->end();
    const QRectF room(std::max(geometry.xOf(end), 0.0) + fromEdge, geometry.rowTop(index), size, geometry.rowHeight(index));
    if (frame >= end && room.height() >= size + 2.0 * inset && room.right() <= geometry.width()) {
        GenerationAsk ask;
        ask.kind = GenerationKind::segments;
        ask.track = track.id;
        ask.range.start = end;
        handles.put(TimelineCommand::segments, std::move(ask), {{room.left(), room.center().y() - size / 2.0, size, size}});
    }
}

void putOnRange(Handles& handles, const Project& project, const TimelineGeometry& geometry, const ClipHit& hit) {
    const auto& marked = project.timeline.range;
    const auto ask = regenerateAsk(project, *hit.clip);
    if (ask && marked->contains(hit.frame)) {
        const QRectF seen = seenOf(geometry, *hit.track, ask->range);
        if (hasRoom(seen)) {
            handles.put(TimelineCommand::regenerate, *ask, {below(seen, seen.center().x()), above(seen, seen.center().x())});
        }
    }
}

void putOnOverlap(Handles& handles, const Project& project, const TimelineGeometry& geometry, const ClipHit& hit) {
    for (const Shared<Track>& track : project.timeline.tracks) {
        const Clip* other = track->is_hidden || track->is_locked ? nullptr : clip_at(*track, hit.frame);
        if (other == nullptr || other->shown() == nullptr || !canBlendOverlap(*hit.clip, *other)) {
            continue;
        }
        GenerationAsk ask = blendAsk(project, *hit.clip, *other);
        const QRectF seen = seenOf(geometry, *hit.track, ask.range);
        if (hasRoom(seen)) {
            handles.put(TimelineCommand::blend, std::move(ask), {below(seen, seen.center().x()), above(seen, seen.center().x())});
        }
        return;
    }
}

void putOnCut(Handles& handles, const Project& project, const TimelineGeometry& geometry, const ClipHit& hit, double pointer) {
    const Track& track = *project.timeline.tracks[*hit.track];
    const Clip& clip = *hit.clip;
    const bool isStart = std::abs(geometry.xOf(clip.start) - pointer) < std::abs(geometry.xOf(clip.end()) - pointer);
    const double cut = geometry.xOf(isStart ? clip.start : clip.end());
    const Clip* other = !isStart ? clip_at(track, clip.end()) : clip.start > 0 ? clip_at(track, clip.start - 1) : nullptr;
    if (other == nullptr || other->shown() == nullptr || std::abs(cut - pointer) > nearCut || cut < 0.0 || cut > geometry.width()) {
        return;
    }
    if (geometry.widthOf(std::min(clip.length, other->length)) >= leastBesideCut) {
        handles.put(TimelineCommand::blend, blendAsk(project, clip, *other), {below(geometry.clipRect(*hit.track, clip.range()), cut)});
    }
}

void putInCorner(Handles& handles, const Project& project, const QRectF& seen, const Clip& clip) {
    if (seen.width() >= leastForCorners) {
        const double right = seen.right() - fromEdge - size / 2.0;
        handles.put(TimelineCommand::loop, loopAsk(project, clip), {above(seen, right)});
        handles.put(TimelineCommand::restyle, restyleAsk(clip), {above(seen, right - size - inset)});
    }
}

void putOnPlayhead(Handles& handles, const TimelineState& state, const TimelineGeometry& geometry, const QRectF& seen, const Clip& clip) {
    const double x = geometry.xOf(state.playhead());
    if (clip.range().contains(state.playhead()) && x >= seen.left() && x <= seen.right() && seen.width() >= leastForPlayhead) {
        GenerationAsk ask;
        ask.clip = clip.id;
        const double inside = std::clamp(x, seen.left() + size / 2.0, seen.right() - size / 2.0);
        handles.put(TimelineCommand::holdKeyframe, std::move(ask), {below(seen, inside), above(seen, inside)});
    }
}

QString iconOf(TimelineCommand command) {
    switch (command) {
        case TimelineCommand::fillGap: return QStringLiteral("add");
        case TimelineCommand::regenerate: return QStringLiteral("retry");
        case TimelineCommand::loop: return QStringLiteral("loop");
        case TimelineCommand::blend: return QStringLiteral("blend");
        case TimelineCommand::restyle: return QStringLiteral("style");
        case TimelineCommand::segments: return QStringLiteral("segments");
        default: return QStringLiteral("keyframe");
    }
}

}  // namespace

std::vector<TimelineHandle> handlesNear(const TimelineState& state, const TimelineGeometry& geometry, const QPointF& pointer) {
    const Project& project = state.project();
    const ClipHit hit = hitTest(project, geometry, pointer);
    Handles handles;
    if (!hit.track || project.timeline.tracks[*hit.track]->is_locked) {
        return handles.all;
    }
    if (hit.clip == nullptr) {
        const Track& track = *project.timeline.tracks[*hit.track];
        putInGap(handles, geometry, *hit.track, track, hit.frame);
        putBehindLast(handles, geometry, *hit.track, track, hit.frame);
        return handles.all;
    }
    const QRectF seen = seenOf(geometry, *hit.track, hit.clip->range());
    if (hit.clip->shown() == nullptr || pointer.x() < seen.left() || pointer.x() >= seen.right()) {
        return handles.all;
    }
    putOnRange(handles, project, geometry, hit);
    if (seen.height() >= leastRow) {
        putOnOverlap(handles, project, geometry, hit);
        putOnCut(handles, project, geometry, hit, pointer.x());
        putInCorner(handles, project, seen, *hit.clip);
        putOnPlayhead(handles, state, geometry, seen, *hit.clip);
    }
    return handles.all;
}

QString whyNot(const TimelineHandle& handle, const TimelineState& state) {
    return handle.command == TimelineCommand::holdKeyframe ? QString() : state.whyNoGeneration();
}

void paintHandle(QPainter& painter, const TimelineHandle& handle, const QPalette& palette, const HandleLook& look) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isLit = look.isPossible && look.isHovered;
    QColor back = palette.color(isLit ? QPalette::Highlight : QPalette::Button);
    back.setAlphaF(isLit ? 1.0F : 0.9F);
    painter.setPen(QPen(look.isPossible ? palette.color(QPalette::Highlight) : theme::outline(palette), 1.5));
    painter.setBrush(back);
    painter.drawEllipse(handle.rect.adjusted(1.0, 1.0, -1.0, -1.0));
    const QColor ink = isLit ? palette.color(QPalette::HighlightedText) : look.isPossible ? palette.color(QPalette::ButtonText) : theme::mutedText(palette);
    const QRect inside = handle.rect.adjusted(inset, inset, -inset, -inset).toRect();
    painter.setOpacity(look.isPossible ? 1.0 : 0.6);
    painter.drawPixmap(inside, icons::pixmap(iconOf(handle.command), inside.width(), ink, painter.device()->devicePixelRatioF()));
    painter.restore();
}

}  // namespace kinora
