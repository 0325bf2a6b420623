#include "ui/widgets/work_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int barHeight = 4;

void name(QToolButton* button, const QString& text) {
    button->setToolTip(text);
    button->setAccessibleName(text);
}

QToolButton* addButton(QWidget* row, QHBoxLayout* layout, const WorkRow::Button& as) {
    auto* button = new QToolButton(row);
    button->setIcon(icons::icon(QString::fromLatin1(as.icon)));
    button->setIconSize({theme::iconSize, theme::iconSize});
    button->setAutoRaise(true);
    name(button, as.text);
    layout->addWidget(button);
    return button;
}

}  // namespace

WorkRow::WorkRow(const Button& stop, const Button& goOn, const Button& remove, const std::optional<Button>& folder, QWidget* parent)
    : QWidget(parent) {
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
    stop_ = addButton(this, layout, stop);
    resume_ = addButton(this, layout, goOn);
    if (folder) {
        folder_ = addButton(this, layout, *folder);
        connect(folder_, &QToolButton::clicked, this, &WorkRow::folderWanted);
    }
    remove_ = addButton(this, layout, remove);
    connect(stop_, &QToolButton::clicked, this, &WorkRow::stopWanted);
    connect(resume_, &QToolButton::clicked, this, &WorkRow::resumeWanted);
    connect(remove_, &QToolButton::clicked, this, &WorkRow::removeWanted);
}

void WorkRow::setTexts(const QString& stop, const QString& goOn, const QString& remove) {
    name(stop_, stop);
    name(resume_, goOn);
    name(remove_, remove);
}

void WorkRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        progress_->setAccessibleName(tr("Progress"));
    }
}

void WorkRow::show(const WorkRowContent& content) {
    name_->setText(content.name);
    name_->setToolTip(content.toolTip);
    state_->setText(content.state);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, content.isFailed ? theme::danger(palette()) : theme::mutedText(palette()));
    state_->setPalette(colours);
    progress_->setRange(0, static_cast<int>(std::max<qint64>(content.numFrames, 1)));
    progress_->setValue(static_cast<int>(content.framesDone));
    progress_->setVisible(content.isUnderWay);
    stop_->setVisible(content.canStop);
    resume_->setVisible(content.canGoOn);
    if (folder_ != nullptr) {
        folder_->setVisible(content.hasFile);
    }
    remove_->setVisible(content.canBeRemoved);
}

}  // namespace kinora
