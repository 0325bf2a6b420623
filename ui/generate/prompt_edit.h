// A prompt: text, how many of the model's tokens it takes, and the prompts that were used before. Undo is the document's.
#pragma once

#include <QWidget>

#include <optional>

class QLabel;
class QMenu;
class QPlainTextEdit;
class QTimer;
class QToolButton;

namespace kinora {

class PromptEdit : public QWidget {
    Q_OBJECT

 public:
    explicit PromptEdit(QWidget* parent = nullptr);

    QString text() const;
    void setText(const QString& text);  // the cursor stays where it is
    void setTexts(const QString& title, const QString& placeholder);
    void setVisibleLines(int lines);
    void setHistory(const QStringList& prompts);
    // Nothing where it is not known yet.
    void setTokens(std::optional<std::pair<qint64, qint64>> countAndLimit);
    QPlainTextEdit* editor() const { return editor_; }

 Q_SIGNALS:
    void edited(const QString& text);
    void paused();  // the user has stopped typing for a moment, or has left

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void showTokens();
    void showHistory();

    QLabel* title_;
    QLabel* tokens_;
    QToolButton* historyButton_;
    QPlainTextEdit* editor_;
    QTimer* pause_;
    QStringList history_;
    std::optional<std::pair<qint64, qint64>> count_;
};

}  // namespace kinora
