// Hides what is less needed in a row of controls while the row has no room for it, so that a narrow window keeps the rest.
#pragma once

#include <QObject>

#include <vector>

class QLayout;
class QWidget;

namespace kinora {

class RoomInRow : public QObject {
    Q_OBJECT

 public:
    // `row` is a layout in `owner`, as wide as it; its spacing is that around whatever is hidden.
    RoomInRow(QWidget& owner, QLayout& row);

    // Hides `widget` after all that were named before, or before all of them. From then on nobody else shows or hides it.
    void mayHide(QWidget* widget);
    void mayHideFirst(QWidget* widget);

    // Of `owner` when everything is hidden that may be.
    int leastWidth() const;

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void later();
    void fit();
    int widthOf(const QWidget& widget) const;

    QWidget& owner_;
    QLayout& row_;
    std::vector<QWidget*> lessNeeded_;
    bool isPending_ = false;
};

}  // namespace kinora
