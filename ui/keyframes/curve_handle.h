// One point of a strength curve: dragged, moved by keys, deleted. A widget of its own, so that Tab and assistive programs
// reach it.
#pragma once

#include <QWidget>

#include "core/project/strength_curve.h"
#include "ui/keyframes/curve_commands.h"

namespace kinora {

class WidgetKeys;

class CurveHandle : public QWidget {
    Q_OBJECT

 public:
    static constexpr int side = 14;  // pixels

    // `keys` outlives the handle.
    CurveHandle(int index, const WidgetKeys& keys, QWidget* parent);

    int index() const { return index_; }
    // False for a command that is not about one point.
    bool run(CurveCommand command);
    void setPoint(const StrengthPoint& point);
    void setSelected(bool isSelected);

 Q_SIGNALS:
    void chosen(int index);
    void dragBegan(int index);
    // Where the pointer is, in the parent's coordinates, less where the handle was taken hold of.
    void draggedTo(int index, QPointF middle);
    void dragEnded(int index, bool isKept);
    void nudged(int index, int frames, int hundredths);
    void removeRequested(int index);
    void interpolationRequested(int index, kinora::Interpolation interpolation);

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

    int index_;
    const WidgetKeys& keys_;
    StrengthPoint point_;
    bool isSelected_ = false;
    bool isPressed_ = false;
    bool isDragging_ = false;
    QPointF pressedAt_;  // from the middle
};

}  // namespace kinora
