// The noise schedule of a generation, and how far it is.
#pragma once

#include <vector>

#include "core/engine/job.h"
#include "ui/plots/plot.h"

namespace kinora {

class SigmaPlot : public Plot {
    Q_OBJECT

 public:
    explicit SigmaPlot(QWidget* parent = nullptr);

    // The steps of this run, in order; `numSteps` of the whole schedule, which is known as far as it was gone.
    void setSteps(const std::vector<StepRecord>& steps, int numSteps);

 private:
    void show();
    void retranslate() override;
    void applyColours() override;

    std::vector<StepRecord> steps_;
    int numSteps_ = 0;
    QCPGraph* done_;
    QCPGraph* now_;
};

}  // namespace kinora
