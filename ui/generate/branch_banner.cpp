#include "ui/generate/branch_banner.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/theme/theme.h"

namespace kinora {

BranchBanner::BranchBanner(QWidget* parent) : QFrame(parent), text_(new QLabel(this)), cancel_(new QPushButton(this)) {
    setFrameShape(QFrame::StyledPanel);
    text_->setWordWrap(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space, theme::spaceSmall, theme::spaceSmall, theme::spaceSmall);
    row->addWidget(text_, 1);
    row->addWidget(cancel_);
    connect(cancel_, &QPushButton::clicked, this, &BranchBanner::cancelled);
    retranslate();
    hide();
}

void BranchBanner::show(const std::optional<BranchPoint>& branch) {
    branch_ = branch;
    retranslate();
    setVisible(branch_.has_value());
}

void BranchBanner::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

void BranchBanner::retranslate() {
    setAccessibleName(tr("Branch"));
    const BranchPoint shown = branch_.value_or(BranchPoint());
    text_->setText(tr("Goes on from step %1 of job %2. Model, size and length stay.").arg(shown.step).arg(shown.job.value));
    cancel_->setText(tr("Cancel Branch"));
    cancel_->setToolTip(tr("The next generation starts from noise again"));
}

}  // namespace kinora
