// The ruler of a generation: frame numbers, and which pixel frames share one latent frame. Video models pack frame 0 alone
// into their first latent frame and frame_multiple frames into each of the others.
#pragma once

#include <QWidget>

#include <cstdint>
#include <optional>

#include "core/base/frame_time.h"
#include "ui/keyframes/frame_scale.h"

namespace kinora {

class LatentRuler : public QWidget {
    Q_OBJECT

 public:
    explicit LatentRuler(QWidget* parent = nullptr);

    // A multiple of 1 or less shows no grid.
    void setClip(std::int64_t numFrames, const FrameRate& rate, std::int64_t frameMultiple);
    void setPlayhead(std::optional<std::int64_t> frame);
    FrameScale scale() const;
    // What the pointer shows there: "Frames 1 to 8 share latent frame 1".
    QString textAt(std::int64_t frame) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

 Q_SIGNALS:
    void frameChosen(qint64 frame);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void paintCells(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    void retranslate();

    std::int64_t numFrames_ = 1;
    FrameRate rate_ = {24, 1};
    std::int64_t frameMultiple_ = 1;
    std::optional<std::int64_t> playhead_;
};

// Pixels left and right of the frames, the same in strip, ruler and curve.
inline constexpr double clipMargin = 8.0;

}  // namespace kinora
