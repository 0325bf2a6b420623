#include "ui/timeline/tools/timeline_drag.h"

#include <QCoreApplication>

#include <cstdlib>
#include <utility>

namespace kinora {

namespace {

constexpr double snapReach = 9.0;  // pixels

}  // namespace

void EditDrag::finish() {
    const std::optional<GenerationAsk> ask = ask_;
    const Document::Edit edit = edit_;
    if (ask) {
        state_.ask(*ask);
        return;
    }
    state_.clearPreview();
    if (edit) {
        state_.apply(text_, edit, {}, selectsNew_);
    }
}

void EditDrag::plan(const QString& text, Document::Edit edit, const QString& label, std::optional<SnapTarget> guide, bool selectsNew) {
    text_ = text;
    edit_ = std::move(edit);
    ask_.reset();
    selectsNew_ = selectsNew;
    EditPreview preview = state_.previewOf(edit_);
    preview.label = label;
    preview.guide = guide;
    state_.setPreview(std::move(preview));
}

void EditDrag::planGeneration(const GenerationAsk& ask, std::optional<SnapTarget> guide) {
    edit_ = nullptr;
    ask_ = ask;
    ask_->mode = state_.mode();
    ask_->ripple = state_.ripple();
    EditPreview preview = state_.previewOf(*ask_);
    preview.guide = guide;
    state_.setPreview(std::move(preview));
}

void EditDrag::planNothing() {
    edit_ = nullptr;
    ask_.reset();
    state_.clearPreview();
}

std::int64_t EditDrag::draggedFrames(const TimelineGeometry& geometry, const TimelinePointer& pointer) {
    if (!firstLeft_) {
        firstLeft_ = geometry.left();
    }
    // The view may have been scrolled since.
    const double scrolled = (geometry.left() - *firstLeft_) * geometry.pixelsPerFrame();
    return geometry.framesIn(pointer.at.x() - origin_.x() + scrolled);
}

std::int64_t EditDrag::reach(const TimelineGeometry& geometry) const {
    // Rounded down: where a frame is wider than that, an edge can be put one frame beside a cut.
    return state_.snaps() ? static_cast<std::int64_t>(snapReach / geometry.pixelsPerFrame()) : 0;
}

QString EditDrag::difference(std::int64_t frames) {
    return QCoreApplication::translate("kinora::EditDrag", "%1%2 frames").arg(frames < 0 ? QStringLiteral("−") : QStringLiteral("+")).arg(std::abs(frames));
}

}  // namespace kinora
