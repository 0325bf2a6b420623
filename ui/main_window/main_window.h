// The window: docks, menus, a status bar. Panels meet through the session's objects and know nothing of each other.
#pragma once

#include <QMainWindow>

#include <sys/types.h>

#include <functional>
#include <memory>

#include "core/engine/engine.h"
#include "ui/language/saying.h"
#include "ui/session/error_text.h"
#include "ui/sound/sound_device.h"

class QDockWidget;

namespace kinora {

class ActionRegistry;
class AppSettings;
class AssetsPanel;
class CompareController;
class DockLayouts;
class Document;
class EngineBridge;
class GenerationController;
class InterpolationEngines;
class GeneratePanel;
class ImportExport;
class Language;
class LogBuffer;
class Menus;
class AvailableModels;
class KeyframePanel;
class ModelVerification;
class ModelsPanel;
class Monitor;
class MonitorController;
class PlotsPanel;
class ProjectFiles;
class PromptHistory;
class QueuePanel;
class StylePresets;
class TakeLanding;
class TimelinePanel;
class TokenCounter;
class WatchedJob;
class Welcome;

class MainWindow : public QMainWindow {
    Q_OBJECT

 public:
    // All outlive the window.
    struct Session {
        AppSettings& settings;
        LogBuffer& log;
        Language& language;
        EngineBridge& bridge;
        Document& document;
        AvailableModels& models;
        TokenCounter& tokens;
        StylePresets& styles;
        PromptHistory& history;
        PromptHistory& negativeHistory;
        GenerationController& controller;
        TakeLanding& landing;
        ActionRegistry& actions;
        ModelVerification& verification;
        InterpolationEngines& interpolation;
        std::function<pid_t()> workerPid;  // of the process that runs models; 0 while there is none
        MakeSoundDevice makeSoundDevice = {};
    };

    explicit MainWindow(const Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    ProjectFiles& files() { return *files_; }
    Welcome& welcome() { return *welcome_; }
    // Whatever it is: a project is opened, a cut imported, a file with a recipe gives its settings, any other comes among the media.
    void open(const QString& file);
    static bool isProject(const QString& file);
    // Tells of a queue that could not be read, if there was one.
    void sayWhatWasSetAside();

 protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void buildDocks();
    QDockWidget* addDock(const char* name, const char* icon, QWidget* content);
    void connectFileActions();
    void connectViewActions();
    void connectSession();
    void connectMonitor();
    void connectFiles();
    void connectTimeline(MonitorController& takes, CompareController& compare);
    void retranslate();
    void refreshTitle();
    void refreshUndo();
    void showDock(const char* name);
    void fix(Fix fix);
    void askForLayoutName();
    void say(const Saying& message);
    void warn(const QString& title, const Saying& message);
    void applyTheme(const QString& theme);

    Session session_;
    GeneratePanel* generate_ = nullptr;
    AssetsPanel* assets_ = nullptr;
    QueuePanel* queue_ = nullptr;
    ModelsPanel* models_ = nullptr;
    Monitor* monitor_ = nullptr;
    KeyframePanel* keyframes_ = nullptr;
    PlotsPanel* plots_ = nullptr;
    TimelinePanel* timeline_ = nullptr;
    WatchedJob* watched_;
    ProjectFiles* files_;
    Welcome* welcome_ = nullptr;
    ImportExport* importExport_ = nullptr;
    QWidget* interpolationRows_ = nullptr;
    std::unique_ptr<DockLayouts> layouts_;
    Menus* menus_ = nullptr;
    bool mayClose_ = false;
};

}  // namespace kinora
