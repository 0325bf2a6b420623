// One drag of the mouse, from the press to the release. It shows what the edit would make and makes it, as one undo step, when
// the button is let go; until then nothing changes.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <optional>

#include "ui/timeline/clip_hit.h"
#include "ui/timeline/drag_snapping.h"
#include "ui/timeline/timeline_geometry.h"
#include "ui/timeline/timeline_state.h"

namespace kinora {

struct TimelinePointer {
    QPointF at;
    Qt::KeyboardModifiers modifiers;
};

class TimelineDrag {
 public:
    TimelineDrag() = default;
    virtual ~TimelineDrag() = default;
    TimelineDrag(const TimelineDrag&) = delete;
    TimelineDrag& operator=(const TimelineDrag&) = delete;

    virtual void moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) = 0;
    virtual void finish() = 0;
    virtual void cancel() = 0;
    virtual QRectF band() const { return {}; }  // of a selection that is drawn
};

// A drag that ends in an edit of the document, or in a generation.
class EditDrag : public TimelineDrag {
 public:
    EditDrag(TimelineState& state, const QPointF& origin) : state_(state), origin_(origin) {}

    void finish() override;
    void cancel() override { state_.clearPreview(); }

 protected:
    void plan(const QString& text, Document::Edit edit, const QString& label, std::optional<SnapTarget> guide, bool selectsNew = false);
    void planGeneration(const GenerationAsk& ask, std::optional<SnapTarget> guide);
    void planNothing();
    std::int64_t draggedFrames(const TimelineGeometry& geometry, const TimelinePointer& pointer);
    std::int64_t reach(const TimelineGeometry& geometry) const;
    // "+12 frames"
    static QString difference(std::int64_t frames);

    TimelineState& state_;

 private:
    QPointF origin_;
    std::optional<double> firstLeft_;  // the frame at the view's left border when the drag began
    QString text_;
    Document::Edit edit_;
    std::optional<GenerationAsk> ask_;
    bool selectsNew_ = false;
};

}  // namespace kinora
