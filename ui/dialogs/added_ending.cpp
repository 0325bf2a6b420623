#include "ui/dialogs/added_ending.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QWidget>

namespace kinora {

void writeUnderAddedEnding(QWidget& window, const QString& title, const QString& file, const std::function<void()>& write) {
    if (!QFileInfo::exists(file)) {
        write();
        return;
    }
    const QString question = QCoreApplication::translate("kinora::AddedEnding", "%1 exists already. Replace it?").arg(QFileInfo(file).fileName());
    auto* box = new QMessageBox(QMessageBox::Question, title, question, QMessageBox::Yes | QMessageBox::No, &window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(box->button(QMessageBox::Yes), &QAbstractButton::clicked, &window, write);
    box->open();
}

}  // namespace kinora
