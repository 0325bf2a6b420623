// Paints an asset as a card: its picture, its name, what it is, where it is used.
#pragma once

#include <QStyledItemDelegate>

namespace kinora {

class AssetDelegate : public QStyledItemDelegate {
    Q_OBJECT

 public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace kinora
