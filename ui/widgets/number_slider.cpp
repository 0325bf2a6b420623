#include "ui/widgets/number_slider.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSlider>

#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int fieldWidth = 76;

}  // namespace

NumberSlider::NumberSlider(const Range& range, QWidget* parent) : QWidget(parent), range_(range) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    slider_ = new QSlider(Qt::Horizontal, this);
    slider_->setFocusPolicy(Qt::ClickFocus);  // keys have the field, which is the same value
    setSliderRange();
    slider_->setMinimumWidth(60);
    field_ = new QDoubleSpinBox(this);
    field_->setDecimals(range.decimals);
    field_->setRange(range.least, range.most);
    field_->setSingleStep(range.step);
    field_->setFixedWidth(fieldWidth);
    layout->addWidget(slider_, 1);
    layout->addWidget(field_);
    setFocusProxy(field_);
    connect(slider_, &QSlider::valueChanged, this, [this](int place) { field_->setValue(range_.least + place * range_.step); });
    connect(slider_, &QSlider::sliderReleased, this, &NumberSlider::released);
    connect(field_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        showOnSlider();
        Q_EMIT edited(value);
    });
    connect(field_, &QDoubleSpinBox::editingFinished, this, &NumberSlider::released);
}

void NumberSlider::setLimits(double least, double usual, double most) {
    range_.least = least;
    range_.usual = usual;
    range_.most = most;
    {
        const QSignalBlocker quietField(field_);
        const QSignalBlocker quietSlider(slider_);
        field_->setRange(least, most);
        setSliderRange();
    }
    showOnSlider();
}

void NumberSlider::setSliderRange() {
    slider_->setRange(0, qRound((range_.usual - range_.least) / range_.step));
}

double NumberSlider::value() const {
    return field_->value();
}

void NumberSlider::setValue(double value) {
    // Setting the same value would write the text anew, under the fingers of whoever types it.
    if (value != field_->value()) {
        const QSignalBlocker quiet(field_);
        field_->setValue(value);
    }
    showOnSlider();
}

void NumberSlider::setName(const QString& name) {
    field_->setAccessibleName(name);
    slider_->setAccessibleName(name);
}

void NumberSlider::showOnSlider() {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(qRound((field_->value() - range_.least) / range_.step));
}

}  // namespace kinora
