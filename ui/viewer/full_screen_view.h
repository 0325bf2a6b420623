// The picture of a monitor on the whole screen. Esc, the key that opened it and a double click close it; other keys go to the monitor.
#pragma once

#include <QWidget>

namespace kinora {

class FrameCanvas;
class WidgetKeys;

class FullScreenView : public QWidget {
    Q_OBJECT

 public:
    // Keys that are not the view's go to `receiver`. Both outlive the view.
    FullScreenView(QObject& receiver, WidgetKeys& keys, QWidget* parent = nullptr);

    FrameCanvas* canvas() { return canvas_; }

 Q_SIGNALS:
    void closed();

 protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

 private:
    QObject& receiver_;
    WidgetKeys& keys_;
    FrameCanvas* canvas_;
};

}  // namespace kinora
