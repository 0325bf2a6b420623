#include "ui/assets/asset_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/assets/asset_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int pictureWidth = 80;
constexpr int leastHeight = 62;
constexpr int iconSide = 24;

void paintPicture(QPainter* painter, const QRect& rect, const QPalette& palette, const QModelIndex& index) {
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath outline;
    outline.addRoundedRect(rect, theme::cornerRadius, theme::cornerRadius);
    painter->fillPath(outline, palette.color(QPalette::Shadow));
    const auto picture = index.data(AssetModel::thumbnailRole).value<QPixmap>();
    if (picture.isNull() || index.data(AssetModel::missingRole).toBool()) {
        const bool isMissing = index.data(AssetModel::missingRole).toBool();
        const QColor colour = isMissing ? theme::warning(palette) : theme::mutedText(palette);
        const QPixmap icon = icons::pixmap(isMissing ? QStringLiteral("warning") : QStringLiteral("assets"), iconSide, colour,
                                           painter->device()->devicePixelRatioF());
        painter->drawPixmap(rect.center() - QPoint(iconSide / 2 - 1, iconSide / 2 - 1), icon);
    } else {
        painter->setClipPath(outline);
        QRect target(QPoint(), picture.size().scaled(rect.size(), Qt::KeepAspectRatioByExpanding));
        target.moveCenter(rect.center());
        painter->drawPixmap(target, picture);
    }
    painter->restore();
}

}  // namespace

void AssetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QPalette& palette = option.palette;
    painter->save();
    if ((option.state & QStyle::State_Selected) != 0) {
        QColor fill = palette.color(QPalette::Active, QPalette::Highlight);
        fill.setAlphaF((option.state & QStyle::State_Active) != 0 ? 0.28F : 0.16F);
        painter->fillRect(option.rect, fill);
    }
    painter->setPen(theme::outline(palette));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect card = option.rect.adjusted(theme::space, theme::space, -theme::space, -theme::space);
    paintPicture(painter, QRect(card.topLeft(), QSize(pictureWidth, card.height())), palette, index);

    const QFont small = theme::smallFont(option.font);
    const QFontMetrics metrics(small);
    QRect line = card.adjusted(pictureWidth + theme::spaceLarge, 0, 0, 0);
    line.setHeight(option.fontMetrics.height());
    painter->setPen(palette.color(QPalette::Active, QPalette::Text));
    painter->drawText(line, Qt::AlignVCenter, option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, line.width()));
    painter->setFont(small);
    painter->setPen(theme::mutedText(palette));
    line.translate(0, line.height() + theme::spaceTiny);
    line.setHeight(metrics.height());
    painter->drawText(line, Qt::AlignVCenter, metrics.elidedText(index.data(AssetModel::factsRole).toString(), Qt::ElideRight, line.width()));
    line.translate(0, line.height());
    if (index.data(AssetModel::missingRole).toBool()) {
        painter->setPen(theme::danger(palette));
    } else if (index.data(AssetModel::duplicateRole).toBool()) {
        painter->setPen(theme::warning(palette));
    }
    painter->drawText(line, Qt::AlignVCenter, metrics.elidedText(index.data(AssetModel::usesRole).toString(), Qt::ElideRight, line.width()));
    painter->restore();
}

QSize AssetDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int text = option.fontMetrics.height() + 2 * QFontMetrics(theme::smallFont(option.font)).height() + theme::spaceTiny;
    return {200, qMax(leastHeight, text + 2 * theme::space)};
}

}  // namespace kinora
