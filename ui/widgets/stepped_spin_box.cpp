#include "ui/widgets/stepped_spin_box.h"

#include <QLineEdit>

#include <algorithm>

namespace kinora {

SteppedSpinBox::SteppedSpinBox(QWidget* parent) : QSpinBox(parent) {
    setKeyboardTracking(false);
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] {
        bool isNumber = false;
        const int typed = lineEdit()->text().toInt(&isNumber);
        if (isNumber && nearest(typed) != typed) {
            Q_EMIT rounded(typed, nearest(typed));
        }
    });
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
