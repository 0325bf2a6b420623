#include "ui/viewer/full_screen_view.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/viewer/frame_canvas.h"

namespace kinora {

FullScreenView::FullScreenView(QObject& keys, QWidget* parent)
    : QWidget(parent, Qt::Window), keys_(keys), canvas_(new FrameCanvas(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Full screen"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(canvas_);
    canvas_->setFocus();
    connect(canvas_, &FrameCanvas::doubleClicked, this, &QWidget::close);
}

void FullScreenView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_F) {
        close();
        return;
    }
    QCoreApplication::sendEvent(&keys_, event);
}

void FullScreenView::keyReleaseEvent(QKeyEvent* event) {
    QCoreApplication::sendEvent(&keys_, event);
}

void FullScreenView::closeEvent(QCloseEvent* event) {
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

}  // namespace kinora
