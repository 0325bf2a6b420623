#include "ui/generate/aspect_picker.h"

#include <QAbstractButton>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyleOptionToolButton>

#include "core/generation/sizes.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

struct Shape {
    int width;
    int height;
};

constexpr Shape shapes[] = {{16, 9}, {4, 3}, {1, 1}, {3, 4}, {9, 16}, {21, 9}};
constexpr int shapeSide = 22;

class ShapeButton : public QAbstractButton {
 public:
    ShapeButton(const Shape& shape, QWidget* parent) : QAbstractButton(parent), shape_(shape) {
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setText(QStringLiteral("%1:%2").arg(shape.width).arg(shape.height));
        setFont(theme::smallFont(font()));
    }

    QSize sizeHint() const override {
        return {qMax(shapeSide, fontMetrics().horizontalAdvance(text())) + 2 * theme::space,
                shapeSide + fontMetrics().height() + 3 * theme::spaceSmall};
    }
    QSize minimumSizeHint() const override { return sizeHint() - QSize(theme::space + theme::spaceSmall, 0); }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QStyleOptionToolButton option;
        option.initFrom(this);
        option.state.setFlag(QStyle::State_On, isChecked());
        option.state.setFlag(QStyle::State_MouseOver, underMouse());
        style()->drawPrimitive(QStyle::PE_PanelButtonTool, &option, &painter, this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double longSide = qMax(shape_.width, shape_.height);
        const QSizeF size(shapeSide * shape_.width / longSide, shapeSide * shape_.height / longSide);
        QRectF outline(QPointF(), size);
        outline.moveCenter(QPointF(width() / 2.0, theme::spaceSmall + shapeSide / 2.0));
        const QColor colour = isChecked() ? palette().color(QPalette::ButtonText) : theme::mutedText(palette());
        painter.setPen(QPen(colour, 1.4));
        painter.drawRoundedRect(outline.adjusted(0.7, 0.7, -0.7, -0.7), 2, 2);
        painter.setPen(colour);
        painter.drawText(rect().adjusted(0, 0, 0, -theme::spaceSmall), Qt::AlignHCenter | Qt::AlignBottom, text());
    }

 private:
    Shape shape_;
};

}  // namespace

AspectPicker::AspectPicker(QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::spaceTiny);
    for (const Shape& shape : shapes) {
        auto* button = new ShapeButton(shape, this);
        layout->addWidget(button);
        buttons_.push_back(button);
        connect(button, &QAbstractButton::clicked, this, [this, shape] { Q_EMIT chosen(static_cast<double>(shape.width) / shape.height); });
    }
    layout->addStretch();
    retranslate();
}

void AspectPicker::setCurrent(int width, int height, int multiple) {
    bool isFound = false;
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        const double aspect = static_cast<double>(shapes[i].width) / shapes[i].height;
        const PictureSize size = size_for_aspect(aspect, static_cast<double>(width) * height, qMax(multiple, 1));
        const bool isCurrent = !isFound && size.width == width && size.height == height;
        buttons_[i]->setChecked(isCurrent);
        isFound = isFound || isCurrent;
    }
}

void AspectPicker::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void AspectPicker::retranslate() {
    for (QAbstractButton* button : buttons_) {
        button->setAccessibleName(tr("Shape %1").arg(button->text()));
        button->setToolTip(tr("Make the picture %1").arg(button->text()));
    }
}

}  // namespace kinora
