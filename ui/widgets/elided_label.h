// A line of words that ends in dots where it has no room, and never asks for more than there is. The tool tip has the whole then.
#pragma once

#include <QLabel>

namespace kinora {

class ElidedLabel : public QLabel {
    Q_OBJECT

 public:
    using QLabel::QLabel;

    QSize minimumSizeHint() const override;

 protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace kinora
