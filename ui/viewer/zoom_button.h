// Shows the zoom of a canvas and offers others in a menu.
#pragma once

#include <QToolButton>

namespace kinora {

class FrameCanvas;

class ZoomButton : public QToolButton {
    Q_OBJECT

 public:
    // `canvas` outlives the button.
    explicit ZoomButton(FrameCanvas& canvas, QWidget* parent = nullptr);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void makeMenu();
    void showZoom();

    FrameCanvas& canvas_;
};

}  // namespace kinora
