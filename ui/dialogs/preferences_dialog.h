// The program's settings. Every change counts at once.
#pragma once

#include <QDialog>

namespace kinora {

class AppSettings;

class PreferencesDialog : public QDialog {
    Q_OBJECT

 public:
    explicit PreferencesDialog(AppSettings& settings, QWidget* parent = nullptr);
};

}  // namespace kinora
