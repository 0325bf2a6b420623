#include "ui/session/recipe_restore.h"

#include <QFileInfo>

#include <algorithm>
#include <exception>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/generation/listed_takes.h"
#include "core/media/media_probe.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "ui/language/sentence_text.h"
#include "ui/session/available_models.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/job_context.h"
#include "ui/session/media_import.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr JsonLimits limits = {.max_string_bytes = 4'000'000};

json firstShownRecipe(const std::string& takes, const fs::path& file) {
    const std::vector<ListedTake> listed = listed_takes(parse_bounded_json(takes, limits, file));
    if (listed.empty()) {
        throw FileError(file, RecipeRestore::tr("says nothing that Kinora could read about the takes in it").toStdString());
    }
    return listed.front().recipe;
}

// A recipe names files as its project or its command did: inside a media folder, beside the file, or wherever.
std::optional<fs::path> findFile(const std::string& name, const fs::path& recipeFile) {
    const fs::path beside = recipeFile.parent_path();
    for (const fs::path& candidate : {beside.parent_path() / name, beside / name, beside / fs::path(name).filename(), fs::path(name)}) {
        std::error_code ignored;
        if (candidate.is_absolute() && fs::is_regular_file(candidate, ignored)) {
            return candidate;
        }
    }
    return std::nullopt;
}

FoundRecipe findRecipe(const fs::path& file, const Project& project, const fs::path& mediaFolder, const std::stop_token& stop) {
    FoundRecipe found;
    found.recipe = readStoredRecipe(file, stop);
    for (const RecipeCondition& condition : found.recipe.conditions) {
        FoundRecipe::Condition result = {.recipe = condition, .media = mediaWithContent(project, condition.content_hash)};
        if (!is_set(result.media)) {
            const auto place = findFile(condition.file, file);
            if (!place) {
                found.lost.push_back(fs::path(condition.file).filename().string());
                continue;
            }
            try {
                result.asset = importFile(*place, mediaFolder, project, stop);
            } catch (const Error&) {
                found.lost.push_back(fs::path(condition.file).filename().string());
                continue;
            }
        }
        found.conditions.push_back(std::move(result));
    }
    return found;
}

// One value for each latent frame, as a curve that stays level in between.
StrengthCurve curveOf(const std::vector<double>& strengths, std::int64_t startFrame, std::int64_t frameMultiple) {
    StrengthCurve curve;
    const std::int64_t first = latent_frame_of(startFrame, frameMultiple);
    for (std::size_t i = 0; i < strengths.size(); ++i) {
        const std::int64_t frame = first_frame_of_latent(first + static_cast<std::int64_t>(i), frameMultiple) - startFrame;
        curve.push_back({.frame = std::max<std::int64_t>(frame, 0), .strength = std::clamp(strengths[i], 0.0, 1.0), .interpolation = Interpolation::hold});
    }
    return curve;
}

// Frames may be in a file of tensors, which no decoder opens.
MediaMetadata metadataOf(const fs::path& file, const std::stop_token& stop) {
    const bool isTensors = QFileInfo(QString::fromStdString(file.string())).suffix().toLower() == QStringLiteral("safetensors");
    return isTensors ? SafetensorsFile(file).metadata() : probe_media(file, stop).metadata;
}

}  // namespace

Recipe readStoredRecipe(const fs::path& file, const std::stop_token& stop) {
    const MediaMetadata metadata = metadataOf(file, stop);
    if (const auto recipe = metadata.find(std::string(metadata_key_recipe)); recipe != metadata.end()) {
        return read_recipe(parse_bounded_json(recipe->second, limits, file), file);
    }
    if (const auto takes = metadata.find(std::string(metadata_key_takes)); takes != metadata.end()) {
        return read_recipe(firstShownRecipe(takes->second, file), file);
    }
    throw FileError(file, RecipeRestore::tr("holds no recipe of Kinora, so that there are no settings to take from it").toStdString());
}

bool holdsRecipe(const fs::path& file, const std::stop_token& stop) {
    try {
        const MediaMetadata metadata = metadataOf(file, stop);
        return metadata.contains(std::string(metadata_key_recipe)) || metadata.contains(std::string(metadata_key_takes));
    } catch (const std::exception&) {
        return false;
    }
}

Project withRecipe(const Project& project, const FoundRecipe& found, std::int64_t frameMultiple) {
    Project result = project;
    GenerateState state = *project.generate;
    state.keyframes.clear();
    state.model = found.recipe.model_name;
    state.settings = found.recipe.settings;
    state.style.clear();  // its words are in the prompt
    state.is_seed_locked = true;
    state.num_variations = 1;
    result.generate = std::move(state);
    const std::int64_t numFrames = std::max<std::int64_t>(found.recipe.settings.num_frames, 1);
    const FrameRate& rate = found.recipe.settings.frame_rate;
    for (const FoundRecipe::Condition& condition : found.conditions) {
        Keyframe keyframe;
        keyframe.source.media = condition.media;
        if (condition.asset) {
            const bool isKnown = condition.asset->id.is_set() && find_asset(result, condition.asset->id) != nullptr;
            result = isKnown ? result : add_asset(result, *condition.asset);
            keyframe.source.media = isKnown ? condition.asset->id : result.assets->back()->id;
        }
        const RecipeCondition& recipe = condition.recipe;
        keyframe.frame = std::clamp<std::int64_t>(recipe.frame < 0 ? recipe.frame + numFrames : recipe.frame, 0, numFrames - 1);
        const auto facts = media_facts(result, keyframe.source.media);
        if (recipe.num_frames > 0) {
            const bool hasEnd = facts && facts->length;
            // The recipe counts at its own rate, what the project refers to at the project's.
            const std::int64_t first = rate.is_valid() ? convert_frame(recipe.source_frame, rate, project.frame_rate) : recipe.source_frame;
            keyframe.source.source_in = hasEnd ? std::clamp<std::int64_t>(first, 0, *facts->length - 1) : 0;
            const std::int64_t there = hasEnd ? *facts->length - keyframe.source.source_in : recipe.num_frames;
            keyframe.num_frames = std::clamp<std::int64_t>(std::min(recipe.num_frames, there), 1, numFrames - keyframe.frame);
        } else if (facts && facts->length) {
            keyframe.num_frames = std::clamp<std::int64_t>(*facts->length, 1, numFrames - keyframe.frame);
        }
        keyframe.strength = std::clamp(recipe.strength, 0.0, 1.0);
        keyframe.curve = curveOf(recipe.latent_strengths, keyframe.frame, std::max<std::int64_t>(frameMultiple, 1));
        result = add_keyframe(result, std::move(keyframe));
    }
    return result;
}

RecipeRestore::RecipeRestore(Document& document, const AvailableModels& models, QObject* parent)
    : QObject(parent), document_(document), models_(models), thread_(std::make_unique<TaskThread>("recipes")) {}

RecipeRestore::~RecipeRestore() {
    thread_.reset();
}

void RecipeRestore::restore(const QString& file) {
    thread_->post([this, path = fs::path(file.toStdString()), name = QFileInfo(file).fileName(), project = document_.snapshot(),
                   open = document_.file(), mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::optional<FoundRecipe> found;
        Saying problem;
        try {
            found = findRecipe(path, *project, mediaFolder, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = sayingOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, found, problem, name, open] {
                if (!found) {
                    Q_EMIT failed(problem);
                } else if (open == document_.file()) {
                    apply(*found, name);
                }
            },
            Qt::QueuedConnection);
    });
}

void RecipeRestore::apply(const FoundRecipe& found, const QString& name) {
    const ModelInfo* model = models_.find(found.recipe.model_name);
    try {
        document_.apply(tr("Settings of %1").arg(name),
                        [&](const Project& project) { return withRecipe(project, found, model == nullptr ? 1 : model->frame_multiple); });
    } catch (const EditError& error) {
        Q_EMIT failed(sayingOf(error));
        return;
    }
    QStringList notes;
    if (model == nullptr || model->name != found.recipe.model_name) {
        notes << tr("The model %1 is not here; add its folder, or choose another model.").arg(QString::fromStdString(found.recipe.model_name));
    }
    for (const std::string& file : found.lost) {
        notes << tr("The keyframe %1 was not found; put the file beside the video and drop that again.").arg(QString::fromStdString(file));
    }
    if (found.recipe.operation != "render" || found.recipe.kept) {
        notes << tr("It continues a clip; to continue it again, use the timeline.");
    }
    if (const auto why = why_not_the_same(found.recipe)) {
        notes << tr("Only the settings come back: %1.").arg(sentenceText(*why));
    }
    Q_EMIT restored(notes);
}

}  // namespace kinora
