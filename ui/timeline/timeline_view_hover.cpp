// What the timeline shows under a pointer that drags nothing.
#include <QHelpEvent>
#include <QToolTip>

#include <utility>

#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_view.h"

namespace kinora {

void TimelineView::hover(const QPointF& pointer) {
    const bool hasHandles = state_.tool() == ToolKind::select && !prompt_->isVisible();
    setHandle(hasHandles ? handleNear(state_.project(), geometry_, pointer) : std::nullopt);
    const bool isOnHandle = handle_ && handle_->isOn(pointer);
    viewport()->setCursor(isOnHandle ? Qt::PointingHandCursor : toolOf(state_.tool()).cursor(hitTest(state_.project(), geometry_, pointer)));
}

void TimelineView::setHandle(std::optional<TimelineHandle> handle) {
    for (const std::optional<TimelineHandle>* each : {&handle_, &handle}) {
        if (*each) {
            viewport()->update((*each)->rect.toAlignedRect());
        }
    }
    handle_ = std::move(handle);
}

void TimelineView::runHandle() {
    const GenerationAsk ask = handle_->ask;
    setHandle(std::nullopt);
    if (ask.clip.is_set()) {
        state_.setCurrent(ask.clip);
    }
    state_.ask(ask);
}

bool TimelineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        setHandle(std::nullopt);
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString why = state_.whyNoGeneration();
        const bool isOn = handle_ && handle_->isOn(help->pos());
        QToolTip::showText(help->globalPos(), !isOn ? QString() : why.isEmpty() ? textOf(*handle_) : why, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace kinora
