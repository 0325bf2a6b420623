// How the model is run: steps, guidance, scheduler, seed, variations.
#pragma once

#include <QWidget>

#include "core/generation/model_info.h"
#include "core/project/generation.h"

class QAction;
class QComboBox;
class QFormLayout;
class QSpinBox;

namespace kinora {

class NumberSlider;
class SeedEdit;

class SamplingForm : public QWidget {
    Q_OBJECT

 public:
    SamplingForm(QAction* drawSeed, QAction* lockSeed, QWidget* parent = nullptr);

    // `settings` are possible for the model.
    void show(const GenerateState& state, const GenerationSettings& settings, const ModelInfo& model);

 Q_SIGNALS:
    void stepsEdited(int steps);
    void guidanceEdited(double guidance);
    void schedulerEdited(const QString& name);
    void seedEdited(quint64 seed);
    void variationsEdited(int count);
    void released();  // of a slider or a field

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();

    QFormLayout* form_;
    NumberSlider* steps_;
    NumberSlider* guidance_;
    QComboBox* scheduler_;
    SeedEdit* seed_;
    QSpinBox* variations_;
};

}  // namespace kinora
