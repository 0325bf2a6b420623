// Styles: change, add, remove, exchange as files.
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace kinora {

class StylePresets;

class StyleEditor : public QDialog {
    Q_OBJECT

 public:
    explicit StyleEditor(StylePresets& presets, QWidget* parent = nullptr);

    void done(int result) override;

 private:
    void fill(const QString& current);
    void showCurrent();
    void leaveRow(const QString& next);
    QString currentName() const;
    void keep();
    void keepWhatIsTyped();
    void importFile();
    void exportFile();

    StylePresets& presets_;
    QListWidget* list_;
    QLineEdit* name_;
    QPlainTextEdit* prompt_;
    QPlainTextEdit* negative_;
    QPushButton* keep_;
    QPushButton* remove_;
    QLabel* problem_;
    std::string shown_;  // the style whose words are in the fields
};

}  // namespace kinora
