// The picture of a monitor on the whole screen. Esc, F and a double click close it; other keys go to the monitor.
#pragma once

#include <QWidget>

namespace kinora {

class FrameCanvas;

class FullScreenView : public QWidget {
    Q_OBJECT

 public:
    // Keys go to `keys`, which outlives the view.
    explicit FullScreenView(QObject& keys, QWidget* parent = nullptr);

    FrameCanvas* canvas() { return canvas_; }

 Q_SIGNALS:
    void closed();

 protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

 private:
    QObject& keys_;
    FrameCanvas* canvas_;
};

}  // namespace kinora
