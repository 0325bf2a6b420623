#include "ui/widgets/stepped_spin_box.h"

#include <QKeyEvent>
#include <QLineEdit>

#include <algorithm>

namespace kinora {

SteppedSpinBox::SteppedSpinBox(QWidget* parent) : QSpinBox(parent) {
    setKeyboardTracking(false);
}

// `confirm` makes a possible number of what was typed.
void SteppedSpinBox::sayRounding(const std::function<void()>& confirm) {
    bool isNumber = false;
    const int typed = lineEdit()->text().toInt(&isNumber);
    const int made = valueFromText(lineEdit()->text());
    confirm();
    if (isNumber && made != typed) {
        Q_EMIT rounded(typed, made);
    }
}

void SteppedSpinBox::focusOutEvent(QFocusEvent* event) {
    sayRounding([&] { QSpinBox::focusOutEvent(event); });
}

void SteppedSpinBox::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        sayRounding([&] { QSpinBox::keyPressEvent(event); });
    } else {
        QSpinBox::keyPressEvent(event);
    }
}

void SteppedSpinBox::setSteps(int multiple, int offset, int least, int most) {
    multiple_ = std::max(multiple, 1);
    offset_ = offset;
    setRange(nearest(least), nearest(most));
    setSingleStep(multiple_);
}

int SteppedSpinBox::nearest(int value) const {
    const int steps = (value - offset_ + multiple_ / 2) / multiple_;
    return std::max(offset_ + steps * multiple_, offset_ == 0 ? multiple_ : offset_);
}

int SteppedSpinBox::valueFromText(const QString& text) const {
    return std::clamp(nearest(text.toInt()), minimum(), maximum());
}

void SteppedSpinBox::fixup(QString& input) const {
    input = QString::number(valueFromText(input));
}

}  // namespace kinora
