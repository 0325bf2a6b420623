// One sentence beside the pointer that goes away by itself: why something is not possible.
#pragma once

#include <QLabel>
#include <QTimer>

namespace kinora {

class MessageBubble : public QLabel {
    Q_OBJECT

 public:
    explicit MessageBubble(QWidget* parent);

    // Inside the parent. `isLasting` stays until hide().
    void say(const QString& sentence, const QPoint& at, bool isLasting);

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    QTimer timer_;
};

}  // namespace kinora
