#include "ui/dialogs/about_dialog.h"

#include <QCoreApplication>
#include <QMessageBox>

#include "ui/theme/icons.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::AboutDialog)
};

}  // namespace

void showAbout(QWidget* parent) {
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(Words::tr("About Kinora"));
    box->setIconPixmap(icons::pixmap(QStringLiteral("kinora"), 64, box->palette().color(QPalette::ButtonText), box->devicePixelRatioF()));
    box->setText(Words::tr("<b>Kinora %1</b>").arg(QStringLiteral(KINORA_VERSION)));
    box->setInformativeText(Words::tr("A studio that turns prompts into video, on this computer. It asks nothing of the network and tells nobody "
                                      "anything.\n\nBuilt with Qt %1, FFmpeg, OpenCV and libtorch.")
                                .arg(QString::fromLatin1(qVersion())));
    box->open();
}

}  // namespace kinora
