// The plots of a run beside each other: in a row where there is width, otherwise two by two or in a column.
#pragma once

#include <QWidget>

class QGridLayout;

namespace kinora {

class LatentPlot;
class MemoryPlot;
class SigmaPlot;
class StepTimePlot;

class PlotsPanel : public QWidget {
    Q_OBJECT

 public:
    explicit PlotsPanel(QWidget* parent = nullptr);

    SigmaPlot& sigma() { return *sigma_; }
    StepTimePlot& stepTime() { return *stepTime_; }
    LatentPlot& latents() { return *latents_; }
    MemoryPlot& memory() { return *memory_; }

    QSize minimumSizeHint() const override { return {180, 130}; }

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void arrange(int columns);
    void retranslate();

    SigmaPlot* sigma_;
    StepTimePlot* stepTime_;
    LatentPlot* latents_;
    MemoryPlot* memory_;
    QGridLayout* grid_;
    int columns_ = 0;
};

}  // namespace kinora
