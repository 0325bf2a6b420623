// How alike two clips are, frame by frame: PSNR and SSIM over time, with the playhead. A click goes to a frame.
#pragma once

#include <cstdint>
#include <map>

#include "ui/plots/plot.h"

class QCPItemStraightLine;

namespace kinora {

struct FrameQuality {
    std::int64_t frame = 0;
    double psnr = 0.0;  // dB; infinite where the frames are equal
    double ssim = 0.0;  // 1 where the frames are equal
};

class QualityPlot : public Plot {
    Q_OBJECT

 public:
    explicit QualityPlot(QWidget* parent = nullptr);

    void start(std::int64_t numFrames);
    void add(const std::vector<FrameQuality>& frames);
    void setPlayhead(qint64 frame);
    // In place of the figures.
    void setNotice(const QString& text);

 Q_SIGNALS:
    void frameChosen(qint64 frame);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void retranslate() override;
    void applyColours() override;
    void showCaption();

    std::map<std::int64_t, FrameQuality> frames_;
    std::int64_t numFrames_ = 0;
    std::int64_t playhead_ = 0;
    QString notice_;
    double lowestPsnr_ = 40.0;
    double highestPsnr_ = 40.0;
    double lowestSsim_ = 1.0;
    QCPGraph* psnr_;
    QCPGraph* ssim_;
    QCPItemStraightLine* cursor_;
};

}  // namespace kinora
