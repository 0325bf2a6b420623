#include "ui/main_window/status_line.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

#include "ui/queue/job_text.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/available_models.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

namespace kinora {

namespace {

constexpr int barWidth = 140;
constexpr int barHeight = 8;

}  // namespace

StatusLine::StatusLine(EngineBridge& bridge, const AvailableModels& models, const Document& document, QWidget* parent)
    : QWidget(parent), bridge_(bridge), models_(models), document_(document) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::space, 0, theme::space, 0);
    layout->setSpacing(theme::spaceLarge);
    job_ = new ElidedLabel(this);
    progress_ = new QProgressBar(this);
    progress_->setFixedSize(barWidth, barHeight);
    progress_->setTextVisible(false);
    progress_->setRange(0, 100);
    progress_->hide();
    device_ = new QLabel(this);
    kept_ = new QLabel(this);
    missing_ = new QToolButton(this);
    missing_->setAutoRaise(true);
    missing_->setIcon(icons::icon(QStringLiteral("warning")));
    missing_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setMinimumHeight(missing_->sizeHint().height());  // a bar that has to grow shows its widgets anew, also over a message
    missing_->hide();
    connect(missing_, &QToolButton::clicked, this, &StatusLine::relinkWanted);
    layout->addWidget(progress_);
    layout->addWidget(job_, 1);
    layout->addWidget(missing_);
    layout->addWidget(kept_);
    layout->addWidget(device_);
    connect(&bridge_, &EngineBridge::changed, this, &StatusLine::refresh);
    connect(&models_, &AvailableModels::changed, this, &StatusLine::refresh);
    connect(&models_, &AvailableModels::memoryChanged, this, &StatusLine::refresh);
    connect(&document_, &Document::modifiedChanged, this, &StatusLine::refresh);
    connect(&document_, &Document::saved, this, &StatusLine::refresh);
    connect(&document_, &Document::journalledChanged, this, &StatusLine::refresh);
    refresh();
}

void StatusLine::setNumMissing(int num) {
    numMissing_ = num;
    missing_->setVisible(num > 0);
    refresh();
}

void StatusLine::refresh() {
    const EngineSnapshot& snapshot = *bridge_.snapshot();
    const Job* running = snapshot.jobs.running().get();
    const int waiting = static_cast<int>(snapshot.jobs.num_waiting());
    const auto share = running != nullptr && snapshot.progress ? job_text::progress(*snapshot.progress) : std::nullopt;
    progress_->setVisible(running != nullptr);
    progress_->setValue(share ? qRound(*share * 100) : 0);
    progress_->setAccessibleName(tr("Progress"));
    QString text = running != nullptr ? job_text::status(*running, snapshot) : snapshot.is_halted ? tr("The queue is held") : tr("Ready");
    if (waiting > 0) {
        text += QStringLiteral(" \u00b7 ") + tr("%n waiting", nullptr, waiting);
    }
    job_->setText(text);
    job_->setAccessibleName(tr("What is being made"));
    kept_->setText(!document_.isModified()       ? tr("Saved")
                   : document_.isJournalled() ? tr("Changes kept in the journal")
                                              : tr("Changes are NOT kept: the disk does not take them"));
    QPalette colours = palette();
    if (!document_.isJournalled()) {
        colours.setColor(QPalette::WindowText, theme::danger(palette()));
    }
    kept_->setPalette(colours);
    kept_->setAccessibleName(tr("Whether changes are kept"));
    missing_->setText(tr("%n file(s) missing", nullptr, numMissing_));
    missing_->setAccessibleName(missing_->text());
    missing_->setToolTip(tr("Show what is missing in the media panel, where it can be relinked"));
    if (models_.compute()) {
        const ComputeStatus& compute = *models_.compute();
        device_->setText(compute.free_bytes > 0 ? tr("%1 \u00b7 %2 free").arg(QString::fromStdString(compute.device),
                                                                       QLocale().formattedDataSize(compute.free_bytes))
                                                : QString::fromStdString(compute.device));
    } else {
        device_->setText(models_.problem() ? tr("No model process") : tr("Starting the model process\u2026"));
    }
    device_->setAccessibleName(tr("Device"));
}

void StatusLine::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace kinora
