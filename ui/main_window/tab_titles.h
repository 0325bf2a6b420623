// A dock among tabs has its title on the tab; its own title bar would say it again. Hides that bar while the dock is tabbed.
#pragma once

#include <QObject>

class QDockWidget;
class QMainWindow;

namespace kinora {

class TabTitles : public QObject {
    Q_OBJECT

 public:
    // Of all docks of the window, which owns this object.
    explicit TabTitles(QMainWindow& window);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void later();
    void refresh();

    QMainWindow& window_;
    bool isPending_ = false;
};

}  // namespace kinora
