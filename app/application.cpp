#include "app/application.h"

#include <QApplication>
#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <csignal>

#include "app/hand_over.h"
#include "core/base/error.h"
#include "core/base/memory_status.h"
#include "core/engine/store_in_use.h"
#include "core/worker/worker_interpolator.h"
#include "ui/actions/action_registry.h"
#include "ui/language/sentence_text.h"
#include "ui/log/log_buffer.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/project_files.h"
#include "ui/main_window/welcome.h"
#include "ui/queue/job_text.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/error_text.h"
#include "ui/session/generation_controller.h"
#include "ui/session/interpolation_engines.h"
#include "ui/session/available_models.h"
#include "ui/session/model_verification.h"
#include "ui/session/prompt_history.h"
#include "ui/session/style_presets.h"
#include "ui/session/take_file.h"
#include "ui/session/take_landing.h"
#include "ui/session/token_counter.h"
#include "ui/sound/qt_sound_device.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::Application)
};

constexpr std::chrono::seconds longestWaitForStart{10};
constexpr int startTryMs = 200;

constexpr const char* activationVariable = "XDG_ACTIVATION_TOKEN";

std::filesystem::path inFolder(const QString& folder, const char* name) {
    return std::filesystem::path(folder.toStdString()) / name;
}

std::vector<std::filesystem::path> pathsOf(const QStringList& folders) {
    std::vector<std::filesystem::path> paths;
    for (const QString& folder : folders) {
        paths.emplace_back(folder.toStdString());
    }
    return paths;
}

}  // namespace

std::vector<std::string> Application::workerCommand() {
    const QString named = qEnvironmentVariable("KINORA_WORKER");
    if (named.isEmpty()) {
        return {(QCoreApplication::applicationDirPath() + QStringLiteral("/kinora-cli")).toStdString(), "worker"};
    }
    std::vector<std::string> command;
    for (const QString& part : QProcess::splitCommand(named)) {
        command.push_back(part.toStdString());
    }
    return command;
}

Application::Application(QApplication&, const Options& options)
    : options_(options),
      log_(std::make_unique<LogBuffer>(inFolder(options.dataFolder, "kinora.log"))),
      settings_(std::make_unique<AppSettings>(options.settingsFile, options.dataFolder)),
      client_({.command = options.worker}),
      catalog_({.command = options.worker}, pathsOf(settings_->modelFolders())) {
    log_->takeQtMessages();
    language_.set(settings_->language());
    makeEngine();
    document_ = std::make_unique<Document>();
    models_ = std::make_unique<AvailableModels>(catalog_);
    models_->setHeldMemory([this](const GeneratorOptions& how, const ComputeStatus& status) { return heldMemory(how, status); });
    models_->setFolders(pathsOf(settings_->modelFolders()));
    verification_ = std::make_unique<ModelVerification>(catalog_);
    tokens_ = std::make_unique<TokenCounter>(catalog_);
    styles_ = std::make_unique<StylePresets>(inFolder(options.dataFolder, "styles.json"));
    history_ = std::make_unique<PromptHistory>(inFolder(options.dataFolder, "prompts.json"));
    negativeHistory_ = std::make_unique<PromptHistory>(inFolder(options.dataFolder, "negative_prompts.json"));
    controller_ = std::make_unique<GenerationController>(
        GenerationController::Session{*document_, *bridge_, *models_, *styles_, *settings_});
    landing_ = std::make_unique<TakeLanding>(*document_, *bridge_, *settings_);
    actions_ = std::make_unique<ActionRegistry>(*settings_);
    // A dialog that is closed waits for its preview to stop.
    const WorkerOptions interpolator = {.command = options.worker, .stop_limit = std::chrono::milliseconds(300)};
    interpolation_ = std::make_unique<InterpolationEngines>(*settings_, [interpolator](const auto& weights, const GeneratorOptions& compute) {
        return make_worker_interpolator(interpolator, weights, compute);
    });
    window_ = std::make_unique<MainWindow>(MainWindow::Session{*settings_, *log_, language_, *bridge_, *document_, *models_, *tokens_,
                                                               *styles_, *history_, *negativeHistory_, *controller_, *landing_, *actions_, *verification_, *interpolation_,
                                                               [this] { return client_.worker_pid(); },
                                                               [] { return std::make_unique<QtSoundDevice>(); }});
    watch();
    receiver_ = std::make_unique<StartReceiver>(options.dataFolder, [this](const StartRequest& request) { take(request); });
}

std::unique_ptr<Application> Application::whenFree(QApplication& qt, const Options& options, const std::function<bool()>& isHandedOver) {
    const auto deadline = std::chrono::steady_clock::now() + longestWaitForStart;
    while (!isHandedOver()) {
        try {
            return std::make_unique<Application>(qt, options);
        } catch (const StoreInUse&) {
            if (std::chrono::steady_clock::now() >= deadline) {
                throw;
            }
        }
        QThread::msleep(startTryMs);
    }
    return nullptr;
}

Application::~Application() {
    receiver_.reset();
    window_.reset();
    interpolation_.reset();
    actions_.reset();
    // Whoever waits for an answer gets one: nothing in the catalogue's process is worth waiting for.
    if (const pid_t worker = catalog_.worker_pid(); worker > 0) {
        ::kill(worker, SIGKILL);
    }
    landing_.reset();
    controller_.reset();
    negativeHistory_.reset();
    history_.reset();
    styles_.reset();
    tokens_.reset();
    verification_.reset();
    models_.reset();
    document_.reset();
    bridge_.reset();
}

void Application::makeEngine() {
    EngineOptions options;
    options.folder = inFolder(options_.dataFolder, "queue");
    options.journal.max_bytes = std::int64_t{settings_->journalGigabytes()} << 30;
    options.make_generator = [this](const ModelInfo& model, const GeneratorOptions& how) { return client_.make_generator(model, how); };
    options.make_output = [this](const Job& job) { return std::make_unique<TakeFile>(job, settings_.get()); };
    options.assess_memory = [this](const Job& job, const std::stop_token& stop) {
        ComputeStatus status;
        try {
            status = catalog_.compute_status(job.options, stop);
        } catch (const Error&) {
            return MemoryAssessment();  // what is not known stops nobody
        }
        const std::int64_t held = heldMemory(job.options, status).bytesFor(job.model);
        return assess_memory(job.model, job.recipe.settings, status.dtype, status.free_bytes, held, !job.recipe.loras.empty());
    };
    bridge_ = std::make_unique<EngineBridge>(std::move(options));
}

HeldMemory Application::heldMemory(const GeneratorOptions& options, const ComputeStatus& status) const {
    if (status.device == "cpu") {
        return {.bytes = process_memory(client_.worker_pid()).anonymous_bytes};
    }
    const std::optional<HeldModel> held = client_.held();
    if (!held || held->options.device != options.device || held->options.dtype != options.dtype) {
        return {};
    }
    return {.bytes = held_bytes(held->model, status.dtype, held->device_bytes), .model = held->model.folder};
}

void Application::watch() {
    QObject::connect(settings_.get(), &AppSettings::modelFoldersChanged, models_.get(), [this](const QStringList& folders) {
        catalog_.set_folders(pathsOf(folders));
        models_->setFolders(pathsOf(folders));
        refreshModels();
    });
    // What fits, and what recipes name, depends on the device.
    QObject::connect(settings_.get(), &AppSettings::deviceChanged, models_.get(),
                     [this] { refreshModels(); });
    QObject::connect(bridge_.get(), &EngineBridge::changed, log_.get(), [this](const EngineSnapshot& snapshot) { logNotices(snapshot); });
    QObject::connect(bridge_.get(), &EngineBridge::jobEnded, log_.get(), [this](const Job& job) {
        log_->add([number = job.id.value, state = job.state, error = job.error] {
            const QString what = error ? messageOf(*error) : job_text::state(state);
            return (error ? Words::tr("Job %1 failed: %2") : Words::tr("Job %1: %2")).arg(number).arg(what);
        });
    });
    QObject::connect(models_.get(), &AvailableModels::failed, log_.get(),
                     [this](const ErrorRecord& error) { log_->add([error] { return messageOf(error); }); });
}

void Application::refreshModels() {
    models_->refresh({.device = settings_->device().toStdString()});
}

// What a job could not do as it should, and how its process died: the job itself may go on well.
void Application::logNotices(const EngineSnapshot& snapshot) {
    if (!snapshot.progress) {
        return;
    }
    const JobProgress& progress = *snapshot.progress;
    if (progress.job != noticed_.job || progress.notices.size() < noticed_.count) {
        noticed_ = {progress.job, 0};
    }
    for (; noticed_.count < progress.notices.size(); ++noticed_.count) {
        log_->add([number = progress.job.value, notice = progress.notices[noticed_.count]] {
            return Words::tr("Job %1: %2").arg(number).arg(sentenceText(notice));
        });
    }
}

void Application::take(const StartRequest& request) {
    if (!request.activation.isEmpty()) {
        qputenv(activationVariable, request.activation);  // where Qt looks for it
    }
    window_->setWindowState(window_->windowState() & ~Qt::WindowMinimized);
    window_->show();
    window_->raise();
    window_->activateWindow();
    if (!request.file.isEmpty()) {
        window_->open(request.file);
    }
}

void Application::start() {
    const QString file = options_.file.isEmpty() ? QString() : QFileInfo(options_.file).absoluteFilePath();
    if (MainWindow::isProject(file)) {
        window_->files().openAtStart(file);
    } else {
        window_->welcome().showAtStart();
        window_->files().openLast();
        if (!file.isEmpty()) {
            QObject::connect(document_.get(), &Document::fileChanged, window_.get(), [this, file] { window_->open(file); },
                             static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
        }
    }
    window_->show();
    window_->sayWhatWasSetAside();
    // After the first frame is on the screen: starting a process takes its time.
    QTimer::singleShot(0, models_.get(), [this] { refreshModels(); });
}

}  // namespace kinora
