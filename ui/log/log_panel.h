// The log, to read and to copy.
#pragma once

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace kinora {

class LogBuffer;

class LogPanel : public QWidget {
    Q_OBJECT

 public:
    explicit LogPanel(const LogBuffer& log, QWidget* parent = nullptr);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void showNew();

    const LogBuffer& log_;
    qint64 numShown_ = 0;  // of all lines that there were
    QPlainTextEdit* text_;
    QPushButton* copy_;
    QPushButton* folder_;
};

}  // namespace kinora
