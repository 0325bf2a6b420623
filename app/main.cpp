// kinora: the studio.
#include <QApplication>
#include <QMessageBox>
#include <QStandardPaths>

#include <cstdio>

#include "app/application.h"
#include "core/base/error.h"
#include "ui/main_window/main_window.h"

int main(int argc, char** argv) {
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication qt(argc, argv);
    QApplication::setApplicationName(QStringLiteral("kinora"));
    QApplication::setApplicationDisplayName(QString());
    QApplication::setApplicationVersion(QStringLiteral(KINORA_VERSION));
    const QStringList arguments = QApplication::arguments();
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("--version"))) {
        std::puts("kinora " KINORA_VERSION "\nusage: kinora [PROJECT.kinora]");
        return 0;
    }
    kinora::Application::Options options;
    options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    options.settingsFile = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/kinora.ini");
    options.worker = kinora::Application::workerCommand();
    options.project = arguments.value(1);
    try {
        kinora::Application application(qt, options);
        application.start();
        return QApplication::exec();
    } catch (const kinora::Error& error) {
        QMessageBox::critical(nullptr, QStringLiteral("Kinora"), QString::fromUtf8(error.what()));
        return 1;
    }
}
