// Two pictures of the same moment: one wiped over the other, their difference, or side by side. The wipe is dragged by its
// edge, or moved with [ and ].
#pragma once

#include <array>
#include <cstddef>

#include "ui/viewer/frame_canvas.h"

namespace kinora {

enum class CompareMode : std::uint8_t { wipe, difference, sideBySide };

class CompareCanvas : public FrameCanvas {
    Q_OBJECT

 public:
    explicit CompareCanvas(QWidget* parent = nullptr, WidgetKeys* keys = nullptr);

    void setFirst(const Image& picture);
    void setSecond(const Image& picture);
    // Why there is no picture on a side (0 or 1), over the canvas's half of it; until there is one.
    void setProblem(std::size_t side, const Saying& problem);
    const Saying& problem(std::size_t side) const { return problems_.at(side); }
    void clearBoth();

    bool run(ViewerCommand command) override;

    CompareMode mode() const { return mode_; }
    double wipe() const { return wipe_; }  // the part of the width that shows the first picture
    double wipeX() const;                  // where the edge is, in the widget's coordinates

 public Q_SLOTS:
    void setMode(kinora::CompareMode mode);
    void setWipe(double wipe);

 Q_SIGNALS:
    void wipeChanged(double wipe);

 protected:
    QSize pictureSize() const override;
    void paintPicture(QPainter& painter, const QRectF& target) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

 private:
    void setSide(std::size_t side, QImage& shown, const Image& picture);
    void describeProblems();
    bool isAtEdge(double x) const;
    void paintWipe(QPainter& painter, const QRectF& target);
    void paintSideBySide(QPainter& painter, const QRectF& target);
    void paintDifference(QPainter& painter, const QRectF& target);
    void paintLabel(QPainter& painter, const QRectF& corner, Qt::Alignment side, const QString& text) const;

    QImage first_;
    QImage second_;
    std::array<Saying, 2> problems_;
    CompareMode mode_ = CompareMode::wipe;
    double wipe_ = 0.5;
    bool isWiping_ = false;
};

}  // namespace kinora
