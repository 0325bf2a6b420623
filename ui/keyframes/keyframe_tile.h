// One keyframe on the strip: its picture, frame and strength. A widget of its own, so that Tab, focus and assistive programs
// reach it like any other.
#pragma once

#include <QImage>
#include <QWidget>

#include "core/project/generation.h"

namespace kinora {

class KeyframeTile : public QWidget {
    Q_OBJECT

 public:
    explicit KeyframeTile(QWidget* parent = nullptr);

    void setKeyframe(const Keyframe& keyframe);
    const Keyframe& keyframe() const { return keyframe_; }
    void setThumbnail(const QImage& thumbnail);
    void setSelected(bool isSelected);

    static QSize tileSize() { return {72, 54}; }

 Q_SIGNALS:
    void chosen();
    void dragBegan();
    // How far the pointer is from where the drag began, in pixels.
    void dragged(double pixels, bool withoutSnapping);
    void dragEnded(bool isKept);
    // By keys. Shift takes the large step: to the next latent frame, or 0.25 of strength.
    void nudged(int direction, bool isLarge);
    void moveRequested(bool toEnd);
    void strengthNudged(int direction, bool isLarge);
    void removeRequested();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void describe();
    void paintStrength(QPainter& painter, const QRectF& box) const;

    Keyframe keyframe_;
    QImage thumbnail_;
    bool isSelected_ = false;
    bool isPressed_ = false;
    bool isDragging_ = false;
    double pressedAt_ = 0.0;  // on the screen
};

}  // namespace kinora
