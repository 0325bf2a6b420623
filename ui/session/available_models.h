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

class AvailableModels : public QObject {
    Q_OBJECT

 public:
    // `catalog` is called on the thread of this object's own and outlives it.
    explicit AvailableModels(ModelCatalog& catalog, QObject* parent = nullptr);
    ~AvailableModels() override;

    // What the process that generates holds of that memory and would use again; asked together with what is free, on the thread.
    void setHeldMemory(std::function<std::int64_t(const ComputeStatus&)> held);

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
    std::int64_t heldBytes() const { return heldBytes_; }
    const std::optional<ErrorRecord>& problem() const { return problem_; }

 Q_SIGNALS:
    void changed();
    void memoryChanged();
    void failed(const kinora::ErrorRecord& problem);

 private:
    using FolderStates = std::map<std::filesystem::path, ModelFolderState>;

    ModelCatalog& catalog_;
    std::vector<ModelInfo> models_;
    std::function<std::int64_t(const ComputeStatus&)> held_ = [](const ComputeStatus&) { return std::int64_t{0}; };
    std::vector<std::filesystem::path> folders_;
    FolderStates folderStates_;
    bool hasLooked_ = false;
    std::optional<ComputeStatus> compute_;
    std::int64_t heldBytes_ = 0;
    std::optional<ErrorRecord> problem_;
    GeneratorOptions options_;
    int numUnderWay_ = 0;
    bool isAskingMemory_ = false;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
