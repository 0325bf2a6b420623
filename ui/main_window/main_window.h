// The studio's window. For now it says what the command line can do; the panels come next.
#pragma once

#include <QMainWindow>

namespace kinora {

class MainWindow : public QMainWindow {
    Q_OBJECT

 public:
    explicit MainWindow(QWidget* parent = nullptr);
};

}  // namespace kinora
