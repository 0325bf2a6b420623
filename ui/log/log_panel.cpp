#include "ui/log/log_panel.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/log/log_buffer.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

LogPanel::LogPanel(const LogBuffer& log, QWidget* parent) : QWidget(parent), log_(log) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, theme::spaceSmall);
    text_ = new QPlainTextEdit(this);
    text_->setReadOnly(true);
    text_->setFrameShape(QFrame::NoFrame);
    text_->setFont(theme::smallFont(QFontDatabase::systemFont(QFontDatabase::FixedFont)));
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setMaximumBlockCount(2000);
    layout->addWidget(text_, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(theme::space, 0, theme::space, 0);
    copy_ = new QPushButton(icons::icon(QStringLiteral("copy")), QString(), this);
    folder_ = new QPushButton(icons::icon(QStringLiteral("folder")), QString(), this);
    buttons->addWidget(copy_);
    buttons->addWidget(folder_);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(&log_, &LogBuffer::added, this, &LogPanel::showNew);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text_->toPlainText()); });
    connect(folder_, &QPushButton::clicked, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(log_.file().parent_path().string())));
    });
    retranslate();
}

void LogPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void LogPanel::retranslate() {
    text_->setAccessibleName(tr("Log"));
    copy_->setText(tr("Copy"));
    folder_->setText(tr("Open Folder"));
    const QScrollBar& bar = *text_->verticalScrollBar();
    const int place = bar.value();
    const bool isAtTheEnd = place == bar.maximum();
    text_->clear();
    numShown_ = 0;
    showNew();
    text_->verticalScrollBar()->setValue(isAtTheEnd ? bar.maximum() : place);
}

void LogPanel::showNew() {
    if (const QStringList lines = log_.linesAfter(numShown_); !lines.isEmpty()) {
        text_->appendPlainText(lines.join(QLatin1Char('\n')));
    }
}

}  // namespace kinora
