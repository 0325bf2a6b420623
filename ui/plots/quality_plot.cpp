#include "ui/plots/quality_plot.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

#include "ui/plots/qcustomplot_header.h"

namespace kinora {

namespace {

constexpr double equalFrames = 100.0;  // dB: where infinity is drawn

}  // namespace

QualityPlot::QualityPlot(QWidget* parent)
    : Plot(parent), psnr_(addCurve({}, 0, Curve::line)), ssim_(addCurve({}, 1, Curve::line, canvas().yAxis2)),
      cursor_(new QCPItemStraightLine(&canvas())) {
    canvas().yAxis2->setVisible(true);
    canvas().yAxis2->setTickLength(0, 4);
    canvas().yAxis2->setSubTickLength(0, 0);
    showLegend();
    canvas().setCursor(Qt::PointingHandCursor);
    useWholeNumbers(canvas().xAxis);
    retranslate();
    start(0);
}

void QualityPlot::retranslate() {
    setAccessibleName(tr("Likeness of the two clips"));
    canvas().xAxis->setLabel(tr("Frame"));
    canvas().yAxis->setLabel(tr("PSNR in dB"));
    canvas().yAxis2->setLabel(tr("SSIM"));
    psnr_->setName(tr("PSNR"));
    ssim_->setName(tr("SSIM"));
    showCaption();
}

void QualityPlot::applyColours() {
    cursor_->setPen(QPen(palette().color(QPalette::WindowText), 1.0));
}

void QualityPlot::start(std::int64_t numFrames) {
    numFrames_ = numFrames;
    frames_.clear();
    notice_.clear();
    lowestPsnr_ = equalFrames;
    highestPsnr_ = 0.0;
    lowestSsim_ = 1.0;
    psnr_->data()->clear();
    ssim_->data()->clear();
    canvas().xAxis->setRange(0.0, static_cast<double>(std::max<std::int64_t>(numFrames - 1, 1)));
    canvas().yAxis->setRange(0.0, 50.0);
    canvas().yAxis2->setRange(0.0, 1.05);
    setPlayhead(playhead_);
}

void QualityPlot::add(const std::vector<FrameQuality>& frames) {
    for (const FrameQuality& quality : frames) {
        const double psnr = std::min(quality.psnr, equalFrames);
        frames_[quality.frame] = quality;
        psnr_->addData(static_cast<double>(quality.frame), psnr);
        ssim_->addData(static_cast<double>(quality.frame), quality.ssim);
        lowestPsnr_ = std::min(lowestPsnr_, psnr);
        highestPsnr_ = std::max(highestPsnr_, psnr);
        lowestSsim_ = std::min(lowestSsim_, quality.ssim);
    }
    const double room = std::max((highestPsnr_ - lowestPsnr_) * 0.1, 1.0);
    canvas().yAxis->setRange(std::max(lowestPsnr_ - 2.0 * room, 0.0), highestPsnr_ + room);
    const double below = std::max((1.0 - lowestSsim_) * 0.2, 0.01);
    canvas().yAxis2->setRange(lowestSsim_ - below, 1.0 + below / 2.0);
    showCaption();
    refresh();
}

void QualityPlot::setPlayhead(qint64 frame) {
    playhead_ = frame;
    cursor_->point1->setCoords(static_cast<double>(frame), 0.0);
    cursor_->point2->setCoords(static_cast<double>(frame), 1.0);
    showCaption();
    refresh();
}

void QualityPlot::setNotice(const QString& text) {
    notice_ = text;
    showCaption();
}

void QualityPlot::showCaption() {
    if (!notice_.isEmpty()) {
        setCaption(notice_);
        return;
    }
    const auto found = frames_.find(playhead_);
    if (found == frames_.end()) {
        setCaption(tr("%1 of %2 frames measured").arg(frames_.size()).arg(numFrames_));
    } else if (std::isinf(found->second.psnr)) {
        setCaption(tr("Frame %1: the same in both").arg(playhead_));
    } else {
        setCaption(tr("Frame %1: PSNR %2 dB, SSIM %3")
                       .arg(playhead_)
                       .arg(locale().toString(found->second.psnr, 'f', 2), locale().toString(found->second.ssim, 'f', 4)));
    }
}

bool QualityPlot::eventFilter(QObject* watched, QEvent* event) {
    const bool isPress = event->type() == QEvent::MouseButtonPress;
    const bool isDrag = event->type() == QEvent::MouseMove && (static_cast<QMouseEvent*>(event)->buttons() & Qt::LeftButton) != 0;
    if ((isPress || isDrag) && numFrames_ > 0) {
        const double place = canvas().xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
        Q_EMIT frameChosen(std::clamp<qint64>(std::llround(place), 0, numFrames_ - 1));
    }
    return Plot::eventFilter(watched, event);
}

}  // namespace kinora
