// Stands where a panel will be: its name and what it is for.
#pragma once

#include <QWidget>

namespace kinora {

class EngineBridge;

// Shows the newest preview, still.
class PreviewStill : public QWidget {
    Q_OBJECT

 public:
    explicit PreviewStill(EngineBridge& bridge, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override { return {240, 160}; }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    QImage image_;
};

class EmptyPanel : public QWidget {
    Q_OBJECT

 public:
    explicit EmptyPanel(const QString& icon, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override { return {160, 90}; }
    QSize sizeHint() const override { return {400, 200}; }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    QString icon_;
};

}  // namespace kinora
