// Who makes whom, and in which order they go: worker, engine, document, controllers, window, and back.
#pragma once

#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/job.h"
#include "core/worker/worker_client.h"
#include "ui/language/language.h"

class QApplication;

namespace kinora {

class ActionRegistry;
class AppSettings;
class Document;
class EngineBridge;
class GenerationController;
class LogBuffer;
class StartReceiver;
struct StartRequest;
class InterpolationEngines;
class ModelVerification;
class MainWindow;
class AvailableModels;
struct HeldMemory;
class PromptHistory;
class StylePresets;
class TakeLanding;
class TokenCounter;
struct EngineSnapshot;

class Application {
 public:
    struct Options {
        QString settingsFile;
        QString dataFolder;                  // queue, steps, log, untitled projects
        std::vector<std::string> worker;     // the command that runs models
        QString file;                        // to be opened, of any kind; empty goes on with the last project
    };

    // Throws FileError where the data folder cannot be used, for example because another Kinora uses it.
    Application(QApplication& qt, const Options& options);
    ~Application();

    // As soon as the data folder is free: a studio that was quit keeps it until its worker has stopped. Null where `isHandedOver`, which is
    // asked before each try. Throws as the constructor does; for a folder that is in use, after ten seconds.
    static std::unique_ptr<Application> whenFree(QApplication& qt, const Options& options, const std::function<bool()>& isHandedOver);

    MainWindow& window() { return *window_; }
    // Opens the file, shows the window, and then starts looking for models.
    void start();

    // The program beside this one, or what KINORA_WORKER names.
    static std::vector<std::string> workerCommand();

 private:
    void makeEngine();
    void watch();
    void refreshModels();
    void take(const StartRequest& request);
    void logNotices(const EngineSnapshot& snapshot);
    // What the worker that generates has of the memory that a job would use again. On any thread.
    HeldMemory heldMemory(const GeneratorOptions& options, const ComputeStatus& status) const;

    Options options_;
    std::unique_ptr<LogBuffer> log_;
    std::unique_ptr<AppSettings> settings_;
    Language language_;
    struct Noticed {
        JobId job;
        std::size_t count = 0;
    };
    Noticed noticed_;  // notices that are in the log
    WorkerClient client_;
    WorkerCatalog catalog_;
    std::unique_ptr<EngineBridge> bridge_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<AvailableModels> models_;
    std::unique_ptr<ModelVerification> verification_;
    std::unique_ptr<TokenCounter> tokens_;
    std::unique_ptr<StylePresets> styles_;
    std::unique_ptr<PromptHistory> history_;
    std::unique_ptr<PromptHistory> negativeHistory_;
    std::unique_ptr<GenerationController> controller_;
    std::unique_ptr<TakeLanding> landing_;
    std::unique_ptr<ActionRegistry> actions_;
    std::unique_ptr<InterpolationEngines> interpolation_;
    std::unique_ptr<MainWindow> window_;
    std::unique_ptr<StartReceiver> receiver_;
};

}  // namespace kinora
