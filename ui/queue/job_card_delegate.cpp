#include "ui/queue/job_card_delegate.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/queue/queue_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int cardHeight = 66;
constexpr int pictureWidth = 80;
constexpr int barHeight = 4;

JobState stateOf(const QModelIndex& index) {
    return static_cast<JobState>(index.data(QueueModel::stateRole).toInt());
}

QString iconFor(JobState state) {
    switch (state) {
        case JobState::done:
            return QStringLiteral("done");
        case JobState::failed:
            return QStringLiteral("error");
        case JobState::paused:
            return QStringLiteral("pause");
        case JobState::cancelled:
            return QStringLiteral("cancel");
        default:
            return QStringLiteral("monitor");
    }
}

QRect pictureRect(const QRect& card) {
    return {card.x() + theme::space, card.y() + theme::space, pictureWidth, card.height() - 2 * theme::space};
}

QRect textRect(const QRect& card) {
    return card.adjusted(pictureWidth + 2 * theme::space + theme::spaceSmall, theme::space, -theme::space, -theme::space);
}

void paintPicture(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option, const QModelIndex& index) {
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath outline;
    outline.addRoundedRect(rect, theme::cornerRadius, theme::cornerRadius);
    painter->fillPath(outline, option.palette.color(QPalette::Shadow));
    const auto picture = index.data(QueueModel::thumbnailRole).value<QPixmap>();
    const qreal ratio = painter->device()->devicePixelRatioF();
    if (picture.isNull()) {
        const QPixmap icon = icons::pixmap(iconFor(stateOf(index)), 24, theme::isDark(option.palette) ? theme::mutedText(option.palette) : option.palette.color(QPalette::Base), ratio);
        painter->drawPixmap(rect.center() - QPoint(11, 11), icon);
    } else {
        painter->setClipPath(outline);
        const QSize size = picture.size().scaled(rect.size(), Qt::KeepAspectRatioByExpanding);
        QRect target(QPoint(), size);
        target.moveCenter(rect.center());
        painter->drawPixmap(target, picture);
    }
    painter->restore();
}

void paintBar(QPainter* painter, const QRect& rect, double share, const QPalette& palette) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme::outline(palette));
    painter->drawRoundedRect(rect, barHeight / 2.0, barHeight / 2.0);
    painter->setBrush(palette.color(QPalette::Active, QPalette::Highlight));
    painter->drawRoundedRect(QRectF(rect.x(), rect.y(), rect.width() * share, rect.height()), barHeight / 2.0, barHeight / 2.0);
    painter->restore();
}

}  // namespace

QRect JobCardDelegate::fixRect(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QString text = index.data(QueueModel::fixRole).toString();
    if (text.isEmpty()) {
        return {};
    }
    const QFontMetrics metrics(theme::smallFont(option.font));
    const QSize size(metrics.horizontalAdvance(text) + 2 * theme::space, metrics.height() + theme::spaceSmall);
    const QRect area = textRect(option.rect);
    return {area.right() - size.width() + 1, area.bottom() - size.height() + 1, size.width(), size.height()};
}

void JobCardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QPalette& palette = option.palette;
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    painter->save();
    if (isSelected) {
        QColor fill = palette.color(QPalette::Active, QPalette::Highlight);
        fill.setAlphaF((option.state & QStyle::State_Active) != 0 ? 0.28F : 0.16F);
        painter->fillRect(option.rect, fill);
    }
    painter->setPen(theme::outline(palette));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    paintPicture(painter, pictureRect(option.rect), option, index);

    const QRect area = textRect(option.rect);
    painter->setPen(palette.color(QPalette::Active, QPalette::Text));
    painter->setFont(option.font);
    const int lineHeight = option.fontMetrics.height();
    painter->drawText(QRect(area.x(), area.y(), area.width(), lineHeight), Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, area.width()));

    const QFont small = theme::smallFont(option.font);
    const QFontMetrics metrics(small);
    painter->setFont(small);
    const bool isFailed = stateOf(index) == JobState::failed;
    painter->setPen(isFailed ? theme::danger(palette) : theme::mutedText(palette));
    const QRect fix = fixRect(option, index);
    const QRect line(area.x(), area.y() + lineHeight + theme::spaceTiny, area.width(), metrics.height());
    painter->drawText(line, Qt::AlignVCenter, metrics.elidedText(index.data(QueueModel::statusRole).toString(), Qt::ElideRight, line.width()));
    const QVariant share = index.data(QueueModel::progressRole);
    if (share.isValid()) {
        paintBar(painter, QRect(area.x(), area.bottom() - barHeight, area.width(), barHeight), share.toDouble(), palette);
    }
    if (!fix.isEmpty()) {
        QStyleOptionButton button;
        button.rect = fix;
        button.palette = palette;
        button.palette.setCurrentColorGroup(QPalette::Active);
        button.state = QStyle::State_Enabled | QStyle::State_Raised;
        QApplication::style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &button, painter, option.widget);
        painter->setPen(palette.color(QPalette::Active, QPalette::ButtonText));
        painter->drawText(fix, Qt::AlignCenter, index.data(QueueModel::fixRole).toString());
    }
    painter->restore();
}

QSize JobCardDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int text = option.fontMetrics.height() + 2 * QFontMetrics(theme::smallFont(option.font)).height() + 3 * theme::space;
    return {200, qMax(cardHeight, text)};
}

bool JobCardDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton && fixRect(option, index).contains(mouse->position().toPoint())) {
            Q_EMIT fixClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

}  // namespace kinora
