#include "ui/plots/latent_plot.h"

#include <algorithm>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

LatentPlot::LatentPlot(QWidget* parent)
    : Plot(parent), mean_(addCurve({}, 1, Curve::line)), deviation_(addCurve({}, 0, Curve::line)),
      change_(addCurve({}, 2, Curve::line)) {
    useWholeNumbers(canvas().xAxis);
    showLegend();
    retranslate();
}

void LatentPlot::retranslate() {
    setAccessibleName(tr("Latent statistics"));
    canvas().xAxis->setLabel(tr("Step"));
    canvas().yAxis->setLabel(tr("Latent units"));
    mean_->setName(tr("Mean"));
    deviation_->setName(tr("Deviation"));
    change_->setName(tr("Change"));
    showCaption();
}

void LatentPlot::setSteps(const std::vector<StepRecord>& steps, int numSteps) {
    QVector<double> keys;
    QVector<double> means;
    QVector<double> deviations;
    QVector<double> changes;
    for (const StepRecord& step : steps) {
        keys.append(step.step);
        means.append(step.latents.mean);
        deviations.append(step.latents.deviation);
        changes.append(step.latents.change);
    }
    mean_->setData(keys, means, true);
    deviation_->setData(keys, deviations, true);
    change_->setData(keys, changes, true);
    hasSteps_ = !steps.empty();
    newest_ = hasSteps_ ? steps.back().latents : LatentStatistics();
    canvas().xAxis->setRange(1.0, std::max({numSteps, hasSteps_ ? steps.back().step : 0, 2}));
    double lowest = 0.0;
    double highest = hasSteps_ ? 0.1 : 1.0;
    for (const QVector<double>& values : {means, deviations, changes}) {
        for (const double value : values) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
    }
    const double room = (highest - lowest) * 0.08;
    canvas().yAxis->setRange(lowest - room, highest + room);
    showCaption();
    refresh();
}

void LatentPlot::showCaption() {
    const auto number = [this](double value) { return locale().toString(value, 'f', 3); };
    if (!hasSteps_) {
        setCaption(tr("No step has been made yet"));
        return;
    }
    setCaption(tr("Deviation %1, change %2").arg(number(newest_.deviation), number(newest_.change)));
}

}  // namespace kinora
