// A rectangle that selects every clip that it touches.
#pragma once

#include <vector>

#include "ui/timeline/tools/timeline_drag.h"

namespace kinora {

class BandDrag : public TimelineDrag {
 public:
    // Adds to what is selected where `adds`.
    BandDrag(TimelineState& state, const QPointF& origin, bool adds);

    void moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) override;
    void finish() override {}
    void cancel() override { state_.select(before_); }
    QRectF band() const override { return band_; }

 private:
    TimelineState& state_;
    QPointF origin_;
    QRectF band_;
    std::vector<ClipId> before_;
    std::vector<ClipId> kept_;
};

}  // namespace kinora
