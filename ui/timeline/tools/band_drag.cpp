#include "ui/timeline/tools/band_drag.h"

namespace kinora {

BandDrag::BandDrag(TimelineState& state, const QPointF& origin, bool adds)
    : state_(state), origin_(origin), before_(state.selection()) {
    if (adds) {
        kept_ = before_;
    }
}

void BandDrag::moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) {
    band_ = QRectF(origin_, pointer.at).normalized();
    std::vector<ClipId> touched = kept_;
    const auto& tracks = state_.project().timeline.tracks;
    for (std::size_t track = 0; track < tracks.size(); ++track) {
        const double top = geometry.rowTop(track);
        if (top > band_.bottom() || top + geometry.rowHeight(track) < band_.top()) {
            continue;
        }
        const ClipSpan span = clipsIn(*tracks[track], geometry.framesBetween(band_.left(), band_.right()));
        for (std::size_t i = span.first; i < span.last; ++i) {
            touched.push_back(tracks[track]->clips[i]->id);
        }
    }
    state_.select(touched);
}

}  // namespace kinora
