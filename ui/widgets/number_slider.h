// A number with a slider for the usual range and a field for all of it.
#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QSlider;

namespace kinora {

class NumberSlider : public QWidget {
    Q_OBJECT

 public:
    // The slider goes from `least` to `usual`, the field to `most`.
    struct Range {
        double least = 0.0;
        double usual = 1.0;
        double most = 1.0;
        double step = 1.0;
        int decimals = 0;
    };

    explicit NumberSlider(const Range& range, QWidget* parent = nullptr);

    void setLimits(double least, double usual, double most);  // tells nobody
    double value() const;
    void setValue(double value);  // tells nobody
    void setName(const QString& name);

 Q_SIGNALS:
    void edited(double value);
    void released();

 private:
    void setSliderRange();
    void showOnSlider();

    Range range_;
    QSlider* slider_;
    QDoubleSpinBox* field_;
};

}  // namespace kinora
