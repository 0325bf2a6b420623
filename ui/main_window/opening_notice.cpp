#include "ui/main_window/opening_notice.h"

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QStatusBar>
#include <QWidget>

#include "ui/session/document.h"

namespace kinora {

namespace {

constexpr int patienceMs = 300;  // what is quicker is not worth a word

bool isInput(QEvent::Type type) {
    switch (type) {
        case QEvent::KeyPress:
        case QEvent::KeyRelease:
        case QEvent::ShortcutOverride:
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonRelease:
        case QEvent::MouseButtonDblClick:
        case QEvent::Wheel:
        case QEvent::ContextMenu:
        case QEvent::DragEnter:
        case QEvent::Drop:
        case QEvent::InputMethod:
            return true;
        default:
            return false;
    }
}

// A dialog of the window stays as it is: it may ask about what is opened.
bool isPanelOf(const QMainWindow& window, const QWidget* widget) {
    const QWidget* top = widget->window();
    return top == &window || (qobject_cast<const QDockWidget*>(top) != nullptr && top->parentWidget() == &window);
}

}  // namespace

OpeningNotice::OpeningNotice(Document& document, QMainWindow& window) : QObject(&window), document_(document), window_(window) {
    timer_.setSingleShot(true);
    timer_.setInterval(patienceMs);
    connect(&timer_, &QTimer::timeout, this, &OpeningNotice::say);
    connect(&document_, &Document::openingChanged, this, &OpeningNotice::update);
    update();
}

void OpeningNotice::update() {
    const bool isOpening = !document_.opening().empty();
    if (isOpening == isOpening_) {
        return;
    }
    isOpening_ = isOpening;
    if (isOpening_) {
        qApp->installEventFilter(this);
        timer_.start();
        return;
    }
    qApp->removeEventFilter(this);
    timer_.stop();
    if (window_.cursor().shape() == Qt::BusyCursor) {
        window_.unsetCursor();
        window_.statusBar()->clearMessage();
    }
}

void OpeningNotice::say() {
    window_.setCursor(Qt::BusyCursor);
    window_.statusBar()->showMessage(tr("Opening %1\u2026").arg(QString::fromStdString(document_.opening().filename().string())));
}

bool OpeningNotice::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Shortcut) {  // goes to actions, which have no window
        return QApplication::activeModalWidget() == nullptr;
    }
    const auto* widget = qobject_cast<QWidget*>(watched);
    return widget != nullptr && isInput(event->type()) && isPanelOf(window_, widget);
}

}  // namespace kinora
