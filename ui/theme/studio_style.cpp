#include "ui/theme/studio_style.h"

#include <QDockWidget>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

QColor shifted(const QColor& colour, bool isDark, int percent) {
    return isDark ? colour.lighter(100 + percent) : colour.darker(100 + percent / 2);
}

// A rounded field whose outline lies on whole pixels.
void drawField(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& line) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme::cornerRadius, theme::cornerRadius);
    painter->restore();
}

QColor fieldLine(const QStyleOption* option) {
    return (option->state & QStyle::State_HasFocus) != 0 ? option->palette.color(QPalette::Highlight) : theme::outline(option->palette);
}

QColor buttonFill(const QStyleOption* option) {
    const bool isDark = theme::isDark(option->palette);
    const QColor fill = option->palette.color(QPalette::Button);
    if ((option->state & QStyle::State_Enabled) == 0) {
        return option->palette.color(QPalette::Window);
    }
    if ((option->state & (QStyle::State_Sunken | QStyle::State_On)) != 0) {
        return shifted(fill, isDark, 26);
    }
    return (option->state & QStyle::State_MouseOver) != 0 ? shifted(fill, isDark, 13) : fill;
}

void drawPushButton(const QStyleOption* option, QPainter* painter) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const bool isDefault = button != nullptr && (button->features & QStyleOptionButton::DefaultButton) != 0;
    QColor fill = buttonFill(option);
    QColor line = fieldLine(option);
    if (isDefault && (option->state & QStyle::State_Enabled) != 0) {
        const QColor accent = option->palette.color(QPalette::Highlight);
        fill = (option->state & QStyle::State_Sunken) != 0 ? accent.darker(115)
               : (option->state & QStyle::State_MouseOver) != 0 ? accent.lighter(110) : accent;
        line = (option->state & QStyle::State_HasFocus) != 0 ? option->palette.color(QPalette::BrightText) : fill;
    }
    drawField(painter, option->rect, fill, line);
}

void drawToolButton(const QStyleOption* option, QPainter* painter) {
    const bool isOn = (option->state & QStyle::State_On) != 0;
    const bool isActive = (option->state & (QStyle::State_MouseOver | QStyle::State_Sunken)) != 0;
    const bool hasFocus = (option->state & QStyle::State_HasFocus) != 0;
    if ((option->state & QStyle::State_Enabled) != 0 && (isOn || isActive || hasFocus)) {
        QColor fill = isActive || !isOn ? buttonFill(option) : option->palette.color(QPalette::Highlight);
        if (isOn) {
            fill = option->palette.color(QPalette::Highlight);
            fill.setAlphaF(isActive ? 0.55F : 0.4F);
        } else if (!isActive) {
            fill = Qt::transparent;
        }
        drawField(painter, option->rect, fill, hasFocus ? option->palette.color(QPalette::Highlight) : QColor());
    }
}

void drawCheckBox(const QStyleOption* option, QPainter* painter, bool isRound) {
    const bool isOn = (option->state & (QStyle::State_On | QStyle::State_NoChange)) != 0;
    const bool isEnabled = (option->state & QStyle::State_Enabled) != 0;
    const QColor accent = option->palette.color(isEnabled ? QPalette::Active : QPalette::Disabled, QPalette::Highlight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->setPen(isOn ? accent : (option->state & QStyle::State_HasFocus) != 0 ? accent : theme::outline(option->palette));
    painter->setBrush(isOn ? accent : option->palette.color(QPalette::Base));
    isRound ? painter->drawEllipse(box) : painter->drawRoundedRect(box, 3, 3);
    if (isOn) {
        const QColor mark = option->palette.color(QPalette::HighlightedText);
        if (isRound) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(mark);
            painter->drawEllipse(box.center(), box.width() / 5, box.width() / 5);
        } else {
            painter->setPen(QPen(mark, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const auto at = [&](double x, double y) { return box.topLeft() + QPointF(x * box.width(), y * box.height()); };
            painter->drawPolyline(QPolygonF({at(0.22, 0.52), at(0.43, 0.73), at(0.78, 0.3)}));
        }
    }
    painter->restore();
}

void drawChevron(QPainter* painter, const QRect& rect, bool isUp, const QColor& colour) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = QRectF(rect).center();
    const double up = isUp ? -1.0 : 1.0;
    painter->drawPolyline(QPolygonF({c + QPointF(-3, -1.5 * up), c + QPointF(0, 1.5 * up), c + QPointF(3, -1.5 * up)}));
    painter->restore();
}

}  // namespace

StudioStyle::StudioStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    switch (element) {
        case PE_PanelButtonCommand:
            drawPushButton(option, painter);
            return;
        case PE_PanelButtonTool:
            drawToolButton(option, painter);
            return;
        case PE_PanelLineEdit:
        case PE_FrameLineEdit: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame == nullptr || frame->lineWidth > 0) {
                drawField(painter, option->rect, option->palette.color(QPalette::Base), fieldLine(option));
            }
            return;
        }
        case PE_Frame:
            if (widget != nullptr && widget->inherits("QAbstractScrollArea")) {
                painter->setPen(fieldLine(option));
                painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
                return;
            }
            break;
        case PE_IndicatorCheckBox:
            drawCheckBox(option, painter, false);
            return;
        case PE_IndicatorRadioButton:
            drawCheckBox(option, painter, true);
            return;
        case PE_FrameFocusRect:  // focus shows in the outline of the control itself
            if (const auto* button = qobject_cast<const QToolButton*>(widget); button != nullptr && button->autoRaise()) {
                drawField(painter, widget->rect(), Qt::transparent, option->palette.color(QPalette::Highlight));  // it has none otherwise
                return;
            }
            if (widget != nullptr && (widget->inherits("QAbstractButton") || widget->inherits("QComboBox"))) {
                return;
            }
            break;
        default:
            break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void StudioStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    if (element == CE_PushButtonLabel) {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (button != nullptr && (button->features & QStyleOptionButton::DefaultButton) != 0) {
            QStyleOptionButton copy = *button;
            copy.palette.setColor(QPalette::Active, QPalette::ButtonText, option->palette.color(QPalette::HighlightedText));
            copy.palette.setColor(QPalette::Inactive, QPalette::ButtonText, option->palette.color(QPalette::HighlightedText));
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
    } else if (element == CE_TabBarTabShape) {
        const bool isSelected = (option->state & State_Selected) != 0;
        const QColor window = option->palette.color(QPalette::Window);
        painter->fillRect(option->rect, isSelected ? shifted(window, theme::isDark(option->palette), 12) : window);
        if (isSelected) {
            painter->fillRect(option->rect.x(), option->rect.bottom() - 1, option->rect.width(), 2, option->palette.color(QPalette::Highlight));
        }
        return;
    } else if (element == CE_ProgressBarGroove) {
        drawField(painter, option->rect, option->palette.color(QPalette::Base), theme::outline(option->palette));
        return;
    } else if (element == CE_DockWidgetTitle) {
        const auto* dock = qstyleoption_cast<const QStyleOptionDockWidget*>(option);
        if (dock != nullptr) {
            painter->fillRect(option->rect, shifted(option->palette.color(QPalette::Window), theme::isDark(option->palette), 12));
            const QRect text = subElementRect(SE_DockWidgetTitleBarText, option, widget).adjusted(theme::space, 0, 0, 0);
            painter->setPen(theme::mutedText(option->palette));
            const QString title = painter->fontMetrics().elidedText(dock->title, Qt::ElideRight, text.width());
            painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, title);
        }
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                     const QWidget* widget) const {
    const QColor text = option->palette.color((option->state & State_Enabled) != 0 ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText);
    if (control == CC_ComboBox) {
        const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        if (combo != nullptr && combo->frame) {
            drawField(painter, option->rect, combo->editable ? option->palette.color(QPalette::Base) : buttonFill(option), fieldLine(option));
            drawChevron(painter, subControlRect(control, option, SC_ComboBoxArrow, widget), false, text);
            return;
        }
    } else if (control == CC_SpinBox) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (spin != nullptr) {
            if (spin->frame) {
                drawField(painter, option->rect, option->palette.color(QPalette::Base), fieldLine(option));
            }
            if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
                const QColor muted = theme::mutedText(option->palette);
                const auto colour = [&](SubControl part) { return (option->activeSubControls & part) != 0 ? text : muted; };
                drawChevron(painter, subControlRect(control, option, SC_SpinBoxUp, widget), true, colour(SC_SpinBoxUp));
                drawChevron(painter, subControlRect(control, option, SC_SpinBoxDown, widget), false, colour(SC_SpinBoxDown));
            }
            return;
        }
    } else if (control == CC_Slider) {
        const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (slider != nullptr && slider->orientation == Qt::Horizontal) {
            const QRect groove = subControlRect(control, option, SC_SliderGroove, widget);
            const QRect handle = subControlRect(control, option, SC_SliderHandle, widget);
            const QRect line(groove.x(), groove.center().y() - 1, groove.width(), 3);
            drawField(painter, line, theme::outline(option->palette), QColor());
            const bool isEnabled = (option->state & State_Enabled) != 0;
            const QColor accent = option->palette.color(isEnabled ? QPalette::Active : QPalette::Disabled, QPalette::Highlight);
            drawField(painter, QRect(line.topLeft(), QPoint(handle.center().x(), line.bottom())), accent, QColor());
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(option->palette.color(QPalette::Window), 1));
            painter->setBrush((option->state & State_HasFocus) != 0 ? accent.lighter(125) : isEnabled ? text : accent);
            painter->drawEllipse(QRectF(handle).center(), 6, 6);
            painter->restore();
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_TabBarIconSize:
            return theme::iconSize;
        case PM_ToolBarIconSize:
            return theme::iconSize + 2;
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing:
            return theme::space;
        case PM_LayoutLeftMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutBottomMargin:
            return theme::space;
        case PM_DockWidgetSeparatorExtent:
        case PM_SplitterWidth:
            return theme::spaceSmall;
        case PM_TitleBarButtonIconSize:
            return theme::iconSize - 4;
        case PM_DockWidgetTitleMargin:
            return theme::spaceSmall;
        case PM_MenuPanelWidth:
            return 1;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returnData) const {
    switch (hint) {
        case SH_ComboBox_Popup:
            return 0;
        case SH_ToolTip_WakeUpDelay:
            return 500;
        case SH_DialogButtonBox_ButtonsHaveIcons:
            return 0;
        default:
            return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QIcon StudioStyle::standardIcon(StandardPixmap standard, const QStyleOption* option, const QWidget* widget) const {
    switch (standard) {
        case SP_TitleBarCloseButton:
        case SP_DockWidgetCloseButton:
        case SP_LineEditClearButton:
            return icons::icon(QStringLiteral("cancel"));
        case SP_TitleBarNormalButton:
            return icons::icon(QStringLiteral("float"));
        default:
            return QProxyStyle::standardIcon(standard, option, widget);
    }
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
        case CT_PushButton:
        case CT_ComboBox:
        case CT_LineEdit:
        case CT_SpinBox:
            result.setHeight(qMax(result.height(), theme::controlHeight));
            break;
        case CT_MenuItem:
            result.setHeight(qMax(result.height(), theme::controlHeight - 2));
            break;
        default:
            break;
    }
    return result;
}

}  // namespace kinora
