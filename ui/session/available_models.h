// The models that are here, as far as they were found, and what this machine computes on. Asks a worker, on a thread of its own.
#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error_record.h"
#include "core/base/task_thread.h"
#include "core/generation/model_catalog.h"

namespace kinora {

// What came of looking into a folder that the user named.
enum class ModelFolderState : std::uint8_t { holdsModels, missing, unreadable, empty };

// Memory that the process which generates has, and would use again.
struct HeldMemory {
    std::int64_t bytes = 0;
    std::filesystem::path model;  // the folder of the model that would; empty where any would

    std::int64_t bytesFor(const ModelInfo& wanted) const { return model.empty() || model == wanted.folder ? bytes : 0; }
    friend bool operator==(const HeldMemory&, const HeldMemory&) = default;
};

class AvailableModels : public QObject {
    Q_OBJECT

 public:
    // `catalog` is called on the thread of this object's own and outlives it.
    explicit AvailableModels(ModelCatalog& catalog, QObject* parent = nullptr);
    ~AvailableModels() override;

    // Asked together with what is free, on the thread.
    void setHeldMemory(std::function<HeldMemory(const GeneratorOptions&, const ComputeStatus&)> held);

    // Looks again, in the background; changed() or failed() follow.
    void refresh(const GeneratorOptions& options = {});
    // Asks anew what memory is free, in the background, if that was known before; memoryChanged() follows where it differs. Asking again
    // before the answer is there costs nothing.
    void refreshMemory();
    bool isLooking() const { return numUnderWay_ > 0; }
    // At least one look has ended.
    bool hasLooked() const { return hasLooked_; }

    // The folders that the next look says something of: those that the catalogue looks into.
    void setFolders(std::vector<std::filesystem::path> folders) { folders_ = std::move(folders); }
    // Nothing while it is not known.
    std::optional<ModelFolderState> stateOf(const std::filesystem::path& folder) const;

    const std::vector<ModelInfo>& models() const { return models_; }
    // The model of that name; with an empty name the first that can be run. nullptr where there is none.
    const ModelInfo* find(const std::string& name) const;
    const std::optional<ComputeStatus>& compute() const { return compute_; }
    // What counts as free, besides, for a generation with this model.
    std::int64_t heldBytes(const ModelInfo& model) const { return held_.bytesFor(model); }
    const std::optional<ErrorRecord>& problem() const { return problem_; }

 Q_SIGNALS:
    void changed();
    void memoryChanged();
    void failed(const kinora::ErrorRecord& problem);

 private:
    using FolderStates = std::map<std::filesystem::path, ModelFolderState>;

    ModelCatalog& catalog_;
    std::vector<ModelInfo> models_;
    std::function<HeldMemory(const GeneratorOptions&, const ComputeStatus&)> askHeld_ = [](const auto&, const auto&) { return HeldMemory(); };
    std::vector<std::filesystem::path> folders_;
    FolderStates folderStates_;
    bool hasLooked_ = false;
    std::optional<ComputeStatus> compute_;
    HeldMemory held_;
    std::optional<ErrorRecord> problem_;
    GeneratorOptions options_;
    int numUnderWay_ = 0;
    bool isAskingMemory_ = false;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
