#include "ui/plots/memory_plot.h"

#include <algorithm>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

namespace {

constexpr double secondsKept = 600.0;
constexpr double bytesPerGib = 1024.0 * 1024.0 * 1024.0;

double gib(std::int64_t bytes) {
    return static_cast<double>(bytes) / bytesPerGib;
}

}  // namespace

MemoryPlot::MemoryPlot(QWidget* parent)
    : Plot(parent), worker_(addCurve({}, 0, Curve::filled)), device_(addCurve({}, 1, Curve::line)),
      machineLimit_(addCurve({}, 0, Curve::dotted)), deviceLimit_(addCurve({}, 1, Curve::dotted)) {
    showLegend();
    machineLimit_->removeFromLegend();
    deviceLimit_->removeFromLegend();
    canvas().xAxis->setRangeReversed(true);
    retranslate();
}

void MemoryPlot::retranslate() {
    setAccessibleName(tr("Memory"));
    canvas().xAxis->setLabel(tr("Seconds ago"));
    canvas().yAxis->setLabel(tr("GiB"));
    worker_->setName(tr("Worker"));
    device_->setName(tr("Device"));
    show();
}

void MemoryPlot::addSample(const MemorySample& sample) {
    samples_.push_back(sample);
    while (samples_.back().seconds - samples_.front().seconds > secondsKept) {
        samples_.pop_front();
    }
    show();
}

void MemoryPlot::setLimits(std::int64_t machineBytes, std::int64_t deviceBytes) {
    machineBytes_ = machineBytes;
    deviceBytes_ = deviceBytes;
    show();
}

void MemoryPlot::clear() {
    samples_.clear();
    show();
}

void MemoryPlot::show() {
    QVector<double> times;
    QVector<double> worker;
    QVector<double> deviceTimes;
    QVector<double> device;
    double highest = 0.0;
    for (const MemorySample& sample : samples_) {
        const double ago = samples_.back().seconds - sample.seconds;
        times.append(ago);
        worker.append(gib(sample.workerBytes));
        highest = std::max(highest, worker.back());
        if (sample.deviceBytes) {
            deviceTimes.append(ago);
            device.append(gib(*sample.deviceBytes));
            highest = std::max(highest, device.back());
        }
    }
    worker_->setData(times, worker);
    device_->setData(deviceTimes, device);
    device_->setVisible(!device.isEmpty());
    if (device.isEmpty()) {
        device_->removeFromLegend();
    } else {
        device_->addToLegend();
    }
    const double oldest = std::max(samples_.empty() ? 0.0 : times.front(), 10.0);
    const auto showLimit = [&](QCPGraph* limit, std::int64_t bytes) {
        // A limit far above what is used would press the curves flat.
        const bool isNear = bytes > 0 && gib(bytes) < highest * 4.0;
        limit->data()->clear();
        if (isNear) {
            limit->setData({0.0, oldest}, {gib(bytes), gib(bytes)});
        }
        return isNear ? gib(bytes) : 0.0;
    };
    const double machine = showLimit(machineLimit_, machineBytes_);
    const double deviceAll = device.isEmpty() ? showLimit(deviceLimit_, 0) : showLimit(deviceLimit_, deviceBytes_);
    canvas().xAxis->setRange(0.0, oldest);
    canvas().yAxis->setRange(0.0, highest > 0.0 ? std::max({highest * 1.15, machine * 1.1, deviceAll * 1.1, 0.01}) : 1.0);
    const auto number = [this](double value) { return locale().toString(value, 'f', 2); };
    if (samples_.empty()) {
        setCaption(tr("No worker is running"));
    } else if (device.isEmpty()) {
        setCaption(tr("Worker %1 GiB").arg(number(worker.back())));
    } else {
        setCaption(tr("Worker %1 GiB, device %2 GiB").arg(number(worker.back()), number(device.back())));
    }
    refresh();
}

}  // namespace kinora
