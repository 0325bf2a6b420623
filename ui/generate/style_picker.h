// Chooses a style, and leads to their editor.
#pragma once

#include <QWidget>

class QAbstractButton;
class QComboBox;
class QToolButton;

namespace kinora {

class StylePresets;

class StylePicker : public QWidget {
    Q_OBJECT

 public:
    explicit StylePicker(StylePresets& presets, QWidget* parent = nullptr);

    void show(const std::string& style);
    QAbstractButton* editButton() const;

 Q_SIGNALS:
    void chosen(const QString& style);  // empty for none

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void fill();

    StylePresets& presets_;
    std::string current_;
    QComboBox* combo_;
    QToolButton* edit_;
};

}  // namespace kinora
