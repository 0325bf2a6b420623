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

    // The steps so far, in order, of `numSteps`. `sigmas` is the whole schedule, num_steps + 1 values, or empty where it is not known:
    // then it is shown as far as it was gone.
    void setSteps(const std::vector<StepRecord>& steps, int numSteps, const std::vector<double>& sigmas);

 private:
    void show();
    void showSchedule(double& highest);
    void retranslate() override;
    void applyColours() override;

    std::vector<StepRecord> steps_;
    int numSteps_ = 0;
    std::vector<double> sigmas_;
    QCPGraph* ahead_;
    QCPGraph* done_;
    QCPGraph* now_;
};

}  // namespace kinora
