#include "ui/plots/step_time_plot.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

QString durationText(double seconds) {
    const auto text = [](const char* source) { return QCoreApplication::translate("kinora::StepTimePlot", source); };
    seconds = std::max(seconds, 0.0);
    const long whole = std::lround(seconds);
    if (seconds < 9.95) {
        const QString number = QLocale().toString(seconds, 'f', seconds < 0.1 ? 3 : 1);
        return text(QT_TRANSLATE_NOOP("kinora::StepTimePlot", "%1 s")).arg(number);
    }
    if (whole < 60) {
        return text("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return text(QT_TRANSLATE_NOOP("kinora::StepTimePlot", "%1 min %2 s")).arg(whole / 60).arg(whole % 60);
    }
    return text(QT_TRANSLATE_NOOP("kinora::StepTimePlot", "%1 h %2 min")).arg(whole / 3600).arg(whole / 60 % 60);
}

StepTimePlot::StepTimePlot(QWidget* parent)
    : Plot(parent), made_(new QCPBars(canvas().xAxis, canvas().yAxis)), expected_(new QCPBars(canvas().xAxis, canvas().yAxis)),
      mean_(addCurve({}, 1, Curve::dotted)) {
    for (QCPBars* bars : {made_, expected_}) {
        bars->setWidth(0.8);
        bars->setAntialiased(false);
    }
    useWholeNumbers(canvas().xAxis);
    retranslate();
}

void StepTimePlot::retranslate() {
    setAccessibleName(tr("Time of each step"));
    canvas().xAxis->setLabel(tr("Step"));
    canvas().yAxis->setLabel(tr("Seconds"));
    show();
}

void StepTimePlot::setSteps(const std::vector<StepRecord>& steps, int numSteps, std::optional<double> secondsLeft) {
    steps_ = steps;
    for (StepRecord& step : steps_) {
        step.preview.reset();
    }
    numSteps_ = numSteps;
    secondsLeft_ = secondsLeft;
    show();
}

QString StepTimePlot::captionText(double mean) const {
    if (steps_.empty()) {
        return tr("No step has been made yet");
    }
    const QString pace = tr("%1 per step").arg(durationText(mean));
    if (!secondsLeft_) {
        return pace;
    }
    return tr("%1, about %2 left").arg(pace, durationText(*secondsLeft_));
}

void StepTimePlot::show() {
    QVector<double> keys;
    QVector<double> seconds;
    double total = 0.0;
    double highest = 0.0;
    for (const StepRecord& step : steps_) {
        keys.append(step.step);
        seconds.append(step.seconds);
        total += step.seconds;
        highest = std::max(highest, step.seconds);
    }
    const double mean = steps_.empty() ? 0.0 : total / static_cast<double>(steps_.size());
    made_->setData(keys, seconds, true);
    QVector<double> later;
    for (int step = steps_.empty() ? 1 : steps_.back().step + 1; step <= numSteps_ && !steps_.empty(); ++step) {
        later.append(step);
    }
    expected_->setData(later, QVector<double>(later.size(), mean), true);
    const double last = std::max(numSteps_, steps_.empty() ? 1 : steps_.back().step);
    mean_->setData(steps_.empty() ? QVector<double>{} : QVector<double>{0.5, last + 0.5},
                   steps_.empty() ? QVector<double>{} : QVector<double>{mean, mean}, true);
    canvas().xAxis->setRange(0.5, last + 0.5);
    canvas().yAxis->setRange(0.0, highest > 0.0 ? std::max(highest * 1.15, 1e-3) : 1.0);
    setCaption(captionText(mean));
    refresh();
}

void StepTimePlot::applyColours() {
    QColor colour = seriesColour(palette(), 0);
    made_->setPen(Qt::NoPen);
    made_->setBrush(colour);
    colour.setAlphaF(0.22F);
    expected_->setPen(Qt::NoPen);
    expected_->setBrush(colour);
}

}  // namespace kinora
