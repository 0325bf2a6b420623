// The line under a picture: where in the clip it is. A press or a drag goes to the very frame under the pointer; keys and the
// wheel move by frames. Shows in and out point.
#pragma once

#include <QAbstractSlider>

#include <cstdint>
#include <optional>

#include "core/base/frame_time.h"

namespace kinora {

class ScrubBar : public QAbstractSlider {
    Q_OBJECT

 public:
    explicit ScrubBar(QWidget* parent = nullptr);

    void setClip(std::int64_t numFrames, const FrameRate& rate);
    void setMarks(std::optional<std::int64_t> in, std::optional<std::int64_t> out);

    // The middle of a frame's share of the line, and the frame whose share holds x.
    double xOf(std::int64_t frame) const;
    std::int64_t frameAt(double x) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

 Q_SIGNALS:
    // By the user, not by setValue().
    void scrubbed(qint64 frame);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    QRectF lineRect() const;
    void scrubTo(std::int64_t frame);
    void paintTicks(QPainter& painter, const QRectF& line) const;

    std::int64_t numFrames_ = 0;
    FrameRate rate_ = {24, 1};
    std::optional<std::int64_t> in_;
    std::optional<std::int64_t> out_;
    std::optional<std::int64_t> hovered_;
};

}  // namespace kinora
