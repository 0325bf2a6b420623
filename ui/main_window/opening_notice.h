// While a project is opened in the background: the window takes no keys and clicks, and says what it waits for when that takes long.
#pragma once

#include <QObject>
#include <QTimer>

class QMainWindow;

namespace kinora {

class Document;

class OpeningNotice : public QObject {
    Q_OBJECT

 public:
    // The document outlives the window, and the window this object.
    OpeningNotice(Document& document, QMainWindow& window);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void update();
    void say();

    Document& document_;
    QMainWindow& window_;
    QTimer timer_;
    bool isOpening_ = false;
};

}  // namespace kinora
