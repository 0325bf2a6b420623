// Shows one picture: fitted, or at a zoom with the mouse to move it. Zoom 1 is one pixel of the picture on one pixel of the
// screen, whatever the screen's scale.
#pragma once

#include <QImage>
#include <QWidget>

#include "core/base/image.h"
#include "ui/language/saying.h"
#include "ui/viewer/viewer_commands.h"

namespace kinora {

class WidgetKeys;

// How a picture is enlarged. Pixels: their edges stay sharp, and a fitted tiny clip is enlarged by a whole number.
enum class Enlargement : std::uint8_t { pixels, smooth };

class FrameCanvas : public QWidget {
    Q_OBJECT

 public:
    // `keys` outlives the canvas; without them it has some of its own.
    explicit FrameCanvas(QWidget* parent = nullptr, WidgetKeys* keys = nullptr);

    // False for a command that is not about the view.
    virtual bool run(ViewerCommand command);
    WidgetKeys& keys() const { return *keys_; }

    void setPicture(const Image& picture);
    void clear();
    // A sentence over the canvas: why there is no picture. Empty for none.
    void setMessage(const Saying& message);
    const Saying& message() const { return message_; }

    bool isFitted() const { return isFitted_; }
    double zoom() const;  // of what is seen now
    Enlargement enlargement() const { return enlargement_; }
    // Where the picture is, in the widget's coordinates; empty without one.
    QRectF pictureRect() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

 public Q_SLOTS:
    void fit();
    void setZoom(double zoom);  // about the middle of the view
    void zoomIn();
    void zoomOut();
    void setEnlargement(kinora::Enlargement enlargement);

 Q_SIGNALS:
    void zoomChanged(double zoom, bool isFitted);
    void enlargementChanged(kinora::Enlargement enlargement);
    void doubleClicked();

 protected:
    // For canvases with more than one picture. The target is aligned to the screen's pixels.
    virtual QSize pictureSize() const { return picture_.size(); }
    virtual void paintPicture(QPainter& painter, const QRectF& target);
    // One picture, enlarged or reduced into `target`.
    void drawSharply(QPainter& painter, const QRectF& target, const QImage& picture);
    // A sentence in the middle of that part of the canvas.
    void paintMessage(QPainter& painter, const QRect& part, const QString& message) const;

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    double fittedZoom() const;
    void zoomAbout(double zoom, QPointF fixed);
    void keepInView();
    void paintBackground(QPainter& painter) const;

    WidgetKeys* keys_;
    QImage picture_;
    Saying message_;
    bool isFitted_ = true;
    double zoom_ = 1.0;   // while not fitted
    QPointF centre_;      // the place of the picture in the middle of the view, in its pixels
    Enlargement enlargement_ = Enlargement::smooth;
    QPointF dragFrom_;
    bool isDragging_ = false;
};

// Enlarged by `enlargement` or reduced without aliasing. `target` in the painter's coordinates.
void drawPicture(QPainter& painter, const QRectF& target, const QImage& picture, Enlargement enlargement);

// The next zoom of a ladder of handy ones.
double nextZoom(double zoom, bool larger);

}  // namespace kinora
