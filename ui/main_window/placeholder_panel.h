// Stands where a panel will be: an icon in an empty field.
#pragma once

#include <QWidget>

namespace kinora {

class PlaceholderPanel : public QWidget {
    Q_OBJECT

 public:
    explicit PlaceholderPanel(const QString& icon, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override { return {160, 90}; }
    QSize sizeHint() const override { return {400, 140}; }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    QString icon_;
};

}  // namespace kinora
