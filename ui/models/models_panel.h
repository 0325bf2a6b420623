// The models that were found: what each is, can do and needs, where it lies, its licence, and where else to look.
#pragma once

#include <QWidget>

#include <map>
#include <vector>

#include "core/base/error_record.h"
#include "core/generation/model_info.h"
#include "ui/actions/button_actions.h"
#include "ui/models/verification_text.h"
#include "ui/session/error_text.h"

class QLabel;
class QListWidget;
class QPushButton;
class QTextBrowser;
class QTreeWidget;

namespace kinora {

class ActionRegistry;
class AppSettings;
class AvailableModels;
class ModelVerification;
class ProblemRow;
class RoomInRow;

class ModelsPanel : public QWidget {
    Q_OBJECT

 public:
    // All outlive the panel.
    ModelsPanel(AvailableModels& models, ModelVerification& verification, AppSettings& settings, ActionRegistry& actions, QWidget* parent = nullptr);

    void askForFolder();
    // Compares the chosen model with a reference file.
    void askForReference();
    // Its buttons that are commands too.
    std::vector<ButtonCommand> buttonCommands() const;

    QSize minimumSizeHint() const override;

 Q_SIGNALS:
    void useWanted(const QString& model);
    void fixWanted(kinora::Fix fix);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void build();
    void retranslate();
    void fill();
    void fillFolders();
    void showProblem();
    // What is wrong with a folder; empty where nothing is, or nothing is known.
    QString verdictOn(const QString& folder) const;
    void showCurrent();
    const ModelInfo* current() const;
    void setVerification(const QString& folder, VerificationState state);
    QString description(const ModelInfo& model) const;

    AvailableModels& models_;
    ModelVerification& verification_;
    AppSettings& settings_;
    ActionRegistry& actions_;
    QLabel* state_;
    ProblemRow* problem_;
    QTreeWidget* list_;
    QTextBrowser* details_;
    QString shownDetails_;
    QPushButton* use_;
    QPushButton* licence_;
    QPushButton* verify_;
    std::map<QString, VerificationState> verifications_;  // by folder
    QLabel* foldersTitle_;
    QListWidget* folders_;
    QPushButton* addFolder_;
    QPushButton* removeFolder_;
    QPushButton* refresh_;
    // Where there is little room, the menu has what these rows hide.
    RoomInRow* room_;
    RoomInRow* folderRoom_;
};

}  // namespace kinora
