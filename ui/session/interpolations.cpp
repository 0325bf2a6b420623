#include "ui/session/interpolations.h"

#include <QUndoStack>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/project/edits/take_edits.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/frame_pace.h"
#include "ui/session/free_path.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* folderName = "interpolated";
constexpr qsizetype longestName = 60;

// "ball", whatever the media is called: names with "%" would be those of numbered pictures.
QString plainName(const std::string& name) {
    QString plain;
    for (const QChar sign : QString::fromStdString(name).simplified().left(longestName)) {
        plain += sign.isLetterOrNumber() || sign == QLatin1Char('-') || sign.isSurrogate() ? sign : QLatin1Char('_');
    }
    return plain.isEmpty() ? QStringLiteral("clip") : plain;
}

// "60 fps", "4x slow"
QString suffixOf(const ClipInterpolation& what, const FrameRate& slowness) {
    const auto number = [](const FrameRate& value) { return QString::number(std::round(value.per_second() * 100.0) / 100.0); };
    return what.is_slow_motion ? number(slowness) + QStringLiteral("x slow") : number(what.frame_rate) + QStringLiteral(" fps");
}

fs::path freePlace(const fs::path& mediaFolder, const QString& name) {
    const fs::path folder = mediaFolder / folderName;
    fs::create_directories(folder);
    return freePath(folder / (name.toStdString() + ".mkv"));
}

const Take* takeOf(const Project& project, const MediaRef& media) {
    const auto* id = std::get_if<TakeId>(&media);
    return id == nullptr ? nullptr : find_take(project, *id);
}

// The recipe of what was interpolated, and what was done with it.
json recipeOf(const Take& take, const InterpolationWish& wish) {
    json recipe = take.recipe;
    if (recipe.is_object()) {
        recipe["interpolation"] = {{"engine", wish.engine.id.toStdString()},
                                   {"frame_rate", to_string(wish.what.frame_rate)},
                                   {"is_slow_motion", wish.what.is_slow_motion},
                                   {"merges_duplicates", wish.what.merges_duplicates}};
    }
    return recipe;
}

}  // namespace

struct Interpolations::Run {
    ClipId clip;
    InterpolationWish wish;
    std::shared_ptr<const Project> project;
    MediaRef base;
    fs::path mediaFolder;  // that the file is in
    InterpolationProgressState progress;
    std::stop_source stop;
    // When it is made:
    InterpolatedFile made;
    fs::path place;
    std::string hash;
};

Interpolations::Interpolations(Document& document, QObject* parent)
    : QObject(parent),
      document_(document),
      file_(document.file()),
      lastSnapshot_(document.snapshot()),
      thread_(std::make_unique<TaskThread>("interpolation")) {
    connect(&document_, &Document::changed, this, [this] { lastSnapshot_ = document_.snapshot(); });
    connect(&document_, &Document::fileChanged, this, &Interpolations::onFileChanged);
    // After the command that left nothing to redo.
    connect(document_.undoStack(), &QUndoStack::canRedoChanged, this, &Interpolations::receiveHeld, Qt::QueuedConnection);
}

Interpolations::~Interpolations() {
    for (const auto& run : runs_) {
        run->stop.request_stop();
    }
    thread_.reset();
}

// Saved under another name, the project goes on with its clips; another project has others.
void Interpolations::onFileChanged() {
    const bool wasMoved = lastSnapshot_ == document_.snapshot() && !file_.empty();
    file_ = document_.file();
    if (wasMoved) {
        return;
    }
    for (const auto& run : std::exchange(runs_, {})) {
        run->stop.request_stop();
    }
    held_.clear();
    Q_EMIT changed();
}

std::shared_ptr<Interpolations::Run> Interpolations::find(ClipId clip) const {
    const auto found = std::ranges::find(runs_, clip, [](const auto& run) { return run->clip; });
    return found == runs_.end() ? nullptr : *found;
}

std::optional<InterpolationProgressState> Interpolations::progress(ClipId clip) const {
    const auto run = find(clip);
    return run == nullptr ? std::nullopt : std::optional(run->progress);
}

QString Interpolations::describe(const InterpolationProgressState& progress) {
    if (progress.numFrames == 0) {
        return tr("Waits");
    }
    const QString frames = tr("Frame %1 of %2").arg(progress.framesDone).arg(progress.numFrames);
    return progress.secondsLeft ? tr("%1, %2 left").arg(frames, clockText(*progress.secondsLeft)) : frames;
}

std::map<ClipId, QString> Interpolations::notes() const {
    std::map<ClipId, QString> notes;
    for (const auto& run : runs_) {
        notes[run->clip] = tr("Interpolating: %1").arg(describe(run->progress));
    }
    return notes;
}

void Interpolations::start(ClipId clip, const InterpolationWish& wish) {
    if (find(clip) != nullptr) {
        throw EditError(Sentence::of("this clip is being interpolated already; stop that first"));
    }
    const auto place = find_clip(document_.project(), clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    const auto facts = shown == nullptr ? std::nullopt : media_facts(document_.project(), shown->media);
    if (!facts || !facts->length) {
        throw EditError(Sentence::of("the clip shows no video, so there is no motion to interpolate"));
    }
    auto run = std::make_shared<Run>();
    run->clip = clip;
    run->wish = wish;
    run->project = document_.snapshot();
    run->base = shown->media;
    run->mediaFolder = document_.mediaFolder();
    runs_.push_back(run);
    post(run);
    Q_EMIT changed();
}

void Interpolations::stop(ClipId clip) {
    if (const auto run = find(clip)) {
        run->stop.request_stop();
        std::erase(runs_, run);
        Q_EMIT changed();
        Q_EMIT stopped(clip);
    }
}

void Interpolations::post(const std::shared_ptr<Run>& run) {
    thread_->post([this, run](const std::stop_token& end) {
        const std::stop_callback onEnd(end, [&] { run->stop.request_stop(); });
        const std::stop_token stop = run->stop.get_token();
        QString problem;
        try {
            throw_if_stop_requested(stop);
            const Project& project = *run->project;
            const auto facts = media_facts(project, run->base);
            MediaMetadata metadata;
            if (const Take* take = takeOf(project, run->base); take != nullptr && take->recipe.is_object()) {
                metadata[std::string(metadata_key_recipe)] = recipeOf(*take, run->wish).dump(-1, ' ', false, json::error_handler_t::replace);
            }
            const FrameRate slowness = ratio(run->wish.what.frame_rate, facts->frame_rate);
            run->place = freePlace(run->mediaFolder, plainName(facts->name + " " + suffixOf(run->wish.what, slowness).toStdString()));
            FramePace pace;
            const auto report = [&](std::int64_t done, std::int64_t total) {
                if (const auto left = pace.report(done, total)) {
                    QMetaObject::invokeMethod(this, [this, run, done, total, left = *left] { showProgress(run, done, total, left); }, Qt::QueuedConnection);
                }
            };
            const auto engine = run->wish.engine.make();
            run->made = interpolate_clip(project, run->clip, run->mediaFolder, run->wish.what, metadata, *engine, run->place, report, stop);
            run->hash = hash_file(run->place, stop);
        } catch (const Cancelled&) {
            std::error_code ignored;
            fs::remove(run->place, ignored);  // whole, but nobody wants it any more
            return;
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(this, [this, run, problem] { finish(run, problem); }, Qt::QueuedConnection);
    });
}

void Interpolations::showProgress(const std::shared_ptr<Run>& run, qint64 done, qint64 total, double secondsLeft) {
    if (std::ranges::find(runs_, run) != runs_.end()) {
        run->progress = {done, total, secondsLeft};
        Q_EMIT changed();
    }
}

void Interpolations::finish(const std::shared_ptr<Run>& run, const QString& problem) {
    if (std::erase(runs_, run) == 0) {
        std::error_code ignored;
        fs::remove(run->place, ignored);  // it was stopped while the last frame was written
        return;
    }
    Q_EMIT changed();
    if (problem.isEmpty()) {
        receive(run);
    } else {
        Q_EMIT failed(run->clip, problem);
    }
}

void Interpolations::receive(const std::shared_ptr<Run>& run) {
    if (run->mediaFolder != document_.mediaFolder()) {
        bringAlong(run);
    } else if (document_.undoStack()->canRedo()) {
        held_.push_back(run);
        Q_EMIT heldBack();
    } else {
        land(run);
    }
}

void Interpolations::receiveHeld() {
    if (!document_.undoStack()->canRedo()) {
        for (const auto& run : std::exchange(held_, {})) {
            receive(run);
        }
    }
}

// The project was saved under another name meanwhile.
void Interpolations::bringAlong(const std::shared_ptr<Run>& run) {
    thread_->post([this, run, file = document_.file(), mediaFolder = document_.mediaFolder()](const std::stop_token&) {
        QString problem;
        try {
            const fs::path place = freePlace(mediaFolder, QString::fromStdString(run->place.stem().string()));
            fs::copy_file(run->place, place);
            run->place = place;
            run->mediaFolder = mediaFolder;
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, run, file, problem] {
                if (!problem.isEmpty()) {
                    Q_EMIT failed(run->clip, problem);
                } else if (file == document_.file()) {
                    receive(run);
                }
            },
            Qt::QueuedConnection);
    });
}

void Interpolations::land(const std::shared_ptr<Run>& run) {
    const InterpolatedFile& made = run->made;
    const auto facts = media_facts(*run->project, run->base);
    const std::string name = facts->name + " · " + suffixOf(run->wish.what, made.version.slowness).toStdString();
    const std::string file = std::string(folderName) + "/" + run->place.filename().string();
    const Take* take = takeOf(*run->project, run->base);
    QString problem;
    MediaRef media;
    document_.apply(tr("Interpolate %1").arg(QString::fromStdString(facts->name).simplified().left(40)), [&](const Project& project) {
        Project result;
        if (take != nullptr) {
            result = add_take(project, {.name = name, .file = file, .content_hash = run->hash, .width = made.width, .height = made.height,
                                        .num_frames = made.num_frames, .frame_rate = made.frame_rate, .has_sound = made.has_sound,
                                        .recipe = recipeOf(*take, run->wish)});
            media = result.takes->back()->id;
        } else {
            result = add_asset(project, {.kind = AssetKind::video, .name = name, .file = file, .content_hash = run->hash, .width = made.width,
                                         .height = made.height, .num_frames = made.num_frames, .frame_rate = made.frame_rate,
                                         .has_sound = made.has_sound});
            media = result.assets->back()->id;
        }
        try {
            return show_interpolated(result, run->clip, media, made.version, run->wish.makesRoom, run->wish.ripple);
        } catch (const EditError& error) {
            problem = messageOf(error);
            return result;  // it stays among the media
        }
    });
    if (problem.isEmpty()) {
        Q_EMIT landed(run->clip, media, made);
    } else {
        Q_EMIT failed(run->clip, tr("What was interpolated is among the media, but not in its clip: %1.").arg(problem));
    }
}

}  // namespace kinora
