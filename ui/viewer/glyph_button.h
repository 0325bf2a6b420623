// A tool button with a drawn sign: sharp at every scale, in the colours of the palette, also after the palette changes.
#pragma once

#include <QPainterPath>
#include <QToolButton>

namespace kinora {

enum class Glyph : std::uint8_t {
    play,
    pause,
    toStart,
    toEnd,
    stepBack,
    stepForward,
    loop,
    sound,
    muted,
    inPoint,
    outPoint,
    fullScreen,
    smooth,
    newest,
    keep,
    branch,
    preview,
    wipe,
    difference,
    sideBySide,
    swap,
    remove,
    add,
    hold,
    linear,
    ease,
    snap,
};

// In a square from (0, 0) to (16, 16). Filled parts and lines of width 1.5.
struct GlyphShape {
    QPainterPath filled;
    QPainterPath stroked;
};
GlyphShape glyphShape(Glyph glyph);

class GlyphButton : public QToolButton {
    Q_OBJECT

 public:
    // `name` is what assistive programs say; with `keys`, the tool tip has them in brackets.
    GlyphButton(Glyph glyph, const QString& name, const QString& keys = {}, QWidget* parent = nullptr);

    void setGlyph(Glyph glyph, const QString& name, const QString& keys = {});
    Glyph glyph() const { return glyph_; }
    QSize sizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    Glyph glyph_;
};

}  // namespace kinora
