#include "ui/viewer/monitor.h"

#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/viewer.h"

namespace kinora {

Monitor::Monitor(QWidget* parent, const MakeSoundDevice& makeSoundDevice)
    : QWidget(parent), keys_(new WidgetKeys(viewerCommands(), this)), sound_(new MonitorSound(this)), tabs_(new QTabBar(this)),
      offered_(new QPushButton(this)), takes_(new QComboBox(this)), pages_(new QStackedWidget(this)), viewer_(new Viewer(this, {}, keys_, {sound_, makeSoundDevice})),
      timeline_(new Viewer(this, {}, keys_, {sound_, makeSoundDevice})),
      live_(new LivePreview(this, {}, keys_)), compare_(new CompareView(this, {}, keys_)) {
    tabs_->setDocumentMode(true);
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    for (QWidget* page : std::initializer_list<QWidget*>{viewer_, timeline_, live_, compare_}) {
        tabs_->addTab(QString());
        pages_->addWidget(page);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 4, 0);
    head->addWidget(tabs_);
    head->addStretch(1);
    head->addWidget(offered_);
    head->addWidget(takes_, 1);
    layout->addLayout(head);
    layout->addWidget(pages_, 1);
    takes_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    takes_->setMinimumContentsLength(12);
    connect(takes_, &QComboBox::activated, this, &Monitor::takeChosen);
    connect(offered_, &QPushButton::clicked, this, [this] { Q_EMIT offerTaken(offer_); });
    connect(tabs_, &QTabBar::currentChanged, this, &Monitor::showMode);
    retranslate();
}

Monitor::Mode Monitor::mode() const {
    return static_cast<Mode>(tabs_->currentIndex());
}

void Monitor::setCover(QWidget* cover) {
    cover_ = cover;
    cover_->hide();
    layout()->addWidget(cover_);
}

void Monitor::setCovered(bool isCovered) {
    if (cover_ == nullptr || isCovered == isCovered_) {
        return;
    }
    isCovered_ = isCovered;
    const bool hadFocus = cover_->isAncestorOf(QApplication::focusWidget());
    cover_->setVisible(isCovered);
    pages_->setVisible(!isCovered);
    tabs_->setVisible(!isCovered);
    takes_->setVisible(!isCovered && mode() != Mode::timeline);
    refreshOffer();
    if (hadFocus) {
        pages_->currentWidget()->setFocus();
    }
    Q_EMIT coveredChanged(isCovered);
}

void Monitor::run(ViewerCommand command) {
    if (command == ViewerCommand::mute) {
        return sound_->toggleMuted();
    }
    setCovered(false);
    switch (mode()) {
        case Mode::clip:
            return viewer_->run(command);
        case Mode::timeline:
            return timeline_->run(command);
        case Mode::live:
            return live_->run(command);
        case Mode::compare:
            return compare_->run(command);
    }
}

void Monitor::setMode(Mode mode) {
    setCovered(false);
    tabs_->setCurrentIndex(static_cast<int>(mode));
}

void Monitor::setTakes(const QStringList& names, int current) {
    const QSignalBlocker blocker(takes_);
    takes_->clear();
    takes_->addItems(names);
    takes_->setEnabled(!names.isEmpty());
    takes_->setCurrentIndex(current);
}

void Monitor::setTake(int current) {
    takes_->setCurrentIndex(current);
}

void Monitor::setOffer(Offer offer) {
    if (offer != offer_) {
        offer_ = offer;
        refreshOffer();
    }
}

void Monitor::refreshOffer() {
    offered_->setVisible(offer_ != Offer::none && !isCovered_);
    offered_->setText(offer_ == Offer::take ? tr("Show new take") : tr("Show live"));
    offered_->setAccessibleName(offered_->text());
    offered_->setToolTip(offer_ == Offer::take ? tr("A take was made while you looked at something else.")
                                               : tr("A video is being made; what you look at stays until you say so."));
}

void Monitor::showMode(int index) {
    // What is not seen does not play.
    const auto left = static_cast<Mode>(pages_->currentIndex());
    if (left == Mode::clip) {
        viewer_->controller().pause();
    } else if (left == Mode::timeline) {
        timeline_->controller().pause();
    } else if (left == Mode::compare) {
        compare_->controller().pause();
    }
    pages_->setCurrentIndex(index);
    takes_->setVisible(!isCovered_ && mode() != Mode::timeline);
    Q_EMIT modeChanged(mode());
}

void Monitor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        Q_EMIT retranslated();
    }
}

void Monitor::retranslate() {
    setAccessibleName(tr("Monitor"));
    tabs_->setAccessibleName(tr("What the monitor shows"));
    takes_->setAccessibleName(tr("Take"));
    takes_->setToolTip(tr("The take that is shown"));
    takes_->setPlaceholderText(tr("No takes yet"));
    refreshOffer();
    tabs_->setTabText(static_cast<int>(Mode::clip), tr("Clip"));
    tabs_->setTabText(static_cast<int>(Mode::timeline), tr("Timeline"));
    tabs_->setTabText(static_cast<int>(Mode::live), tr("Live preview"));
    tabs_->setTabText(static_cast<int>(Mode::compare), tr("Compare"));
}

}  // namespace kinora
