// Makes a dialog higher when its words have become more lines than it has room for. One that is higher stays as it is.
#pragma once

#include <QEvent>
#include <QLayout>
#include <QWidget>

namespace kinora {

class RoomForWords : public QObject {
 public:
    // For as long as the dialog lives, which has a layout by the time that it is shown.
    explicit RoomForWords(QWidget& dialog) : QObject(&dialog), dialog_(dialog) { dialog.installEventFilter(this); }

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
            const int needed = dialog_.layout()->totalHeightForWidth(dialog_.width());
            if (needed > dialog_.height()) {
                dialog_.resize(dialog_.width(), needed);
            }
        }
        return QObject::eventFilter(watched, event);
    }

 private:
    QWidget& dialog_;
};

}  // namespace kinora
