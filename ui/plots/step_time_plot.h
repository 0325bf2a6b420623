// How long each denoising step took, and how long the rest will take.
#pragma once

#include <optional>
#include <vector>

#include "core/engine/job.h"
#include "ui/plots/plot.h"

class QCPBars;

namespace kinora {

class StepTimePlot : public Plot {
    Q_OBJECT

 public:
    explicit StepTimePlot(QWidget* parent = nullptr);

    // The steps of this run, in order; `numSteps` of the whole schedule.
    void setSteps(const std::vector<StepRecord>& steps, int numSteps, std::optional<double> secondsLeft);

 private:
    void show();
    void retranslate() override;
    void applyColours() override;
    QString captionText(double mean) const;

    std::vector<StepRecord> steps_;
    int numSteps_ = 0;
    std::optional<double> secondsLeft_;
    QCPBars* made_;
    QCPBars* expected_;
    QCPGraph* mean_;
};

// "48 s", "3 min 20 s", "1 h 5 min".
QString durationText(double seconds);

}  // namespace kinora
