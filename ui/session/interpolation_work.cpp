#include "ui/session/interpolation_work.h"

#include <QUuid>

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/generation/interpolation_recipe.h"
#include "core/media/clip_writer.h"
#include "core/media/interpolation/scene_cut.h"
#include "core/media/media_probe.h"
#include "core/project/edits/take_edits.h"
#include "core/project/media_place.h"
#include "core/render/saved_scenes.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* folderName = "interpolated";
constexpr qsizetype longestName = 60;

// "ball", whatever the media is called: names with "%" would be those of numbered pictures.
QString plainName(const QString& name) {
    QString plain;
    for (const QChar sign : name.simplified().left(longestName)) {
        plain += sign.isLetterOrNumber() || sign == QLatin1Char('-') || sign.isSurrogate() ? sign : QLatin1Char('_');
    }
    return plain.isEmpty() ? QStringLiteral("clip") : plain;
}

// Null for media that is no take, and for takes that have none.
json takeRecipeOf(const Project& project, const MediaRef& media) {
    const auto* id = std::get_if<TakeId>(&media);
    const Take* take = id == nullptr ? nullptr : find_take(project, *id);
    return take == nullptr ? json() : take->recipe;
}

template <typename Predicate>
bool anyMedia(const Project& project, const Predicate& is) {
    const auto isOne = [&](const auto& media) { return is(*media); };
    return std::ranges::any_of(*project.takes, isOne) || std::ranges::any_of(*project.assets, isOne);
}

json recipeOf(const InterpolationEntry& entry, const Project& project, const std::stop_token& stop) {
    const auto place = find_clip(project, entry.clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    if (shown == nullptr || !media_facts(project, shown->media)) {
        throw EditError(Sentence::of("the clip shows no video, so there is no motion to interpolate"));
    }
    InterpolationRecipe recipe;
    recipe.source_file = entry.mediaFile;
    recipe.source_hash = content_hash_of(project, shown->media);
    recipe.engine = entry.wish.engine.id.toStdString();
    if (!entry.wish.engine.weights.empty()) {
        recipe.weights_hash = hash_weights(entry.wish.engine.weights, stop);
    }
    recipe.frame_rate = entry.wish.what.frame_rate;
    recipe.is_slow_motion = entry.wish.what.is_slow_motion;
    recipe.merges_duplicates = entry.wish.what.merges_duplicates;
    recipe.scene_threshold = scene_cut_threshold;
    recipe.kinora_version = KINORA_VERSION;
    return interpolated_recipe(takeRecipeOf(project, shown->media), recipe);
}

// Whole as it is, it needs neither its source nor its engine any more.
std::optional<MadeInterpolation> madeBefore(const InterpolationEntry& entry, const Project& project, const std::stop_token& stop) {
    const fs::path file = entry.incomingFile();
    std::error_code ignored;
    if (!entry.shown || !fs::exists(file, ignored)) {
        return std::nullopt;
    }
    const MediaInfo info = probe_media(file, stop);
    const auto recipe = info.metadata.find(std::string(metadata_key_recipe));
    json read = recipe == info.metadata.end() ? json() : json::parse(recipe->second, nullptr, false);
    if (!read.is_object()) {
        return std::nullopt;
    }
    return MadeInterpolation{interpolated_file(project, entry.clip, entry.wish.what, *entry.shown, info), std::move(read)};
}

}  // namespace

InterpolationEntry entryFor(const Project& project, ClipId clip, const InterpolationWish& wish) {
    const auto place = find_clip(project, clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    const auto facts = shown == nullptr ? std::nullopt : media_facts(project, shown->media);
    if (!facts || !facts->length) {
        throw EditError(Sentence::of("the clip shows no video, so there is no motion to interpolate"));
    }
    InterpolationEntry asked;
    asked.clip = clip;
    asked.mediaName = facts->name;
    asked.mediaFile = facts->file;
    asked.key = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    asked.wish = wish;
    return asked;
}

MadeInterpolation makeInterpolation(const InterpolationEntry& entry, const Project& project, const InterpolationProgress& progress,
                                    const std::stop_token& stop) {
    if (auto made = madeBefore(entry, project, stop)) {
        return *std::move(made);
    }
    if (!entry.wish.engine.make) {
        throw InvalidRequest("engine", entry.wish.engine.missing.toStdString());
    }
    MadeInterpolation made;
    made.recipe = recipeOf(entry, project, stop);
    InterpolationOutput output;
    output.path = entry.incomingFile();
    const std::string recipe = made.recipe.dump(-1, ' ', false, json::error_handler_t::replace);
    output.metadata[std::string(metadata_key_recipe)] = recipe;
    // Other weights make other frames: what was begun with those is not gone on with.
    ContentHasher key;
    key.add(recipe);
    output.resume_key = key.text();
    make_folder(output.path.parent_path());
    remove_leftovers(output.path.parent_path(), output.path.filename().string());
    const auto engine = entry.wish.engine.make();
    made.file = interpolate_clip(project, entry.clip, entry.originMediaFolder(), entry.wish.what, *engine, output, progress, stop);
    return made;
}

void removeInterpolation(const InterpolationEntry& entry) {
    const fs::path file = entry.incomingFile();
    std::error_code ignored;
    fs::remove(file, ignored);
    for (const fs::path& kept : kept_for(file)) {
        fs::remove(kept, ignored);
    }
    remove_leftovers(file.parent_path(), file.filename().string());
}

PlacedInterpolation placeInterpolation(const InterpolationEntry& entry, const InterpolatedFile& made, const fs::path& mediaFolder) {
    const QString suffix = interpolationSuffix(entry.wish.what, made.version.slowness);
    const QString name = plainName(QString::fromStdString(entry.mediaName) + QLatin1Char(' ') + suffix);
    const PlacedFile place = place_file(entry.incomingFile(), mediaFolder / folderName / (name.toStdString() + ".mkv"));
    return {std::string(folderName) + "/" + place.path.filename().string(), place.is_new};
}

LandedInterpolation landInterpolation(const Project& project, const InterpolationEntry& entry, const MadeInterpolation& made,
                                      const std::string& file, const std::string& hash) {
    const InterpolatedFile& facts = made.file;
    const std::string name = entry.mediaName + " · " + interpolationSuffix(entry.wish.what, facts.version.slowness).toStdString();
    LandedInterpolation landed;
    if (std::holds_alternative<TakeId>(facts.version.base)) {
        landed.project = add_take(project, {.name = name, .file = file, .content_hash = hash, .width = facts.width, .height = facts.height,
                                            .num_frames = facts.num_frames, .frame_rate = facts.frame_rate, .has_sound = facts.has_sound,
                                            .recipe = made.recipe});
        landed.media = landed.project.takes->back()->id;
    } else {
        landed.project = add_asset(project, {.kind = AssetKind::video, .name = name, .file = file, .content_hash = hash, .width = facts.width,
                                             .height = facts.height, .num_frames = facts.num_frames, .frame_rate = facts.frame_rate,
                                             .has_sound = facts.has_sound});
        landed.media = landed.project.assets->back()->id;
    }
    try {
        const auto base = media_facts(project, facts.version.base);
        if (!base || base->file != entry.mediaFile) {
            throw EditError(Sentence::of("the clip does not show any more what was interpolated"));
        }
        landed.project = show_interpolated(landed.project, entry.clip, landed.media, facts.version, entry.wish.makesRoom, entry.wish.ripple);
    } catch (const EditError& error) {
        landed.problem = sayingOf(error);
    }
    return landed;
}

bool hasInterpolation(const Project& project, ClipId clip, const std::string& file, const std::string& hash) {
    const auto place = find_clip(project, clip);
    // Two clips that show the same have the same made of them, so the content alone says nothing about this one.
    const auto isIt = [&](const MediaUse& version) { return content_hash_of(project, version.media) == hash; };
    return (place && std::ranges::any_of(place->clip().versions, isIt)) ||
           anyMedia(project, [&](const auto& media) { return media.file == file && media.content_hash == hash; });
}

bool usesFile(const Project& project, const std::string& file) {
    return anyMedia(project, [&](const auto& media) { return media.file == file; });
}

}  // namespace kinora
