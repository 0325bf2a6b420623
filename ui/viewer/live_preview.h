// What a running generation is making: the predicted clean clip of its newest step plays in a loop, and a second slider goes
// back through the steps so far. The steps come from outside.
#pragma once

#include <QWidget>

#include <vector>

#include "core/engine/job.h"
#include "core/generation/generation_request.h"
#include "ui/actions/button_actions.h"
#include "ui/viewer/viewer.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;

namespace kinora {

class GlyphButton;
class RoomInRow;

class LivePreview : public QWidget {
    Q_OBJECT

 public:
    explicit LivePreview(QWidget* parent = nullptr, PlaybackController::Clock clock = {}, WidgetKeys* keys = nullptr);

    // All steps of the run so far, in order; `numSteps` of the whole schedule. With fewer steps than before it is another run.
    void setSteps(const std::vector<StepRecord>& steps, int numSteps);
    // Steps that an earlier session made and that are kept: they can be branched from, but nothing is known of them.
    void setKeptSteps(const std::vector<int>& steps);
    // While it runs it can be stopped.
    void setRunning(bool isRunning);
    void setOptions(const PreviewOptions& options);
    const PreviewOptions& options() const { return options_; }

    // The step that the slider is at; 0 before the first.
    int shownStep() const;
    bool followsNewest() const { return follows_; }
    Viewer& viewer() { return *viewer_; }
    void run(ViewerCommand command);
    // Its buttons that are commands too.
    std::vector<ButtonCommand> buttonCommands() const;

    QSize minimumSizeHint() const override;

 Q_SIGNALS:
    void stopEarlyAndKeep();
    void branchFrom(int step);
    void optionsChanged(const kinora::PreviewOptions& options);

 protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void makeControls();
    void merge();
    void chooseStep(int step);
    void followNewest();
    void showStep();
    void showPreview();
    void changeOptions();
    void retranslate();
    const StepRecord* record() const;

    Viewer* viewer_;
    QLabel* stepText_;
    QSlider* steps_;
    GlyphButton* newest_;
    GlyphButton* isOn_;
    QComboBox* rate_;
    QComboBox* size_;
    QPushButton* keep_;
    QPushButton* branch_;
    RoomInRow* choices_ = nullptr;

    std::vector<StepRecord> made_;     // of this session
    std::vector<int> kept_;
    std::vector<StepRecord> records_;  // both; those that were only kept have no noise level
    int numSteps_ = 0;
    bool follows_ = true;
    bool isRunning_ = false;
    PreviewOptions options_;
    std::shared_ptr<const VideoFrames> shown_;
};

}  // namespace kinora
