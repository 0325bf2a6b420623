#include "ui/main_window/main_window.h"

#include <QFontDatabase>
#include <QLabel>
#include <QVBoxLayout>

namespace kinora {

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
    setWindowTitle(QStringLiteral("Kinora"));
    resize(720, 400);

    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(48, 48, 48, 48);
    layout->setSpacing(16);
    layout->addStretch();

    auto* title = new QLabel(tr("Kinora"), page);
    QFont title_font = title->font();
    title_font.setPointSizeF(title_font.pointSizeF() * 2.5);
    title->setFont(title_font);
    layout->addWidget(title);

    auto* sentence = new QLabel(tr("The studio is being built. Until then, the command line makes video of a prompt:"), page);
    sentence->setWordWrap(true);
    layout->addWidget(sentence);

    auto* command = new QLabel(QStringLiteral("bash packaging/run.sh render \"a red ball bouncing on green grass\" --out ball.mp4"), page);
    command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    command->setWordWrap(true);
    command->setAccessibleName(tr("Example command"));
    layout->addWidget(command);
    layout->addStretch();
    setCentralWidget(page);
}

}  // namespace kinora
