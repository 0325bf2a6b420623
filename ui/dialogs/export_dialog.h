// Asks how the timeline becomes a file, and shows the exports that wait, run and are over. Closing it stops none of them.
#pragma once

#include <QDialog>
#include <QTimer>

#include <optional>

#include "core/render/export_job.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace kinora {

class Document;
class ExportEstimator;
class ExportQueue;

class ExportDialog : public QDialog {
    Q_OBJECT

 public:
    // Both outlive the dialog. `name` is how the file is called unless the user calls it otherwise.
    ExportDialog(Document& document, ExportQueue& queue, const QString& folder, const QString& name, QWidget* parent = nullptr);

 private:
    void buildForm(const QString& folder, const QString& name);
    void addSizeRow(QFormLayout* form);
    void addFormats();
    void connectAll();
    ExportSettings settings() const;
    void takeEnding();
    QString chosenEnding() const;
    QString withEnding(const QString& file) const;
    void askForFile();
    void refreshFacts();
    void askForEstimate();
    void showMissing(int numFiles);
    void refreshTitle();
    void startExport();

    Document& document_;
    ExportQueue& queue_;
    QComboBox* format_ = nullptr;
    QLineEdit* file_ = nullptr;
    QComboBox* range_ = nullptr;
    QComboBox* size_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* height_ = nullptr;
    QComboBox* rate_ = nullptr;
    QCheckBox* sound_ = nullptr;
    QCheckBox* overwrite_ = nullptr;
    QLabel* facts_ = nullptr;
    QLabel* missing_ = nullptr;
    QLabel* estimate_ = nullptr;
    QTimer estimateTimer_;
    ExportEstimator* estimator_ = nullptr;
    QPushButton* export_ = nullptr;
    QLabel* listTitle_ = nullptr;
};

}  // namespace kinora
