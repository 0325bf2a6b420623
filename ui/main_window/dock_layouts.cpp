#include "ui/main_window/dock_layouts.h"

#include <QDockWidget>
#include <QEvent>
#include <QLayout>
#include <QMainWindow>

#include <algorithm>
#include <ranges>
#include <vector>

#include "ui/session/app_settings.h"

namespace kinora {

namespace {

// Of the window's width, in percent; the monitor has the rest.
constexpr int generateShare = 23;
constexpr int queueShare = 22;
constexpr int leastQueueWidth = 250;
constexpr int stripHeight = 270;
constexpr int timelineHeight = 310;
constexpr int tall = 640;

// What is seen, before what it shares a place with; and what lies under the monitor.
struct Arrangement {
    const char* name;
    std::vector<const char*> docks;
    const char* strip;
    int height;
};

const Arrangement arrangements[] = {
    {"write", {"generate", "monitor", "keyframes", "queue", "plots", "models"}, "keyframes", stripHeight},
    {"edit", {"generate", "monitor", "queue", "assets", "timeline"}, "timeline", timelineHeight},
    {"render", {"generate", "monitor", "plots", "queue"}, "plots", stripHeight},
    {"inspect", {"generate", "monitor", "plots", "queue", "keyframes", "models", "log"}, "plots", stripHeight},
};

}  // namespace

QDockWidget* DockLayouts::dock(const char* name) const {
    auto* found = window_.findChild<QDockWidget*>(QString::fromLatin1(name));
    Q_ASSERT(found != nullptr);
    return found;
}

void DockLayouts::place(const char* first, const char* second, Qt::Orientation orientation) {
    window_.splitDockWidget(dock(first), dock(second), orientation);
}

// Generate | Monitor over Keyframes | Queue, with the rarer panels as tabs, and the timeline below all of them. All are hidden then.
void DockLayouts::placeAll() {
    for (QDockWidget* each : window_.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        window_.removeDockWidget(each);
        each->setFloating(false);
    }
    window_.addDockWidget(Qt::LeftDockWidgetArea, dock("generate"));
    place("generate", "monitor", Qt::Horizontal);
    place("monitor", "queue", Qt::Horizontal);
    place("monitor", "keyframes", Qt::Vertical);
    window_.addDockWidget(Qt::BottomDockWidgetArea, dock("timeline"));
    window_.tabifyDockWidget(dock("generate"), dock("assets"));
    window_.tabifyDockWidget(dock("keyframes"), dock("plots"));
    window_.tabifyDockWidget(dock("queue"), dock("models"));
    window_.tabifyDockWidget(dock("queue"), dock("log"));
}

// The first of those that share a place comes to the front.
void DockLayouts::show(std::span<const char* const> names) {
    for (const char* name : names) {
        dock(name)->show();
    }
    window_.layout()->activate();  // there are no tabs before
    for (const char* name : std::views::reverse(names)) {
        dock(name)->raise();
    }
}

void DockLayouts::arrange(const QString& name) {
    const auto isMeant = [&](const Arrangement& each) { return name == QLatin1String(each.name); };
    const Arrangement* const arrangement = std::ranges::find_if(arrangements, isMeant);
    Q_ASSERT(arrangement != std::end(arrangements));
    window_.setUpdatesEnabled(false);
    placeAll();
    show(arrangement->docks);
    const int queue = std::max(leastQueueWidth, window_.width() * queueShare / 100);
    const int generate = std::max(dock("generate")->minimumSizeHint().width(), window_.width() * generateShare / 100);
    window_.resizeDocks({dock("generate"), dock("monitor"), dock("queue")}, {generate, window_.width() - generate - queue, queue}, Qt::Horizontal);
    window_.resizeDocks({dock("monitor"), dock(arrangement->strip)}, {tall, arrangement->height}, Qt::Vertical);
    window_.setUpdatesEnabled(true);
}

void DockLayouts::restoreLast() {
    arrange(QStringLiteral("write"));
    // Qt keeps the state of a hidden window that is to be maximized, to apply it again at the window's next sizes, and docks that change
    // meanwhile are lost to it. So the window is not maximized yet, and what is seen in its whole size is restored when it has that size.
    window_.restoreState(settings_.windowState(), stateVersion);
    window_.installEventFilter(this);
}

bool DockLayouts::eventFilter(QObject* watched, QEvent* event) {
    const bool isLarge = window_.isMaximized() || window_.isFullScreen();
    const bool isResized = event->type() == QEvent::Resize && window_.isVisible();
    if (isResized || (event->type() == QEvent::Show && !isLarge)) {
        window_.removeEventFilter(this);
    }
    if (isResized && isLarge) {
        const auto restoreAgain = [this] { window_.restoreState(settings_.windowState(), stateVersion); };
        QMetaObject::invokeMethod(this, restoreAgain, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
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
