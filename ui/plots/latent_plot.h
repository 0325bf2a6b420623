// What the latents look like after each step, in numbers: a run that goes wrong shows here first.
#pragma once

#include <vector>

#include "core/engine/job.h"
#include "ui/plots/plot.h"

namespace kinora {

class LatentPlot : public Plot {
    Q_OBJECT

 public:
    explicit LatentPlot(QWidget* parent = nullptr);

    void setSteps(const std::vector<StepRecord>& steps, int numSteps);

 private:
    void retranslate() override;
    void showCaption();

    QCPGraph* mean_;
    QCPGraph* deviation_;
    QCPGraph* change_;
    LatentStatistics newest_;
    bool hasSteps_ = false;
};

}  // namespace kinora
