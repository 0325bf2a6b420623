#include "ui/plots/sigma_plot.h"

#include <algorithm>
#include <utility>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

SigmaPlot::SigmaPlot(QWidget* parent)
    : Plot(parent), whole_(addCurve({}, 0, Curve::faint)), done_(addCurve({}, 0, Curve::filled)),
      now_(addCurve({}, 0, Curve::line)) {
    now_->setLineStyle(QCPGraph::lsNone);
    useWholeNumbers(canvas().xAxis);
    retranslate();
}

void SigmaPlot::retranslate() {
    setAccessibleName(tr("Noise schedule"));
    canvas().xAxis->setLabel(tr("Step"));
    canvas().yAxis->setLabel(tr("Noise level σ"));
    whole_->setName(tr("σ"));
    show();
}

void SigmaPlot::setSchedule(std::vector<double> sigmas) {
    sigmas_ = std::move(sigmas);
    if (!sigmas_.empty() && sigmas_.back() != 0.0) {
        sigmas_.push_back(0.0);
    }
    show();
}

void SigmaPlot::setCurrentStep(int step) {
    step_ = step;
    show();
}

void SigmaPlot::show() {
    QVector<double> steps;
    QVector<double> values;
    for (std::size_t i = 0; i < sigmas_.size(); ++i) {
        steps.append(static_cast<double>(i));
        values.append(sigmas_[i]);
    }
    whole_->setData(steps, values, true);
    const int numSteps = std::max(static_cast<int>(sigmas_.size()) - 1, 0);
    const int done = std::clamp(step_, 0, numSteps);
    const bool isKnown = !sigmas_.empty();
    done_->setData(steps.first(isKnown ? done + 1 : 0), values.first(isKnown ? done + 1 : 0), true);
    now_->setData(steps.mid(done, 1), values.mid(done, 1), true);
    canvas().xAxis->setRange(0.0, std::max(numSteps, 1));
    canvas().yAxis->setRange(0.0, isKnown ? std::max(*std::ranges::max_element(sigmas_) * 1.05, 1e-3) : 1.0);
    const double sigma = isKnown ? sigmas_[static_cast<std::size_t>(done)] : 0.0;
    setCaption(isKnown ? tr("Step %1 of %2, σ %3").arg(done).arg(numSteps).arg(locale().toString(sigma, 'f', 3))
                       : tr("No schedule yet"));
    refresh();
}

void SigmaPlot::applyColours() {
    now_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(palette().color(QPalette::Base), 2),
                                          seriesColour(palette(), 0), 11));
}

}  // namespace kinora
