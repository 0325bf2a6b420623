#include "ui/viewer/glyph_button.h"

#include <QPainter>
#include <QStyleOptionToolButton>
#include <QStylePainter>

namespace kinora {

namespace {

void triangle(QPainterPath& path, QPointF a, QPointF b, QPointF c) {
    path.moveTo(a);
    path.lineTo(b);
    path.lineTo(c);
    path.closeSubpath();
}

void line(QPainterPath& path, QPointF from, QPointF to) {
    path.moveTo(from);
    path.lineTo(to);
}

void corner(QPainterPath& path, QPointF a, QPointF b, QPointF c) {
    path.moveTo(a);
    path.lineTo(b);
    path.lineTo(c);
}

GlyphShape transportShape(Glyph glyph) {
    GlyphShape shape;
    QPainterPath& filled = shape.filled;
    switch (glyph) {
        case Glyph::play:
            triangle(filled, {4, 2.5}, {13.5, 8}, {4, 13.5});
            break;
        case Glyph::pause:
            filled.addRect(3.5, 3, 3, 10);
            filled.addRect(9.5, 3, 3, 10);
            break;
        case Glyph::toStart:
            filled.addRect(2.5, 3, 2, 10);
            triangle(filled, {13, 3}, {13, 13}, {5.5, 8});
            break;
        case Glyph::toEnd:
            filled.addRect(11.5, 3, 2, 10);
            triangle(filled, {3, 3}, {3, 13}, {10.5, 8});
            break;
        case Glyph::stepBack:
            filled.addRect(10.5, 3.5, 2, 9);
            triangle(filled, {9, 3.5}, {9, 12.5}, {3, 8});
            break;
        case Glyph::stepForward:
            filled.addRect(3.5, 3.5, 2, 9);
            triangle(filled, {7, 3.5}, {7, 12.5}, {13, 8});
            break;
        case Glyph::inPoint:
            corner(shape.stroked, {9, 2.75}, {5, 2.75}, {5, 13.25});
            line(shape.stroked, {5, 13.25}, {9, 13.25});
            triangle(filled, {8, 5.5}, {8, 10.5}, {11.5, 8});
            break;
        case Glyph::outPoint:
            corner(shape.stroked, {7, 2.75}, {11, 2.75}, {11, 13.25});
            line(shape.stroked, {11, 13.25}, {7, 13.25});
            triangle(filled, {8, 5.5}, {8, 10.5}, {4.5, 8});
            break;
        default:
            break;
    }
    return shape;
}

GlyphShape pictureShape(Glyph glyph) {
    GlyphShape shape;
    QPainterPath& filled = shape.filled;
    QPainterPath& stroked = shape.stroked;
    switch (glyph) {
        case Glyph::loop:
            corner(stroked, {2.75, 8.5}, {2.75, 4.75}, {11, 4.75});
            corner(stroked, {13.25, 7.5}, {13.25, 11.25}, {5, 11.25});
            triangle(filled, {10.5, 2}, {10.5, 7.5}, {13.5, 4.75});
            triangle(filled, {5.5, 8.5}, {5.5, 14}, {2.5, 11.25});
            break;
        case Glyph::sound:
        case Glyph::muted:
            filled.addRect(1.5, 5.5, 3, 5);
            filled.addPolygon(QPolygonF({{4.5, 5.5}, {8.5, 2}, {8.5, 14}, {4.5, 10.5}}));
            if (glyph == Glyph::muted) {
                line(stroked, {10.5, 5.75}, {15, 10.25});
                line(stroked, {15, 5.75}, {10.5, 10.25});
            } else {
                stroked.arcMoveTo(QRectF(5.5, 3.5, 7.5, 9), -50);
                stroked.arcTo(QRectF(5.5, 3.5, 7.5, 9), -50, 100);
            }
            break;
        case Glyph::fullScreen:
            corner(stroked, {2.75, 6}, {2.75, 2.75}, {6, 2.75});
            corner(stroked, {10, 2.75}, {13.25, 2.75}, {13.25, 6});
            corner(stroked, {13.25, 10}, {13.25, 13.25}, {10, 13.25});
            corner(stroked, {6, 13.25}, {2.75, 13.25}, {2.75, 10});
            break;
        case Glyph::smooth:
            stroked.moveTo(2, 12);
            stroked.cubicTo(8, 12, 7, 4, 14, 4);
            break;
        case Glyph::preview:
            stroked.moveTo(1.5, 8);
            stroked.quadTo(8, 0.5, 14.5, 8);
            stroked.quadTo(8, 15.5, 1.5, 8);
            filled.addEllipse(QPointF(8, 8), 2.2, 2.2);
            break;
        case Glyph::wipe:
            stroked.addRect(2.25, 3.25, 11.5, 9.5);
            filled.addRect(2.25, 3.25, 5.75, 9.5);
            break;
        case Glyph::difference:
            stroked.addEllipse(QPointF(6, 8), 4, 4);
            stroked.addEllipse(QPointF(10, 8), 4, 4);
            break;
        case Glyph::sideBySide:
            stroked.addRect(1.75, 4.25, 5.25, 7.5);
            stroked.addRect(9, 4.25, 5.25, 7.5);
            break;
        case Glyph::swap:
            line(stroked, {3, 5.5}, {11, 5.5});
            triangle(filled, {10, 2.75}, {10, 8.25}, {13.5, 5.5});
            line(stroked, {13, 10.5}, {5, 10.5});
            triangle(filled, {6, 7.75}, {6, 13.25}, {2.5, 10.5});
            break;
        default:
            break;
    }
    return shape;
}

GlyphShape editShape(Glyph glyph) {
    GlyphShape shape;
    QPainterPath& filled = shape.filled;
    QPainterPath& stroked = shape.stroked;
    switch (glyph) {
        case Glyph::newest:
            line(stroked, {2.5, 8}, {9, 8});
            triangle(filled, {8, 4}, {8, 12}, {12, 8});
            line(stroked, {13.25, 3.5}, {13.25, 12.5});
            break;
        case Glyph::keep:
            corner(stroked, {2.75, 8.5}, {6.5, 12.25}, {13.5, 4});
            break;
        case Glyph::branch:
            line(stroked, {4.5, 4.5}, {4.5, 11.5});
            stroked.moveTo(4.5, 10.5);
            stroked.quadTo(4.5, 7.5, 11.5, 6.5);
            filled.addEllipse(QPointF(4.5, 3.5), 2, 2);
            filled.addEllipse(QPointF(4.5, 12.5), 2, 2);
            filled.addEllipse(QPointF(11.5, 5.5), 2, 2);
            break;
        case Glyph::remove:
            line(stroked, {4, 4}, {12, 12});
            line(stroked, {12, 4}, {4, 12});
            break;
        case Glyph::add:
            line(stroked, {8, 3}, {8, 13});
            line(stroked, {3, 8}, {13, 8});
            break;
        case Glyph::hold:
            corner(stroked, {2, 12}, {9, 12}, {9, 4});
            line(stroked, {9, 4}, {14, 4});
            break;
        case Glyph::linear:
            line(stroked, {2.5, 12.5}, {13.5, 3.5});
            break;
        case Glyph::ease:
            stroked.moveTo(2, 12.5);
            stroked.cubicTo(9, 12.5, 7, 3.5, 14, 3.5);
            break;
        case Glyph::snap:
            stroked.moveTo(3.5, 2.5);
            stroked.lineTo(3.5, 8);
            stroked.cubicTo(3.5, 14, 12.5, 14, 12.5, 8);
            stroked.lineTo(12.5, 2.5);
            line(stroked, {2, 5.25}, {5, 5.25});
            line(stroked, {11, 5.25}, {14, 5.25});
            break;
        default:
            break;
    }
    return shape;
}

}  // namespace

GlyphShape glyphShape(Glyph glyph) {
    for (const auto shapeOf : {transportShape, pictureShape, editShape}) {
        GlyphShape shape = shapeOf(glyph);
        if (!shape.filled.isEmpty() || !shape.stroked.isEmpty()) {
            return shape;
        }
    }
    return {};
}

GlyphButton::GlyphButton(Glyph glyph, const QString& name, const QString& keys, QWidget* parent)
    : QToolButton(parent), glyph_(glyph) {
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setGlyph(glyph, name, keys);
}

void GlyphButton::setGlyph(Glyph glyph, const QString& name, const QString& keys) {
    glyph_ = glyph;
    setAccessibleName(name);
    setToolTip(keys.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keys));
    update();
}

QSize GlyphButton::sizeHint() const {
    const int side = fontMetrics().height() + 12;
    return {side, side};
}

void GlyphButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.text.clear();
    painter.drawComplexControl(QStyle::CC_ToolButton, option);

    const QPalette::ColorGroup group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    QColor ink = palette().color(group, QPalette::ButtonText);
    if (isChecked() && isEnabled()) {
        ink = palette().color(QPalette::Active, QPalette::Highlight);
        // A second sign beside the colour.
        painter.fillRect(QRect(width() / 4, height() - 3, width() - width() / 4 * 2, 2), ink);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = fontMetrics().height();
    painter.translate((width() - side) / 2.0, (height() - side) / 2.0);
    painter.scale(side / 16.0, side / 16.0);
    const GlyphShape shape = glyphShape(glyph_);
    painter.fillPath(shape.filled, ink);
    painter.strokePath(shape.stroked, QPen(ink, 1.5, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
}

}  // namespace kinora
