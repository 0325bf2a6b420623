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

    // As wide as the widest of its words: a row of controls does not move while somebody zooms.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void makeMenu();
    void showZoom();

    FrameCanvas& canvas_;
};

}  // namespace kinora
