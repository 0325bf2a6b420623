#include "ui/timeline/tools/move_drag.h"

#include <QCoreApplication>

#include <algorithm>

#include "core/base/error.h"
#include "core/project/edits/track_edits.h"

namespace kinora {

MoveDrag::MoveDrag(TimelineState& state, const QPointF& origin, std::size_t track)
    : EditDrag(state, origin), clips_(state.selection()), pressed_(track), snapping_(state, clips_) {
    snapping_.addGridsOfClips();
    first_ = last_possible_frame;
    lowest_ = track;
    for (const ClipId id : clips_) {
        if (const auto place = find_clip(state.project(), id)) {
            edges_.push_back(place->clip().start);
            edges_.push_back(place->clip().end());
            first_ = std::min(first_, place->clip().start);
            lowest_ = std::min(lowest_, place->track_index);
        }
    }
}

void MoveDrag::moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) {
    std::int64_t frames = std::max(draggedFrames(geometry, pointer), -first_);
    std::vector<std::int64_t> dragged = edges_;
    for (std::int64_t& edge : dragged) {
        edge += frames;
    }
    const DragSnapping::Rest rest = snapping_.find(dragged, reach(geometry));
    frames = std::max(frames + rest.offset, -first_);
    int tracks = 0;
    if ((pointer.modifiers & Qt::ShiftModifier) == 0) {
        const auto row = geometry.isAboveTracks(pointer.at.y()) ? std::optional(static_cast<std::size_t>(geometry.numRows()))
                                                                : geometry.trackAt(pointer.at.y());
        tracks = row ? static_cast<int>(*row) - static_cast<int>(pressed_) : 0;
    }
    const bool isCopy = (pointer.modifiers & Qt::AltModifier) != 0;
    if (frames == 0 && tracks == 0) {
        planNothing();
        return;
    }
    const EditMode mode = state_.mode();
    const Ripple ripple = state_.ripple();
    if (!isCopy) {
        plan(QCoreApplication::translate("kinora::MoveDrag", "Move"),
             [clips = clips_, frames, tracks, mode, ripple](const Project& before) {
                 return move_clips(with_room_above(before, clips, tracks), clips, frames, tracks, mode, ripple);
             },
             difference(frames), rest.target);
        return;
    }
    const std::int64_t target = static_cast<std::int64_t>(lowest_) + tracks;
    plan(QCoreApplication::translate("kinora::MoveDrag", "Copy"),
         [clips = clips_, at = first_ + frames, target, mode, ripple](const Project& before) {
             if (target < 0 || target > static_cast<std::int64_t>(before.timeline.tracks.size())) {
                 throw EditError(Sentence::of("there is no track there; add one first"));
             }
             const Clipboard copied = copy_clips(before, clips);
             const std::int64_t highest = target + std::ranges::max(copied.items, {}, &Clipboard::Item::track).track;
             const Project roomy = with_tracks(before, static_cast<std::size_t>(highest) + 1);
             return paste_clips(roomy, copied, roomy.timeline.tracks[static_cast<std::size_t>(target)]->id, at, mode, ripple);
         },
         difference(frames), rest.target, true);
}

}  // namespace kinora
