#include "ui/plots/plots_panel.h"

#include <QEvent>
#include <QGridLayout>

#include "ui/plots/latent_plot.h"
#include "ui/plots/memory_plot.h"
#include "ui/plots/sigma_plot.h"
#include "ui/plots/step_time_plot.h"

namespace kinora {

namespace {

constexpr int numPlots = 4;
constexpr int leastWidth = 180;
constexpr int leastHeight = 110;

}  // namespace

PlotsPanel::PlotsPanel(QWidget* parent)
    : QWidget(parent), sigma_(new SigmaPlot(this)), stepTime_(new StepTimePlot(this)), latents_(new LatentPlot(this)),
      memory_(new MemoryPlot(this)), grid_(new QGridLayout(this)) {
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setSpacing(1);
    // The panel says how small it may be; with its own minimum, a row of plots could not become a column.
    grid_->setSizeConstraint(QLayout::SetNoConstraint);
    arrange(numPlots);
    retranslate();
}

void PlotsPanel::arrange(int columns) {
    if (columns == columns_) {
        return;
    }
    columns_ = columns;
    int place = 0;
    for (QWidget* plot : std::initializer_list<QWidget*>{sigma_, stepTime_, latents_, memory_}) {
        grid_->removeWidget(plot);
        grid_->addWidget(plot, place / columns, place % columns);
        ++place;
    }
    for (int i = 0; i < numPlots; ++i) {
        // Three curves have more to say in the line above them than one.
        const bool isOfLatents = columns == numPlots && i == 2;
        grid_->setColumnStretch(i, i >= columns ? 0 : isOfLatents ? 4 : 3);
        grid_->setRowStretch(i, i < numPlots / columns ? 1 : 0);
    }
}

void PlotsPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool fitsPairs = width() >= 2 * leastWidth && height() >= 2 * leastHeight;
    const bool fitsRow = width() >= numPlots * leastWidth || height() < 2 * leastHeight;
    arrange(fitsPairs && height() * 2 > width() ? 2 : fitsRow ? numPlots : fitsPairs ? 2 : 1);
}

void PlotsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void PlotsPanel::retranslate() {
    setAccessibleName(tr("Plots"));
}

}  // namespace kinora
