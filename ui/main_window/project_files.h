// New, open, save, close: what happens to project files, with the questions that have to be asked. A project without a name of
// the user's lies in the data folder and is saved without asking.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/task_thread.h"
#include "ui/language/saying.h"

class QWidget;

namespace kinora {

class AppSettings;
class Document;
struct Project;
struct RecoveredProject;

class ProjectFiles : public QObject {
    Q_OBJECT

 public:
    // All outlive this object. `window` carries the dialogs.
    ProjectFiles(Document& document, AppSettings& settings, QWidget& window);

    ~ProjectFiles() override;

    // Opens what was open last; without that, or where it cannot be opened, an untitled project. Projects are opened and made in the
    // background.
    void openLast();
    // The same for a file, while nothing is open yet.
    void openAtStart(const QString& file);
    void open(const QString& file);
    void createUntitled();
    void save();

    void askForNew();
    void askForOpen();
    void askForSaveAs();
    void saveAs(const QString& chosen);
    // Puts an earlier version of the open project in its place, in one undo step.
    void askForVersion();

    // Does `next` once nothing would be lost: saves, or asks. Not at all if the user cancels. With notes, which are what else is to be
    // known before the program ends, it is asked in any case; empty ones are none.
    void leaveThen(const std::function<void()>& next, const QStringList& notes = {});

    bool isUntitled() const;
    QString title() const;  // the project's name for people

    // The same of any project file.
    static bool isUntitled(const QString& file, const AppSettings& settings);
    static QString titleOf(const QString& file, const AppSettings& settings);

 Q_SIGNALS:
    void failed(const kinora::Saying& message);

 private:
    static QString untitledFolder(const AppSettings& settings);
    QString newestUntitled() const;  // empty if there is none
    void loadVersion(const std::filesystem::path& version);
    void replaceBy(const Project& earlier);
    void begin(const QString& file);
    bool asksForRecovery(const QString& file, const RecoveredProject& recovered);
    void onOpenFailed(const QString& file, const Saying& message);
    void saveThen(const std::function<void()>& next);
    void askToQuit(const std::function<void()>& next, const QString& note);
    void askToSave(const std::function<void()>& next, const QString& note);
    void askToLeaveUnsaved(const QString& problem, const std::function<void()>& next);

    Document& document_;
    AppSettings& settings_;
    QWidget& window_;
    bool isLeaving_ = false;  // when it is saved
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
