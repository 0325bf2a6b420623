// What comes into the window and goes out of it as files: exports, cuts of other programs, files that are dropped onto it.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

#include "core/base/task_thread.h"
#include "ui/language/saying.h"

class QWidget;

namespace kinora {

class ActionRegistry;
class AppSettings;
class AvailableModels;
class CutExchange;
class Document;
class ExportQueue;
class ProjectFiles;
class RecipeRestore;

class ImportExport : public QObject {
    Q_OBJECT

 public:
    // All outlive this object but `window`, which owns it, carries the dialogs and takes the drops that no panel takes.
    ImportExport(QWidget& window, Document& document, const AvailableModels& models, const AppSettings& settings, ProjectFiles& files,
                 ActionRegistry& actions);

    ExportQueue& exports() { return *exports_; }
    // What becomes of exports when the program is quit now; empty where there are none under way.
    QString goesOnLater() const;

    // A project is opened, a cut imported; of any other file the settings are taken, and one without settings is media.
    void openOrImport(const QString& file);
    // What was dropped: one file as above, but for a generation it is the frames that this one is to keep to, where the model can; several
    // are media.
    void take(const QStringList& files, bool isForGeneration);

 Q_SIGNALS:
    void said(const kinora::Saying& message);
    void mediaGiven(const QStringList& files);
    void framesGiven(const QString& file);
    void settingsTaken();  // they are in the generate panel

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void openSample(const QString& folder);
    void askForExport();
    void askForFile(const QString& title, const QString& filter, const std::function<void(const QString&)>& use);
    void askWhereToExportCut();
    void exportCut(const QString& chosen, const QString& ending);
    void tell(const QString& title, const Saying& sentence, const QStringList& notes);
    QString exportFolder() const;
    bool takesFrames() const;
    // Whether what is dropped at that place of the window is: on the generate panel or the monitor.
    bool isForGeneration(const QPoint& place) const;

    QWidget& window_;
    Document& document_;
    const AvailableModels& models_;
    ProjectFiles& files_;
    ExportQueue* exports_;
    CutExchange* cuts_;
    RecipeRestore* recipes_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
