// The studio's session with the fake generator and a folder of its own; and the window on it.
#pragma once

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "core/media/interpolation/flow_interpolator.h"
#include "tests/support/fake_generator.h"
#include "tests/support/temp_folder.h"
#include "ui/actions/action_registry.h"
#include "ui/language/language.h"
#include "ui/log/log_buffer.h"
#include "ui/main_window/main_window.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/generation_controller.h"
#include "ui/session/interpolation_engines.h"
#include "ui/session/available_models.h"
#include "ui/session/model_verification.h"
#include "ui/session/prompt_history.h"
#include "ui/session/style_presets.h"
#include "ui/session/take_file.h"
#include "ui/session/take_landing.h"
#include "ui/session/token_counter.h"

namespace kinora::test {

// The control that is shown under that name; fails the test where there is none.
template <typename T>
T* control(QWidget* root, const char* accessibleName) {
    for (T* widget : root->findChildren<T*>()) {
        if (widget->accessibleName() == QString::fromUtf8(accessibleName)) {
            return widget;
        }
    }
    qFatal("there is no control named \"%s\"", accessibleName);
    return nullptr;
}

// The fake catalogue, which remembers the threads that asked it.
class WatchedCatalog : public FakeCatalog {
 public:
    std::vector<ModelInfo> list() override {
        isOnMainThread = isOnMainThread || std::this_thread::get_id() == mainThread;
        std::vector<ModelInfo> models = FakeCatalog::list();
        change(models);
        return models;
    }
    ComputeStatus compute_status(const GeneratorOptions& options) override {
        ComputeStatus status = FakeCatalog::compute_status(options);
        status.free_bytes = freeBytes;
        ++numAsked;
        return status;
    }
    std::function<void(std::vector<ModelInfo>&)> change = [](auto&) {};  // of what is listed from then on
    std::atomic<std::int64_t> freeBytes = 1'000'000'000;
    std::atomic<int> numAsked = 0;  // what memory is free
    const std::thread::id mainThread = std::this_thread::get_id();
    std::atomic<bool> isOnMainThread = false;
};

inline EngineOptions studioEngine(const std::filesystem::path& folder, const AppSettings& settings) {
    EngineOptions options;
    options.folder = folder;
    options.make_generator = [](const ModelInfo& model, const GeneratorOptions&) { return std::make_unique<FakeGenerator>(model); };
    options.make_output = [&settings](const Job& job) { return std::make_unique<TakeFile>(job, &settings); };
    return options;
}

struct Studio {
    explicit Studio(const std::filesystem::path& folder)
        : settings(QString::fromStdString((folder / "kinora.ini").string()), QString::fromStdString((folder / "data").string())),
          log(folder / "data/kinora.log"),
          bridge(studioEngine(folder / "data/queue", settings)),
          models(catalog),
          verification(catalog),
          tokens(catalog),
          styles(folder / "data/styles.json"),
          history(folder / "data/prompts.json"),
          negativeHistory(folder / "data/negative_prompts.json"),
          controller({document, bridge, models, styles, settings}),
          landing(document, bridge, settings),
          actions(settings),
          interpolation(settings, [](const auto&, const auto&) { return make_flow_interpolator(); }) {
        language.set(QStringLiteral("en"));
    }

    // Models are there, and a project is open.
    void open(const std::filesystem::path& project, const Project& start = {}) {
        QSignalSpy changed(&models, &AvailableModels::changed);
        models.refresh();
        QVERIFY(changed.wait());
        std::filesystem::exists(project) ? document.open(project, [](const RecoveredProject&) { return true; }) : document.create(project, start);
    }

    void showWindow() {
        window = std::make_unique<MainWindow>(
            MainWindow::Session{settings, log, language, bridge, document, models, tokens, styles, history, negativeHistory, controller, landing, actions,
                                verification, interpolation, [] { return ::getpid(); }});
        if (settings.windowGeometry().isEmpty()) {
            window->resize(1440, 900);  // the screen of the offscreen platform is smaller
        }
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }

    Job job(int row = 0) const { return *bridge.snapshot()->jobs.at(static_cast<std::size_t>(row)); }
    std::size_t numJobs() const { return bridge.snapshot()->jobs.size(); }

    AppSettings settings;
    LogBuffer log;
    Language language;
    WatchedCatalog catalog;
    EngineBridge bridge;
    Document document;
    AvailableModels models;
    ModelVerification verification;
    TokenCounter tokens;
    StylePresets styles;
    PromptHistory history;
    PromptHistory negativeHistory;
    GenerationController controller;
    TakeLanding landing;
    ActionRegistry actions;
    InterpolationEngines interpolation;
    std::unique_ptr<MainWindow> window;
};

}  // namespace kinora::test
