// Which model is used, what it can do, and whether what is asked for fits into this machine's memory.
#pragma once

#include <QWidget>

#include "core/generation/model_info.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace kinora {

class AvailableModels;

class ModelPicker : public QWidget {
    Q_OBJECT

 public:
    explicit ModelPicker(const AvailableModels& models, QWidget* parent = nullptr);

    void show(const std::string& model, const GenerationSettings& settings);

    // "4.1 GB, text and frames": what is told of a model in one line.
    static QString summary(const ModelInfo& model);

 Q_SIGNALS:
    void chosen(const QString& model);
    void opened();  // the list of models is seen
    // Settings that fit.
    void fitWanted(const kinora::GenerationSettings& settings);

 protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void retranslate();
    void fill();
    void assess();
    // What is told of a model in the list: what it can do, and whether it fits here; or why it cannot be run.
    QString details(const ModelInfo& model) const;
    void showDetails();

    const AvailableModels& models_;
    std::string current_;
    GenerationSettings settings_;
    QComboBox* combo_;
    QLabel* summary_;
    QLabel* memory_;
    QPushButton* smaller_;
    QPushButton* shorter_;
    GenerationSettings smallerSettings_;
    GenerationSettings shorterSettings_;
};

}  // namespace kinora
