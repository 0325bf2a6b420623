// What the timeline shows under a pointer that drags nothing.
#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>
#include <utility>

#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_view.h"

namespace kinora {

void TimelineView::hover(const QPointF& pointer) {
    const bool hasHandles = state_.tool() == ToolKind::select && !prompt_->isVisible();
    setHandles(hasHandles ? handlesNear(state_, geometry_, pointer) : std::vector<TimelineHandle>());
    const TimelineHandle* handle = handleAt(pointer);
    const Qt::CursorShape ofTool = toolOf(state_.tool()).cursor(hitTest(state_.project(), geometry_, pointer));
    viewport()->setCursor(handle == nullptr ? ofTool : whyNot(*handle, state_).isEmpty() ? Qt::PointingHandCursor : Qt::ForbiddenCursor);
}

void TimelineView::setHandles(std::vector<TimelineHandle> handles) {
    for (const auto* each : {&handles_, &handles}) {
        for (const TimelineHandle& handle : *each) {
            viewport()->update(handle.rect.toAlignedRect());
        }
    }
    handles_ = std::move(handles);
}

const TimelineHandle* TimelineView::handleAt(const QPointF& pointer) const {
    const auto found = std::ranges::find_if(handles_, [&](const TimelineHandle& handle) { return handle.isOn(pointer); });
    return found == handles_.end() ? nullptr : &*found;
}

// What a handle or an edge does and its key; where nothing comes of it, why.
QString TimelineView::tipAt(const QPointF& pointer) const {
    const TimelineHandle* handle = handleAt(pointer);
    if (handle == nullptr) {
        const ClipHit hit = hitTest(state_.project(), geometry_, pointer);
        const bool isEdge = hit.zone == ClipZone::startEdge || hit.zone == ClipZone::endEdge;
        if (!isEdge || state_.project().timeline.tracks[*hit.track]->is_locked || state_.tool() != ToolKind::select || !state_.whyNoGeneration().isEmpty()) {
            return {};
        }
        const bool isStart = hit.zone == ClipZone::startEdge;
        return tr("Drag to trim. Past the end of the media: %1").arg(commands_.tip(isStart ? TimelineCommand::extendBackwards : TimelineCommand::extendForwards));
    }
    const QString why = whyNot(*handle, state_);
    const QString tip = commands_.tip(handle->command);
    return why.isEmpty() ? tip : tip + QLatin1Char('\n') + why;
}

void TimelineView::runHandle(const TimelineHandle& handle) {
    const TimelineCommand command = handle.command;
    const GenerationAsk ask = handle.ask;
    const QString why = whyNot(handle, state_);
    setHandles({});
    if (!why.isEmpty()) {
        state_.refuse(why);
        return;
    }
    if (ask.clip.is_set()) {
        state_.setCurrent(ask.clip);
    }
    if (command == TimelineCommand::holdKeyframe) {
        commands_.run(command);
    } else if (command == TimelineCommand::segments) {
        Q_EMIT commands_.segmentsWanted(ask.track, ask.range.start);
    } else {
        state_.ask(ask);
    }
}

bool TimelineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        setHandles({});
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace kinora
