#include "ui/widgets/room_in_row.h"

#include <QEvent>
#include <QLayout>
#include <QWidget>

namespace kinora {

RoomInRow::RoomInRow(QWidget& owner, QLayout& row) : QObject(&owner), owner_(owner), row_(row) {
    owner_.installEventFilter(this);
}

void RoomInRow::mayHide(QWidget* widget) {
    lessNeeded_.push_back(widget);
    later();
}

void RoomInRow::mayHideFirst(QWidget* widget) {
    lessNeeded_.insert(lessNeeded_.begin(), widget);
    later();
}

int RoomInRow::widthOf(const QWidget& widget) const {
    return widget.minimumSizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize()).width() + row_.spacing();
}

int RoomInRow::leastWidth() const {
    const QMargins margins = owner_.layout()->contentsMargins();
    int width = row_.minimumSize().width() + margins.left() + margins.right();
    for (const QWidget* widget : lessNeeded_) {
        width -= widget->isHidden() ? 0 : widthOf(*widget);
    }
    return width;
}

bool RoomInRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) {
        later();
    }
    return QObject::eventFilter(watched, event);
}

// A widget that is shown lays out the whole window at once, which must not happen in the middle of the window's own layout.
void RoomInRow::later() {
    if (!isPending_) {
        isPending_ = true;
        QMetaObject::invokeMethod(this, &RoomInRow::fit, Qt::QueuedConnection);
    }
}

void RoomInRow::fit() {
    isPending_ = false;
    int needed = leastWidth();
    for (const QWidget* widget : lessNeeded_) {
        needed += widthOf(*widget);
    }
    for (QWidget* widget : lessNeeded_) {
        const bool fits = needed <= owner_.width();
        if (widget->isHidden() == fits) {
            widget->setVisible(fits);
        }
        needed -= fits ? 0 : widthOf(*widget);
    }
}

}  // namespace kinora
