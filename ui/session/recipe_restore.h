// Brings back what a file of Kinora was made from: prompt, settings and keyframes go into the generate panel, in one undo step.
// Files are read on a thread of this object's own.
#pragma once

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/task_thread.h"
#include "core/generation/recipe.h"
#include "core/project/project.h"
#include "ui/language/saying.h"

namespace kinora {

class AvailableModels;
class Document;

// A recipe with the media that it names, as far as they were found.
struct FoundRecipe {
    struct Condition {
        RecipeCondition recipe;
        MediaRef media;              // of the project, or
        std::optional<Asset> asset;  // brought into its folder
    };

    Recipe recipe;
    std::vector<Condition> conditions;
    std::vector<std::string> lost;  // names of files that were not found
};

// The recipe in a video, in a picture, in a file of tensors, or of the first take that is seen in an exported cut. Throws Error where there is none.
Recipe readStoredRecipe(const std::filesystem::path& file, const std::stop_token& stop);
// Whether there is one, be it as it may.
bool holdsRecipe(const std::filesystem::path& file, const std::stop_token& stop);

// What the generate panel holds with that recipe. `frameMultiple` is the model's.
Project withRecipe(const Project& project, const FoundRecipe& found, std::int64_t frameMultiple);

class RecipeRestore : public QObject {
    Q_OBJECT

 public:
    // Both outlive this object.
    RecipeRestore(Document& document, const AvailableModels& models, QObject* parent = nullptr);
    ~RecipeRestore() override;

    // restored() or failed() follows.
    void restore(const QString& file);

 Q_SIGNALS:
    // `notes` are sentences about what could not be brought back.
    void restored(const QStringList& notes);
    void failed(const kinora::Saying& message);

 private:
    void apply(const FoundRecipe& found, const QString& name);

    Document& document_;
    const AvailableModels& models_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
