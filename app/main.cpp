// kinora: the studio.
#include <QApplication>

#include "ui/main_window/main_window.h"

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Kinora"));
    QApplication::setApplicationVersion(QStringLiteral(KINORA_VERSION));
    kinora::MainWindow window;
    window.show();
    return QApplication::exec();
}
