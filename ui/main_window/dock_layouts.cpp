#include "ui/main_window/dock_layouts.h"

#include <QDockWidget>
#include <QMainWindow>

#include "ui/session/app_settings.h"

namespace kinora {

namespace {

constexpr int panelWidth = 380;
constexpr int queueWidth = 360;
constexpr int stripHeight = 230;
constexpr int wide = 900;
constexpr int tall = 640;

}  // namespace

QDockWidget* DockLayouts::dock(const char* name) const {
    auto* found = window_.findChild<QDockWidget*>(QString::fromLatin1(name));
    Q_ASSERT(found != nullptr);
    return found;
}

void DockLayouts::place(const char* first, const char* second, Qt::Orientation orientation) {
    window_.splitDockWidget(dock(first), dock(second), orientation);
}

void DockLayouts::arrange(const QString& name) {
    const QList<QDockWidget*> docks = window_.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly);
    for (QDockWidget* each : docks) {
        window_.removeDockWidget(each);
        each->setFloating(false);
    }
    // Generate | Monitor over Keyframes | Queue, with the rarer panels as tabs.
    window_.addDockWidget(Qt::LeftDockWidgetArea, dock("generate"));
    place("generate", "monitor", Qt::Horizontal);
    place("monitor", "queue", Qt::Horizontal);
    place("monitor", "keyframes", Qt::Vertical);
    window_.tabifyDockWidget(dock("keyframes"), dock("plots"));
    window_.tabifyDockWidget(dock("queue"), dock("models"));
    window_.tabifyDockWidget(dock("queue"), dock("log"));
    for (QDockWidget* each : docks) {
        each->show();
    }
    dock("log")->hide();
    if (name == QStringLiteral("edit")) {
        dock("plots")->hide();
        dock("models")->hide();
    } else if (name == QStringLiteral("render")) {
        dock("keyframes")->hide();
        dock("models")->hide();
    } else if (name == QStringLiteral("inspect")) {
        dock("log")->show();
    }
    const bool isInspecting = name == QStringLiteral("inspect") || name == QStringLiteral("render");
    dock(isInspecting ? "plots" : "keyframes")->raise();
    dock("queue")->raise();
    window_.resizeDocks({dock("generate"), dock("monitor"), dock("queue")}, {panelWidth, wide, queueWidth}, Qt::Horizontal);
    window_.resizeDocks({dock("monitor"), dock(isInspecting ? "plots" : "keyframes")},
                        {tall, isInspecting ? stripHeight * 2 : stripHeight}, Qt::Vertical);
}

void DockLayouts::restoreLast() {
    arrange(QStringLiteral("write"));
    window_.restoreState(settings_.windowState(), stateVersion);
}

void DockLayouts::rememberLast() {
    settings_.setWindowState(window_.saveState(stateVersion));
}

void DockLayouts::save(const QString& name) {
    settings_.setLayout(name, window_.saveState(stateVersion));
}

void DockLayouts::restore(const QString& name) {
    window_.restoreState(settings_.layout(name), stateVersion);
}

}  // namespace kinora
