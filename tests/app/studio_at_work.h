// Somebody at work in the studio's window, in a process that will be killed: says what the window has shown to be done.
#pragma once

#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <random>
#include <set>

#include "ui/actions/action_registry.h"
#include "ui/main_window/main_window.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"

namespace kinora::test {

inline QPlainTextEdit* promptOf(const MainWindow& window) {
    for (auto* editor : window.findChildren<QPlainTextEdit*>()) {
        if (editor->accessibleName() == QStringLiteral("Prompt")) {
            return editor;
        }
    }
    return nullptr;
}

inline QListView* queueOf(const MainWindow& window) {
    for (auto* list : window.findChildren<QListView*>()) {
        if (list->accessibleName() == QStringLiteral("Jobs")) {
            return list;
        }
    }
    return nullptr;
}

inline QToolButton* holdButtonOf(const MainWindow& window) {
    for (auto* button : window.findChildren<QToolButton*>()) {
        if (button->defaultAction() != nullptr && ActionRegistry::idOf(button->defaultAction()) == QStringLiteral("queue.halt")) {
            return button;
        }
    }
    return nullptr;
}

inline void clickGenerate(const MainWindow& window) {
    for (auto* button : window.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
}

// "shot 12: Done" and the like.
inline QString textOf(const QModelIndex& card) {
    return card.data(Qt::AccessibleTextRole).toString();
}

inline bool hasMark(const Project& project, const QString& words) {
    return std::ranges::any_of(*project.timeline.markers, [&](const Shared<Marker>& marker) { return marker->prompt == words.toStdString(); });
}

inline void say(const QString& line) {
    std::fprintf(stdout, "%s\n", qPrintable(line));
    std::fflush(stdout);
}

// Somebody who works in the window until it is killed, and says what it has shown to be done.
class Somebody {
 public:
    Somebody(MainWindow& window, int number)
        : window_(window), number_(number), random_(static_cast<unsigned>(number)), list_(queueOf(window)), hold_(holdButtonOf(window)) {
        QTest::keyClick(&window_, Qt::Key_2, Qt::ControlModifier);  // the layout with the timeline
    }

    [[noreturn]] void work() {
        for (;; ++number_) {
            promptOf(window_)->setPlainText(QStringLiteral("shot %1 delay=1").arg(number_));
            QCoreApplication::processEvents();
            say(QStringLiteral("prompt %1").arg(number_));
            if (isOneOf(3)) {
                clickGenerate(window_);
            }
            if (isOneOf(4)) {
                mark();
            }
            if (isOneOf(hold_->isChecked() ? 2 : 12)) {
                toldHeld_ = hold_->isChecked();  // what it was is not to be said behind this
                say(QStringLiteral("asks"));
                QTest::mouseClick(hold_, Qt::LeftButton);
            }
            if (isOneOf(2)) {
                cancelWaiting();
            }
            tellQueue();
            QTest::qWait(static_cast<int>(random_() % 30));
            tellQueue();
        }
    }

 private:
    bool isOneOf(unsigned count) { return random_() % count == 0; }

    void mark() {
        auto* panel = window_.findChild<TimelinePanel*>();
        const QString words = QStringLiteral("mark %1").arg(number_);
        panel->state().setPlayhead(number_);
        QTest::keyClick(panel->view(), Qt::Key_M);
        auto* field = panel->view()->findChild<PromptBubble*>()->findChild<QLineEdit*>();
        QTest::keyClicks(field, words);
        QTest::keyClick(field, Qt::Key_Return);
        if (!hasMark(panel->state().project(), words)) {
            return;
        }
        say(words);
        if (isOneOf(3)) {
            say(QStringLiteral("undoes ") + words);
            QTest::keyClick(panel->view(), Qt::Key_Z, Qt::ControlModifier);
            if (!hasMark(panel->state().project(), words)) {
                say(QStringLiteral("un") + words);
            }
        }
    }

    void cancelWaiting() {
        for (int row = list_->model()->rowCount(); row-- > 0;) {
            const QModelIndex card = list_->model()->index(row, 0);
            if (textOf(card).contains(QStringLiteral(": Waiting"))) {
                list_->scrollTo(card);
                QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, list_->visualRect(card).center());
                QTest::keyClick(list_, Qt::Key_X);
                return;
            }
        }
    }

    void tellQueue() {
        for (int row = 0; row < list_->model()->rowCount(); ++row) {
            const QString text = textOf(list_->model()->index(row, 0));
            const QString prompt = text.section(QLatin1Char(':'), 0, 0);
            if (told_.insert(prompt).second) {
                say(QStringLiteral("job ") + prompt);
            }
            if (text.endsWith(QStringLiteral(": Cancelled")) && toldCancelled_.insert(prompt).second) {
                say(QStringLiteral("cancelled ") + prompt);
            }
        }
        if (toldHeld_ != hold_->isChecked()) {
            toldHeld_ = hold_->isChecked();
            say(QStringLiteral("held %1").arg(static_cast<int>(*toldHeld_)));
        }
    }

    MainWindow& window_;
    int number_;
    std::mt19937 random_;
    QListView* list_;
    QToolButton* hold_;
    std::set<QString> told_;
    std::set<QString> toldCancelled_;
    std::optional<bool> toldHeld_;
};

}  // namespace kinora::test
