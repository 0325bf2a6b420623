// What went wrong, where it went wrong: the sentence, what to do about it with buttons for that, and the details folded away until
// somebody wants to read or copy them.
#pragma once

#include <QWidget>

#include "ui/session/error_text.h"

class QLabel;
class QMenu;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace kinora {

class ProblemRow : public QWidget {
    Q_OBJECT

 public:
    // Hidden until there is a problem.
    explicit ProblemRow(QWidget* parent = nullptr);

    // The details fold with another problem, and stay as they are with the same one.
    void show(const ErrorText& problem);
    void clear();

 Q_SIGNALS:
    void fixWanted(kinora::Fix fix);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void build();
    void retranslate();
    void colour();
    void unfold(bool isUnfolded);

    QString details_;
    Fix fix_ = Fix::none;
    QLabel* sentence_;
    QLabel* hint_;
    QPushButton* fixButton_;
    QPushButton* others_;
    QMenu* otherFixes_;
    QToolButton* unfold_;
    QWidget* detailsBox_;
    QPlainTextEdit* detailsText_;
    QPushButton* copy_;
};

}  // namespace kinora
