#include "ui/viewer/full_screen_view.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/frame_canvas.h"

namespace kinora {

FullScreenView::FullScreenView(QObject& receiver, WidgetKeys& keys, QWidget* parent)
    : QWidget(parent, Qt::Window), receiver_(receiver), keys_(keys), canvas_(new FrameCanvas(this, &keys)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Full screen"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(canvas_);
    canvas_->setFocus();
    connect(canvas_, &FrameCanvas::doubleClicked, this, &QWidget::close);
}

void FullScreenView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape || keys_.isKeyOf(static_cast<int>(ViewerCommand::fullScreen), *event)) {
        close();
        return;
    }
    QCoreApplication::sendEvent(&receiver_, event);
}

void FullScreenView::keyReleaseEvent(QKeyEvent* event) {
    QCoreApplication::sendEvent(&receiver_, event);
}

void FullScreenView::closeEvent(QCloseEvent* event) {
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

}  // namespace kinora
