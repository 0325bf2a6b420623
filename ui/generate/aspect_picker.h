// The shape of the picture, as shapes to click.
#pragma once

#include <QWidget>

#include <vector>

class QAbstractButton;

namespace kinora {

class AspectPicker : public QWidget {
    Q_OBJECT

 public:
    explicit AspectPicker(QWidget* parent = nullptr);

    // Marks the shape that these sides are the nearest possible ones of, if any.
    void setCurrent(int width, int height, int multiple);

 Q_SIGNALS:
    void chosen(double aspect);  // width : height

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();

    std::vector<QAbstractButton*> buttons_;
};

}  // namespace kinora
