// What is to be made next. Shows the document's GenerateState and edits it; values that the model cannot make do not get in.
#pragma once

#include <QWidget>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/error_record.h"
#include "core/project/generation.h"
#include "ui/actions/button_actions.h"
#include "ui/session/error_text.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QTimer;
class QToolButton;

namespace kinora {

class ActionRegistry;
class BranchBanner;
class Document;
class FrameForm;
class GenerationController;
class AvailableModels;
class ModelPicker;
class ProblemRow;
class PromptEdit;
class PromptHistory;
class SamplingForm;
class StylePicker;
class StylePresets;
class TokenCounter;

class GeneratePanel : public QWidget {
    Q_OBJECT

 public:
    // All outlive the panel.
    struct Session {
        Document& document;
        AvailableModels& models;
        TokenCounter& tokens;
        StylePresets& styles;
        PromptHistory& history;
        PromptHistory& negativeHistory;
        GenerationController& controller;
        ActionRegistry& actions;
    };

    explicit GeneratePanel(const Session& session, QWidget* parent = nullptr);

    void focusPrompt();
    // Why nothing was generated; an empty error hides it.
    void showProblem(const ErrorRecord& error);
    // Its buttons that are commands too.
    std::vector<ButtonCommand> buttonCommands() const;

 Q_SIGNALS:
    void fixWanted(kinora::Fix fix);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void build();
    void connectFields();
    void retranslate();
    void refresh();
    void countTokens();
    void showTokens(const QString& prompt, const std::optional<std::pair<qint64, qint64>>& tokens);
    // Changes the panel's state: one undo step, or a part of the one with the same key.
    void edit(const QString& text, const QString& mergeKey, const std::function<void(GenerateState&)>& change);

    Session session_;
    PromptEdit* prompt_;
    PromptEdit* negative_;
    QToolButton* showNegative_;
    QLabel* styleLabel_;
    StylePicker* style_;
    QLabel* modelLabel_;
    ModelPicker* model_;
    FrameForm* frame_;
    SamplingForm* sampling_;
    BranchBanner* branch_;
    ProblemRow* problem_;
    QScrollArea* scroll_;
    QPushButton* generate_;
    QToolButton* front_;
    QToolButton* cancel_;
    QTimer* tokenTimer_;
    ErrorRecord shownProblem_;
};

}  // namespace kinora
