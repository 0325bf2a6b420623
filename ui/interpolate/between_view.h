// Two frames of a clip, small, and between them the picture that would be made.
#pragma once

#include <QImage>
#include <QWidget>

#include "ui/interpolate/between_pictures.h"

namespace kinora {

class BetweenView : public QWidget {
    Q_OBJECT

 public:
    explicit BetweenView(QWidget* parent = nullptr);

    void show(const BetweenPicture& picture);
    // What was asked for is not there yet; what is shown stays.
    void showWaiting();

    const QImage& between() const { return between_; }

 protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

 private:
    void describe();

    QImage before_;
    QImage between_;
    QImage after_;
    qint64 frame_ = -1;  // none yet
    bool isCut_ = false;
    bool isWaiting_ = true;
    Saying problem_;
};

}  // namespace kinora
