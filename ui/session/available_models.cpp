#include "ui/session/available_models.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace kinora {

namespace {

namespace fs = std::filesystem;

bool isInside(const fs::path& folder, const fs::path& parent) {
    std::error_code ignored;
    const fs::path inner = fs::weakly_canonical(folder, ignored);
    const fs::path outer = fs::weakly_canonical(parent, ignored);
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

ModelFolderState look(const fs::path& folder, const std::vector<ModelInfo>& models) {
    std::error_code problem;
    if (!fs::is_directory(folder, problem)) {
        return problem && problem != std::errc::no_such_file_or_directory ? ModelFolderState::unreadable : ModelFolderState::missing;
    }
    const fs::directory_iterator entries(folder, problem);
    if (problem) {
        return ModelFolderState::unreadable;
    }
    const bool holdsModels = std::ranges::any_of(models, [&](const ModelInfo& model) { return isInside(model.folder, folder); });
    return holdsModels ? ModelFolderState::holdsModels : ModelFolderState::empty;
}

}  // namespace

AvailableModels::AvailableModels(ModelCatalog& catalog, QObject* parent)
    : QObject(parent), catalog_(catalog), thread_(std::make_unique<TaskThread>("models")) {}

AvailableModels::~AvailableModels() {
    thread_.reset();
}

void AvailableModels::setHeldMemory(std::function<HeldMemory(const GeneratorOptions&, const ComputeStatus&)> held) {
    askHeld_ = std::move(held);
}

void AvailableModels::refresh(const GeneratorOptions& options) {
    ++numUnderWay_;
    options_ = options;
    thread_->post([this, options, askHeld = askHeld_, folders = folders_](const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return;
        }
        std::vector<ModelInfo> models;
        std::optional<ComputeStatus> compute;
        HeldMemory held;
        std::optional<ErrorRecord> problem;
        try {
            models = catalog_.list();
            compute = catalog_.compute_status(options);
            held = askHeld(options, *compute);
        } catch (const std::exception& error) {
            problem = record_of(error);
        }
        FolderStates states;
        for (const fs::path& folder : folders) {
            states[folder] = look(folder, models);
        }
        QMetaObject::invokeMethod(
            this,
            [this, models = std::move(models), states = std::move(states), compute, held, problem] {
                --numUnderWay_;
                hasLooked_ = true;
                folderStates_ = states;
                problem_ = problem;
                if (!models.empty() || !problem) {
                    models_ = models;
                }
                if (compute) {
                    compute_ = compute;
                    held_ = held;
                }
                Q_EMIT changed();
                if (problem) {
                    Q_EMIT failed(*problem);
                }
            },
            Qt::QueuedConnection);
    });
}

void AvailableModels::refreshMemory() {
    if (!compute_ || isAskingMemory_ || isLooking()) {
        return;
    }
    isAskingMemory_ = true;
    thread_->post([this, options = options_, askHeld = askHeld_](const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return;
        }
        std::optional<ComputeStatus> compute;
        HeldMemory held;
        try {
            compute = catalog_.compute_status(options);
            held = askHeld(options, *compute);
        } catch (const std::exception&) {
            // What was known stays; looking for models tells why.
        }
        QMetaObject::invokeMethod(
            this,
            [this, compute, held] {
                isAskingMemory_ = false;
                // A refresh that was asked for meanwhile knows better, also about the device.
                if (compute && !isLooking() && (compute->free_bytes != compute_->free_bytes || held != held_)) {
                    compute_ = compute;
                    held_ = held;
                    Q_EMIT memoryChanged();
                }
            },
            Qt::QueuedConnection);
    });
}

std::optional<ModelFolderState> AvailableModels::stateOf(const fs::path& folder) const {
    const auto found = folderStates_.find(folder);
    return found == folderStates_.end() ? std::nullopt : std::optional(found->second);
}

const ModelInfo* AvailableModels::find(const std::string& name) const {
    for (const ModelInfo& model : models_) {
        if (name.empty() ? !model.problem : model.name == name) {
            return &model;
        }
    }
    return nullptr;
}

}  // namespace kinora
