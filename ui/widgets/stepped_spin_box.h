// Whole numbers that are offset + a multiple: what is typed becomes the nearest of them, and that is said.
#pragma once

#include <QSpinBox>

#include <functional>

namespace kinora {

class SteppedSpinBox : public QSpinBox {
    Q_OBJECT

 public:
    explicit SteppedSpinBox(QWidget* parent = nullptr);

    void setSteps(int multiple, int offset, int least, int most);

 Q_SIGNALS:
    // What was typed cannot be made.
    void rounded(int typed, int made);

 protected:
    int valueFromText(const QString& text) const override;
    void fixup(QString& input) const override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    void sayRounding(const std::function<void()>& confirm);
    int nearest(int value) const;

    int multiple_ = 1;
    int offset_ = 0;
};

}  // namespace kinora
