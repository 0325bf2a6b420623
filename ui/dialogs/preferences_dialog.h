// The program's settings. Every change counts at once.
#pragma once

#include <QDialog>

class QComboBox;

namespace kinora {

class AppSettings;

class PreferencesDialog : public QDialog {
    Q_OBJECT

 public:
    // `settings` outlive this dialog.
    explicit PreferencesDialog(AppSettings& settings, QWidget* parent = nullptr);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void build();

    AppSettings& settings_;
    QWidget* form_;
    QComboBox* language_ = nullptr;
};

}  // namespace kinora
