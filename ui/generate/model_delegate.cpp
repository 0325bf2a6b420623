#include "ui/generate/model_delegate.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <utility>

#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int widest = 560;  // of what a problem says; the rest is cut

int lineHeight(const QStyleOptionViewItem& option) {
    return QFontMetrics(theme::smallFont(option.font)).height();
}

}  // namespace

void ModelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QString name = std::exchange(option.text, QString());
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);  // what lies behind the texts

    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    const bool isEnabled = (option.state & QStyle::State_Enabled) != 0;
    const QColor muted = theme::mutedText(option.palette);
    const QColor chosen = option.palette.color(QPalette::Active, QPalette::HighlightedText);
    const QRect area = option.rect.adjusted(theme::space, theme::spaceSmall, -theme::space, -theme::spaceSmall);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(isSelected ? chosen : isEnabled ? option.palette.color(QPalette::Active, QPalette::Text) : muted);
    painter->drawText(QRect(area.x(), area.y(), area.width(), option.fontMetrics.height()), Qt::AlignVCenter,
                      option.fontMetrics.elidedText(name, Qt::ElideRight, area.width()));
    const QFont small = theme::smallFont(option.font);
    painter->setFont(small);
    painter->setPen(isSelected ? chosen : muted);
    const QRect below(area.x(), area.bottom() + 1 - lineHeight(option), area.width(), lineHeight(option));
    painter->drawText(below, Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(index.data(detailsRole).toString(), Qt::ElideRight, below.width()));
    painter->restore();
}

QSize ModelDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int name = option.fontMetrics.horizontalAdvance(index.data().toString());
    const int details = QFontMetrics(theme::smallFont(option.font)).horizontalAdvance(index.data(detailsRole).toString());
    const int height = option.fontMetrics.height() + lineHeight(option) + 2 * theme::spaceSmall + theme::spaceTiny;
    return {std::min(std::max(name, details) + 3 * theme::space, widest), height};
}

}  // namespace kinora
