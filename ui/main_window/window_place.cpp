#include "ui/main_window/window_place.h"

#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>

#include <algorithm>

namespace kinora {

namespace {

const QSize firstSize(1440, 900);
const QSize leastSize(960, 600);
const QMargins frame(8, 40, 8, 8);  // about what a window manager puts around a window

}  // namespace

void setFirstSize(QMainWindow& window) {
    const QSize room = window.screen()->availableGeometry().marginsRemoved(frame).size();
    window.setMinimumSize(leastSize.boundedTo(room));
    window.resize(firstSize.boundedTo(room));
}

void restorePlace(QMainWindow& window, const QByteArray& place) {
    // Qt is content with a corner on the screen.
    if (!window.restoreGeometry(place) || window.isMaximized() || window.isFullScreen()) {
        return;
    }
    const QScreen* at = QGuiApplication::screenAt(window.geometry().center());
    const QRect room = (at != nullptr ? at : window.screen())->availableGeometry().marginsRemoved(frame);
    const QSize size = window.size().boundedTo(room.size());
    const int x = std::clamp(window.x(), room.left(), room.right() + 1 - size.width());
    const int y = std::clamp(window.y(), room.top(), room.bottom() + 1 - size.height());
    window.setGeometry(QRect(QPoint(x, y), size));
}

}  // namespace kinora
