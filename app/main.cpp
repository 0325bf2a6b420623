// kinora: the studio.
#include <QApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QStandardPaths>

#include <cstdio>
#include <memory>

#include "app/application.h"
#include "app/hand_over.h"
#include "core/base/error_record.h"
#include "ui/language/language.h"
#include "ui/main_window/main_window.h"
#include "ui/session/app_settings.h"
#include "ui/session/error_text.h"

int main(int argc, char** argv) {
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication qt(argc, argv);
    QApplication::setApplicationName(QStringLiteral("kinora"));
    QApplication::setApplicationDisplayName(QString());
    QApplication::setApplicationVersion(QStringLiteral(KINORA_VERSION));
    const QStringList arguments = QApplication::arguments();
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("--version"))) {
        std::puts("kinora " KINORA_VERSION "\nusage: kinora [FILE]");
        return 0;
    }
    kinora::Application::Options options;
    options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    options.settingsFile = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/kinora.ini");
    options.worker = kinora::Application::workerCommand();
    options.file = arguments.value(1);
    const QString file = options.file.isEmpty() ? QString() : QFileInfo(options.file).absoluteFilePath();
    const auto isHandedOver = [&options, request = kinora::StartRequest{file, qgetenv("XDG_ACTIVATION_TOKEN")}] {
        return kinora::handOver(options.dataFolder, request);
    };
    try {
        const std::unique_ptr<kinora::Application> application = kinora::Application::whenFree(qt, options, isHandedOver);
        if (!application) {
            return 0;
        }
        application->start();
        return QApplication::exec();
    } catch (const kinora::Error& error) {
        kinora::Language language;
        language.set(kinora::AppSettings(options.settingsFile, options.dataFolder).language());
        const kinora::ErrorText text = kinora::describe(kinora::record_of(error));
        QMessageBox box(QMessageBox::Critical, QStringLiteral("Kinora"), text.sentence);
        box.setInformativeText(text.sentence == text.details ? text.hint : text.details + QLatin1Char('\n') + text.hint);
        box.exec();
        return 1;
    }
}
