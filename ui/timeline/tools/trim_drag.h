// Moves an edge of a clip: alone, with what follows (ripple), or as the cut between two clips (roll). As soon as an edge that moves
// alone is past the end of the media, it asks for more of the clip to be made.
#pragma once

#include <cstdint>
#include <optional>

#include "ui/timeline/tools/timeline_drag.h"

namespace kinora {

enum class TrimKind : std::uint8_t { trim, ripple, roll };

class TrimDrag : public EditDrag {
 public:
    TrimDrag(TimelineState& state, const QPointF& origin, const Clip& clip, bool isStart, TrimKind kind);

    void moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) override;

 private:
    void findMediaEdge();
    void planExtension(std::int64_t numNew, std::optional<SnapTarget> guide);
    void planTrim(std::int64_t edge, std::optional<SnapTarget> guide);

    ClipId clip_;
    ClipId leftOfCut_;  // of a roll
    std::int64_t edge_ = 0;
    bool isStart_;
    std::optional<std::int64_t> mediaEdge_;  // how far the media lets the edge go; not where something else stops it before
    TrimKind kind_;
    DragSnapping snapping_;
};

}  // namespace kinora
