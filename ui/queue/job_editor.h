// Changes a job that waits: prompt, size, length, keyframes, steps, guidance, seed.
#pragma once

#include <QDialog>

#include <vector>

#include "core/engine/job.h"
#include "core/project/generation.h"

namespace kinora {

class ConditionRows;
class FrameForm;
class PromptEdit;
class SamplingForm;

class JobEditor : public QDialog {
    Q_OBJECT

 public:
    explicit JobEditor(const Job& job, QWidget* parent = nullptr);

    const GenerationSettings& settings() const { return state_.settings; }
    std::vector<ConditionEdit> conditions() const;

 private:
    void refresh();

    ModelInfo model_;
    GenerateState state_;
    PromptEdit* prompt_;
    PromptEdit* negative_;
    FrameForm* frame_;
    ConditionRows* conditions_;
    SamplingForm* sampling_;
};

}  // namespace kinora
