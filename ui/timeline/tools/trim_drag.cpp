#include "ui/timeline/tools/trim_drag.h"

#include <QCoreApplication>

#include <algorithm>
#include <span>

#include "core/base/error.h"
#include "core/project/edits/trim_edits.h"

namespace kinora {

TrimDrag::TrimDrag(TimelineState& state, const QPointF& origin, const Clip& clip, bool isStart, TrimKind kind)
    : EditDrag(state, origin),
      clip_(clip.id),
      edge_(isStart ? clip.start : clip.end()),
      isStart_(isStart),
      kind_(kind),
      snapping_(state, std::span(&clip.id, 1)) {
    leftOfCut_ = clip.id;
    if (kind == TrimKind::roll && isStart) {
        const auto place = find_clip(state.project(), clip.id);
        const Clip* left = clip.start > 0 ? clip_at(*place->track, clip.start - 1) : nullptr;
        leftOfCut_ = left != nullptr ? left->id : ClipId();
    }
    if (clip.shown() != nullptr && kind == TrimKind::trim) {
        findMediaEdge();
    }
    snapping_.addGrid(clip);
}

void TrimDrag::findMediaEdge() {
    const Project& project = state_.project();
    const Clip& clip = find_clip(project, clip_)->clip();
    const MediaUse& shown = *clip.shown();
    const auto facts = media_facts(project, shown.media);
    if (!facts || !facts->length) {
        return;  // a still picture has no end
    }
    const std::int64_t edge = isStart_ ? clip.start - shown.source_in : clip.start + frames_available(project, shown);
    const std::int64_t limit = isStart_ ? trim_start_limits(project, clip_, false).least : trim_end_limits(project, clip_, false).greatest;
    if (edge == limit) {
        mediaEdge_ = edge;
        snapping_.addTarget({edge, SnapKind::cut});
    }
}

void TrimDrag::moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) {
    std::int64_t edge = edge_ + draggedFrames(geometry, pointer);
    const DragSnapping::Rest rest = snapping_.find(std::span(&edge, 1), reach(geometry));
    edge += rest.offset;
    const std::int64_t past = !mediaEdge_ ? 0 : isStart_ ? *mediaEdge_ - edge : edge - *mediaEdge_;
    // Where nothing can be made, an edge that has some way to go just goes as far as it can.
    if (past > 0 && (*mediaEdge_ == edge_ || state_.whyNoGeneration().isEmpty())) {
        planExtension(past, rest.target);
    } else if (edge == edge_) {
        planNothing();
    } else {
        planTrim(edge, rest.target);
    }
}

void TrimDrag::planExtension(std::int64_t numNew, std::optional<SnapTarget> guide) {
    GenerationAsk ask;
    ask.kind = GenerationKind::extend;
    ask.clip = clip_;
    ask.isBefore = isStart_;
    ask.range = {isStart_ ? *mediaEdge_ - numNew : *mediaEdge_, numNew};
    if (*mediaEdge_ != edge_) {
        ask.edge = mediaEdge_;
    }
    planGeneration(ask, guide);
}

void TrimDrag::planTrim(std::int64_t edge, std::optional<SnapTarget> guide) {
    const QString label = difference(edge - edge_);
    if (kind_ == TrimKind::roll) {
        plan(QCoreApplication::translate("kinora::TrimDrag", "Roll"),
             [left = leftOfCut_, edge](const Project& before) {
                 if (!left.is_set()) {
                     throw EditError(Sentence::of("there is no clip before this cut to roll it into"));
                 }
                 const EditLimits limits = roll_limits(before, left);
                 return roll_cut(before, left, std::clamp(edge, limits.least, limits.greatest));
             },
             label, guide);
        return;
    }
    const bool isRipple = kind_ == TrimKind::ripple;
    const Ripple ripple = state_.ripple();
    plan(isRipple ? QCoreApplication::translate("kinora::TrimDrag", "Ripple trim") : QCoreApplication::translate("kinora::TrimDrag", "Trim"),
         [clip = clip_, edge, isRipple, ripple, isStart = isStart_](const Project& before) {
             const EditLimits limits = isStart ? trim_start_limits(before, clip, isRipple) : trim_end_limits(before, clip, isRipple);
             const std::int64_t to = std::clamp(edge, limits.least, limits.greatest);
             if (isRipple) {
                 return isStart ? ripple_trim_clip_start(before, clip, to, ripple) : ripple_trim_clip_end(before, clip, to, ripple);
             }
             return isStart ? trim_clip_start(before, clip, to) : trim_clip_end(before, clip, to);
         },
         label, guide);
}

}  // namespace kinora
