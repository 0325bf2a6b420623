// A job as a card: picture, prompt, what it is doing, how far it is, and a button where something can be mended.
#pragma once

#include <QStyledItemDelegate>

namespace kinora {

class JobCardDelegate : public QStyledItemDelegate {
    Q_OBJECT

 public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;

    // Where the fix button of a card is; empty where it has none.
    static QRect fixRect(const QStyleOptionViewItem& option, const QModelIndex& index);

 Q_SIGNALS:
    void fixClicked(const QModelIndex& index);
};

}  // namespace kinora
