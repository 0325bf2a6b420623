// The noise schedule of a generation, and how far it is.
#pragma once

#include <vector>

#include "ui/plots/plot.h"

namespace kinora {

class SigmaPlot : public Plot {
    Q_OBJECT

 public:
    explicit SigmaPlot(QWidget* parent = nullptr);

    // Noise levels from which steps 1, 2, … start, with or without the 0 that the last one ends at.
    void setSchedule(std::vector<double> sigmas);
    // Steps done; 0 before the first.
    void setCurrentStep(int step);

 private:
    void show();
    void retranslate() override;
    void applyColours() override;

    std::vector<double> sigmas_;
    int step_ = 0;
    QCPGraph* whole_;
    QCPGraph* done_;
    QCPGraph* now_;
};

}  // namespace kinora
