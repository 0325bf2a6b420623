// A model in the list of the picker: its name, and below it what it can do and whether it fits here.
#pragma once

#include <QStyledItemDelegate>

namespace kinora {

class ModelDelegate : public QStyledItemDelegate {
    Q_OBJECT

 public:
    static constexpr int detailsRole = Qt::UserRole + 1;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace kinora
