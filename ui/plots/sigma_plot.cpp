#include "ui/plots/sigma_plot.h"

#include <algorithm>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

SigmaPlot::SigmaPlot(QWidget* parent)
    : Plot(parent), ahead_(addCurve({}, 0, Curve::dotted)), done_(addCurve({}, 0, Curve::filled)), now_(addCurve({}, 0, Curve::line)) {
    now_->setLineStyle(QCPGraph::lsNone);
    useWholeNumbers(canvas().xAxis);
    retranslate();
}

void SigmaPlot::retranslate() {
    setAccessibleName(tr("Noise schedule"));
    canvas().xAxis->setLabel(tr("Step"));
    canvas().yAxis->setLabel(tr("Noise level σ"));
    done_->setName(tr("σ"));
    show();
}

void SigmaPlot::setSteps(const std::vector<StepRecord>& steps, int numSteps, const std::vector<double>& sigmas) {
    steps_ = steps;
    sigmas_ = sigmas;
    numSteps_ = std::max(numSteps, static_cast<int>(sigmas.size()) - 1);
    show();
}

void SigmaPlot::show() {
    QVector<double> steps;
    QVector<double> values;
    double highest = 0.0;
    for (const StepRecord& record : steps_) {
        // A step starts from its noise level.
        steps.append(record.step - 1);
        values.append(record.sigma);
        highest = std::max(highest, record.sigma);
    }
    const int done = steps_.empty() ? 0 : steps_.back().step;
    if (done > 0 && done == numSteps_) {
        steps.append(done);
        values.append(0.0);
    }
    done_->setData(steps, values, true);
    showSchedule(highest);
    now_->setData(steps.mid(steps.size() - 1), values.mid(values.size() - 1), true);
    canvas().xAxis->setRange(0.0, std::max({numSteps_, done, 1}));
    canvas().yAxis->setRange(0.0, highest > 0.0 ? highest * 1.05 : 1.0);
    const double sigma = !values.isEmpty() ? values.back() : sigmas_.empty() ? 0.0 : sigmas_.front();
    const bool isKnown = !steps_.empty() || !sigmas_.empty();
    setCaption(isKnown ? tr("Step %1 of %2, σ %3").arg(done).arg(std::max(numSteps_, done)).arg(locale().toString(sigma, 'f', 3))
                       : tr("No schedule yet"));
    refresh();
}

void SigmaPlot::showSchedule(double& highest) {
    QVector<double> steps;
    QVector<double> values;
    for (const double sigma : sigmas_) {
        steps.append(static_cast<double>(steps.size()));
        values.append(sigma);
        highest = std::max(highest, sigma);
    }
    ahead_->setData(steps, values, true);
}

void SigmaPlot::applyColours() {
    now_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(palette().color(QPalette::Base), 2),
                                          seriesColour(palette(), 0), 11));
}

}  // namespace kinora
