#include "ui/main_window/dock_layouts.h"

#include <QDockWidget>
#include <QMainWindow>

#include "ui/session/app_settings.h"

namespace kinora {

namespace {

constexpr int panelWidth = 380;
constexpr int queueWidth = 360;
constexpr int stripHeight = 270;
constexpr int timelineHeight = 310;
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
    // Generate | Monitor over Keyframes | Queue, with the rarer panels as tabs, and the timeline below all of them.
    window_.addDockWidget(Qt::LeftDockWidgetArea, dock("generate"));
    place("generate", "monitor", Qt::Horizontal);
    place("monitor", "queue", Qt::Horizontal);
    place("monitor", "keyframes", Qt::Vertical);
    window_.addDockWidget(Qt::BottomDockWidgetArea, dock("timeline"));
    window_.tabifyDockWidget(dock("generate"), dock("assets"));
    window_.tabifyDockWidget(dock("keyframes"), dock("plots"));
    window_.tabifyDockWidget(dock("queue"), dock("models"));
    window_.tabifyDockWidget(dock("queue"), dock("log"));
    for (QDockWidget* each : docks) {
        each->show();
    }
    const bool isEditing = name == QStringLiteral("edit");
    dock("log")->setHidden(name != QStringLiteral("inspect"));
    dock("timeline")->setHidden(!isEditing);
    dock("assets")->setHidden(!isEditing);
    dock("models")->setHidden(isEditing || name == QStringLiteral("render"));
    dock("plots")->setHidden(isEditing);
    dock("keyframes")->setHidden(isEditing || name == QStringLiteral("render"));
    const bool isInspecting = name == QStringLiteral("inspect") || name == QStringLiteral("render");
    const char* strip = isInspecting ? "plots" : "keyframes";
    dock(strip)->raise();
    dock("generate")->raise();
    dock("queue")->raise();
    window_.resizeDocks({dock("generate"), dock("monitor"), dock("queue")}, {panelWidth, wide, queueWidth}, Qt::Horizontal);
    window_.resizeDocks({dock("monitor"), dock(strip), dock("timeline")}, {tall, stripHeight, timelineHeight}, Qt::Vertical);
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
