// Asks for a prompt where it belongs: beside the ghost of what will be made, or under a marker. Return accepts but on the
// Cancel button, Escape gives up.
#pragma once

#include <QFrame>
#include <QString>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace kinora {

struct PromptChoices {
    QString title;
    QString prompt;
    QString details;                      // what will be made
    QString acceptText;
    std::optional<std::int64_t> overlap;  // conditioning frames, 0 for as many as are good; not asked without
    std::optional<double> strength;       // of a restyling; not asked without
};

class PromptBubble : public QFrame {
    Q_OBJECT

 public:
    explicit PromptBubble(QWidget* parent);

    // Shows itself with the field focused, near `anchor` and inside the parent, where it hides least of what is `marked`, and then of that.
    void ask(const PromptChoices& choices, const QRect& anchor, const std::vector<QRect>& marked = {});
    // In another language, with what was typed.
    void setTexts(const QString& title, const QString& acceptText);
    void takeFocus();
    void setDetails(const QString& details, bool isPossible);
    // What was accepted could not be done; it can be accepted again.
    void refuse(const QString& why);
    QString prompt() const;
    std::int64_t overlap() const;
    double strength() const;

 Q_SIGNALS:
    void choicesChanged();  // overlap or strength
    void accepted();
    void cancelled();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void retranslate();
    void place();
    std::pair<int, int> hiddenAt(const QPoint& at) const;

    QLabel* title_;
    QLabel* details_;
    QLineEdit* prompt_;
    QLabel* overlapLabel_;
    QSpinBox* overlap_;
    QLabel* strengthLabel_;
    QDoubleSpinBox* strength_;
    QPushButton* accept_;
    QPushButton* cancel_;
    QRect anchor_;
    std::vector<QRect> marked_;
};

}  // namespace kinora
