#include "ui/dialogs/export_row.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/session/frame_pace.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int barHeight = 4;

QToolButton* addButton(QWidget* row, QHBoxLayout* layout, const char* icon, const QString& text) {
    auto* button = new QToolButton(row);
    button->setIcon(icons::icon(QString::fromLatin1(icon)));
    button->setIconSize({theme::iconSize, theme::iconSize});
    button->setAutoRaise(true);
    button->setToolTip(text);
    button->setAccessibleName(text);
    layout->addWidget(button);
    return button;
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::ExportRow)
};

}  // namespace

QString exportStateText(const ExportEntry& entry) {
    switch (entry.state) {
        case ExportState::waiting:
            return Words::tr("Waits");
        case ExportState::running: {
            const QString frames = Words::tr("Frame %1 of %2").arg(entry.framesDone).arg(entry.numFrames);
            return entry.secondsLeft ? Words::tr("%1, %2 left").arg(frames, clockText(*entry.secondsLeft)) : frames;
        }
        case ExportState::done:
            return Words::tr("Done and checked: %n frame(s)", nullptr, static_cast<int>(entry.numFrames));
        case ExportState::stopped:
            return entry.framesDone > 0 ? Words::tr("Stopped at frame %1 of %2").arg(entry.framesDone).arg(entry.numFrames) : Words::tr("Stopped");
        case ExportState::failed:
            break;
    }
    return entry.problem;
}

ExportRow::ExportRow(QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::space, theme::spaceSmall, theme::spaceSmall, theme::spaceSmall);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(theme::spaceTiny);
    layout->addLayout(texts, 1);
    name_ = new QLabel(this);
    name_->setTextFormat(Qt::PlainText);
    state_ = new QLabel(this);
    state_->setTextFormat(Qt::PlainText);
    state_->setFont(theme::smallFont(font()));
    state_->setWordWrap(true);
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(barHeight);
    progress_->setAccessibleName(tr("Progress"));
    texts->addWidget(name_);
    texts->addWidget(state_);
    texts->addWidget(progress_);
    stop_ = addButton(this, layout, "stop", tr("Stop"));
    resume_ = addButton(this, layout, "retry", tr("Go On"));
    folder_ = addButton(this, layout, "folder", tr("Open Folder"));
    remove_ = addButton(this, layout, "remove", tr("Remove from List"));
    connect(stop_, &QToolButton::clicked, this, &ExportRow::stopWanted);
    connect(resume_, &QToolButton::clicked, this, &ExportRow::resumeWanted);
    connect(folder_, &QToolButton::clicked, this, &ExportRow::folderWanted);
    connect(remove_, &QToolButton::clicked, this, &ExportRow::removeWanted);
}

void ExportRow::show(const ExportEntry& entry) {
    const bool isUnderWay = entry.state == ExportState::waiting || entry.state == ExportState::running;
    const bool isOver = entry.state == ExportState::stopped || entry.state == ExportState::failed;
    name_->setText(QString::fromStdString(entry.settings.path.filename().string()));
    name_->setToolTip(QString::fromStdString(entry.settings.path.string()));
    state_->setText(exportStateText(entry));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, entry.state == ExportState::failed ? theme::danger(palette()) : theme::mutedText(palette()));
    state_->setPalette(colours);
    progress_->setRange(0, static_cast<int>(std::max<qint64>(entry.numFrames, 1)));
    progress_->setValue(static_cast<int>(entry.framesDone));
    progress_->setVisible(isUnderWay);
    stop_->setVisible(isUnderWay);
    resume_->setVisible(isOver);
    folder_->setVisible(entry.state == ExportState::done);
    remove_->setVisible(!isUnderWay);
}

}  // namespace kinora
