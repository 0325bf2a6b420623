// Changes a job that waits: prompt, size, length, steps, guidance, seed.
#pragma once

#include <QDialog>

#include "core/engine/job.h"
#include "core/project/generation.h"

namespace kinora {

class FrameForm;
class PromptEdit;
class SamplingForm;

class JobEditor : public QDialog {
    Q_OBJECT

 public:
    explicit JobEditor(const Job& job, QWidget* parent = nullptr);

    const GenerationSettings& settings() const { return state_.settings; }

 private:
    void refresh();

    ModelInfo model_;
    GenerateState state_;
    PromptEdit* prompt_;
    PromptEdit* negative_;
    FrameForm* frame_;
    SamplingForm* sampling_;
};

}  // namespace kinora
