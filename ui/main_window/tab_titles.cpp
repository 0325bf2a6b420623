#include "ui/main_window/tab_titles.h"

#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>

namespace kinora {

TabTitles::TabTitles(QMainWindow& window) : QObject(&window), window_(window) {
    window_.installEventFilter(this);
    for (QDockWidget* dock : window_.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        dock->installEventFilter(this);
        connect(dock, &QDockWidget::topLevelChanged, this, &TabTitles::later);
        connect(dock, &QDockWidget::dockLocationChanged, this, &TabTitles::later);
        connect(dock, &QDockWidget::visibilityChanged, this, &TabTitles::later);
    }
}

bool TabTitles::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::ShowToParent:
        case QEvent::HideToParent:
        case QEvent::LayoutRequest:
            later();
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

// The window says who is tabbed with whom only after it has placed its docks.
void TabTitles::later() {
    if (!isPending_) {
        isPending_ = true;
        QMetaObject::invokeMethod(this, &TabTitles::refresh, Qt::QueuedConnection);
    }
}

void TabTitles::refresh() {
    isPending_ = false;
    for (QDockWidget* dock : window_.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        const QList<QDockWidget*> others = window_.tabifiedDockWidgets(dock);
        const bool isTabbed = !dock->isFloating() &&
                              std::any_of(others.begin(), others.end(), [](const QDockWidget* other) { return !other->isHidden(); });
        QWidget* bar = dock->titleBarWidget();
        if (isTabbed && bar == nullptr) {
            dock->setTitleBarWidget(new QWidget(dock));
        } else if (!isTabbed && bar != nullptr) {
            dock->setTitleBarWidget(nullptr);
            delete bar;
        }
    }
}

}  // namespace kinora
