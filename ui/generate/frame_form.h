// Size, length and rate of what will be made, as far as the model can make it.
#pragma once

#include <QWidget>

#include "core/generation/generation_settings.h"
#include "core/generation/model_info.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;

namespace kinora {

class AspectPicker;
class SteppedSpinBox;

class FrameForm : public QWidget {
    Q_OBJECT

 public:
    explicit FrameForm(QWidget* parent = nullptr);

    // `settings` are possible for the model.
    void show(const GenerationSettings& settings, const ModelInfo& model);
    // Length and rate stay what they are.
    void lockLength(const QString& why);

 Q_SIGNALS:
    void sizeEdited(int width, int height);
    void lengthEdited(qint64 numFrames);
    void rateEdited(const kinora::FrameRate& rate);
    void released();  // what was typed or clicked is one step for undo, whatever follows

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void showRates();
    void showLength();
    void editDuration();
    void say(const QString& note);

    ModelInfo model_;
    GenerationSettings settings_;
    QFormLayout* form_;
    AspectPicker* aspect_;
    SteppedSpinBox* width_;
    SteppedSpinBox* height_;
    QWidget* size_;
    QDoubleSpinBox* seconds_;
    QLabel* frames_;
    QWidget* duration_;
    QComboBox* rate_;
    QLabel* note_;
};

}  // namespace kinora
