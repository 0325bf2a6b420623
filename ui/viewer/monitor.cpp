#include "ui/viewer/monitor.h"

#include <QEvent>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/viewer/compare_view.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/viewer.h"

namespace kinora {

Monitor::Monitor(QWidget* parent)
    : QWidget(parent), tabs_(new QTabBar(this)), pages_(new QStackedWidget(this)), viewer_(new Viewer(this)),
      live_(new LivePreview(this)), compare_(new CompareView(this)) {
    tabs_->setDocumentMode(true);
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    for (QWidget* page : std::initializer_list<QWidget*>{viewer_, live_, compare_}) {
        tabs_->addTab(QString());
        pages_->addWidget(page);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabs_);
    layout->addWidget(pages_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &Monitor::showMode);
    retranslate();
}

Monitor::Mode Monitor::mode() const {
    return static_cast<Mode>(tabs_->currentIndex());
}

void Monitor::setMode(Mode mode) {
    tabs_->setCurrentIndex(static_cast<int>(mode));
}

void Monitor::showMode(int index) {
    // What is not seen does not play.
    const auto left = static_cast<Mode>(pages_->currentIndex());
    if (left == Mode::clip) {
        viewer_->controller().pause();
    } else if (left == Mode::compare) {
        compare_->controller().pause();
    }
    pages_->setCurrentIndex(index);
    Q_EMIT modeChanged(mode());
}

void Monitor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void Monitor::retranslate() {
    setAccessibleName(tr("Monitor"));
    tabs_->setAccessibleName(tr("What the monitor shows"));
    tabs_->setTabText(static_cast<int>(Mode::clip), tr("Clip"));
    tabs_->setTabText(static_cast<int>(Mode::live), tr("Live preview"));
    tabs_->setTabText(static_cast<int>(Mode::compare), tr("Compare"));
}

}  // namespace kinora
