#include "ui/session/keyframe_controller.h"

#include <QCollator>
#include <QFileInfo>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/strength_curve.h"
#include "ui/keyframes/keyframe_panel.h"
#include "ui/session/available_models.h"
#include "ui/session/error_text.h"
#include "ui/session/panel_settings.h"

namespace kinora {

namespace {

// What the panel's settings are with the model that they are for; as they stand where there is none.
GenerationSettings shownSettings(const Project& project, const ModelInfo* model) {
    return model == nullptr ? project.generate->settings : panelSettings(*project.generate, *model);
}

// `end` is where the next keyframe begins.
Project addKeyframeOf(const Project& project, const MediaRef& media, std::int64_t frame, std::int64_t end, std::int64_t numFrames) {
    Keyframe keyframe;
    keyframe.source.media = media;
    keyframe.frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(numFrames - 1, 0));
    if (const auto facts = media_facts(project, media); facts && facts->length) {
        const std::int64_t room = std::max<std::int64_t>(std::min(end, numFrames) - keyframe.frame, 1);
        keyframe.num_frames = std::clamp<std::int64_t>(frames_available(project, keyframe.source), 1, room);
    }
    return add_keyframe(project, std::move(keyframe));
}

// Where up to `count` things go: at `first`, and then where latent frames begin, as evenly as they come, up to the last one.
std::vector<std::int64_t> placesFrom(std::int64_t first, std::int64_t count, std::int64_t numFrames, std::int64_t frameMultiple) {
    const std::int64_t from = latent_frame_of(first, frameMultiple);
    const std::int64_t room = latent_frame_of(std::max(numFrames - 1, first), frameMultiple) - from;
    const std::int64_t steps = std::min(count - 1, room);
    std::vector<std::int64_t> places = {first};
    for (std::int64_t i = 1; i <= steps; ++i) {
        const std::int64_t nearest = (2 * i * room + steps) / (2 * steps);
        places.push_back(first_frame_of_latent(from + nearest, frameMultiple));
    }
    return places;
}

// "2.png" before "10.png".
QStringList inOrderOfNames(QStringList files) {
    QCollator order;
    order.setNumericMode(true);
    std::ranges::stable_sort(files, [&](const QString& a, const QString& b) {
        return order.compare(QFileInfo(a).fileName(), QFileInfo(b).fileName()) < 0;
    });
    return files;
}

}  // namespace

KeyframeController::KeyframeController(KeyframePanel& panel, Document& document, const AvailableModels& models, QObject* parent)
    : QObject(parent), panel_(panel), document_(document), models_(models), import_(document), thumbnails_(document) {
    connectPanel();
    connect(&document_, &Document::changed, this, [this](const Change& change) {
        if (change.settings) {
            refreshClip();
        }
        if (!change.keyframes.is_empty()) {
            refreshKeyframes();
        }
    });
    connect(&models_, &AvailableModels::changed, this, &KeyframeController::refreshClip);
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) {
        if (!isMoved) {
            places_.clear();
        }
    });
    connect(&import_, &MediaImport::imported, this, [this](const Asset& asset, qint64 place) {
        add(place, [asset](Project& project) { return addImported(project, asset); });
    });
    connect(&import_, &MediaImport::known, this, [this](const MediaRef& media, qint64 place) {
        add(place, [media](Project&) { return media; });
    });
    connect(&import_, &MediaImport::failed, this, &KeyframeController::failed);
    connect(&import_, &MediaImport::noticed, this, &KeyframeController::failed);
    connect(&thumbnails_, &KeyframeThumbnails::loaded, this,
            [this](KeyframeId keyframe, const QImage& thumbnail) { panel_.setThumbnail(keyframe, thumbnail); });
    refreshClip();
    refreshKeyframes();
}

void KeyframeController::connectPanel() {
    connect(&panel_, &KeyframePanel::keyframeChanged, this, [this](const Keyframe& keyframe) {
        edit(tr("Change keyframe"), [&](const Project& project) { return change_keyframe(project, keyframe); },
             QStringLiteral("keyframe/%1").arg(keyframe.id.value));
    });
    // A drag that went nowhere ends the step before it as well.
    connect(&panel_, &KeyframePanel::changeBegan, this, [this] { document_.endMerging(); });
    connect(&panel_, &KeyframePanel::changeEnded, this, [this] { document_.endMerging(); });
    connect(&panel_, &KeyframePanel::removeRequested, this, [this](KeyframeId keyframe) {
        edit(tr("Remove keyframe"), [&](const Project& project) { return remove_keyframe(project, keyframe); });
    });
    connect(&panel_, &KeyframePanel::filesDropped, this, &KeyframeController::importFiles);
    connect(&panel_, &KeyframePanel::pictureDropped, this,
            [this](const QImage& picture, qint64 frame) {
                import_.importPicture(picture, addPlace({frame, settings().num_frames, ++lastDrop_}));
            });
}

void KeyframeController::importFiles(const QStringList& files, qint64 frame) {
    const ModelInfo* model = models_.find(document_.project().generate->model);
    const std::int64_t numFrames = settings().num_frames;
    const std::int64_t multiple = model == nullptr ? 1 : std::max(model->frame_multiple, 1);
    const std::vector<std::int64_t> frames = placesFrom(frame, files.size(), numFrames, multiple);
    const QStringList ordered = inOrderOfNames(files);
    ++lastDrop_;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const std::int64_t end = i + 1 < frames.size() ? frames[i + 1] : numFrames;
        import_.importFiles({ordered[static_cast<qsizetype>(i)]}, addPlace({frames[i], end, lastDrop_}));
    }
    if (const auto num = static_cast<int>(files.size() - static_cast<qsizetype>(frames.size())); num > 0) {
        Q_EMIT failed(Saying([num, frame] {
            return tr("%n file(s) were left out: from frame %1 on, the clip has no more latent frames.", nullptr, num).arg(frame);
        }));
    }
}

void KeyframeController::importFile(const QString& file) {
    importFiles({file}, next_keyframe_frame(document_.project().generate->keyframes, settings().num_frames));
}

GenerationSettings KeyframeController::settings() const {
    return shownSettings(document_.project(), models_.find(document_.project().generate->model));
}

qint64 KeyframeController::addPlace(const Place& place) {
    places_[++lastPlace_] = place;
    return lastPlace_;
}

void KeyframeController::refreshClip() {
    const ModelInfo* model = models_.find(document_.project().generate->model);
    const GenerationSettings settings = shownSettings(document_.project(), model);
    panel_.setClip(settings.num_frames, settings.frame_rate, model == nullptr ? 1 : model->frame_multiple);
    panel_.strip().setTakesMedia(model == nullptr || model->can_condition_frames);
}

void KeyframeController::refreshKeyframes() {
    const std::vector<Keyframe>& keyframes = document_.project().generate->keyframes;
    panel_.setKeyframes(keyframes);
    for (const Keyframe& keyframe : keyframes) {
        thumbnails_.load(keyframe);
    }
}

// What was dropped together is one step.
void KeyframeController::add(qint64 id, const std::function<MediaRef(Project& project)>& media) {
    const auto found = places_.extract(id);
    if (found.empty()) {
        return;
    }
    const Place place = found.mapped();
    const std::int64_t numFrames = settings().num_frames;
    attempt([&] {
        document_.applyJoining(
            tr("Add keyframe"),
            [&](const Project& project) {
                Project withMedia = project;
                const MediaRef dropped = media(withMedia);
                return addKeyframeOf(withMedia, dropped, place.frame, place.end, numFrames);
            },
            [&](const Project&) { return QStringLiteral("keyframes/%1").arg(place.drop); });
    });
}

void KeyframeController::edit(const QString& text, const Document::Edit& edit, const QString& mergeKey) {
    attempt([&] { document_.apply(text, edit, mergeKey); });
}

void KeyframeController::attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const EditError& error) {
        refreshKeyframes();  // the panel shows what was refused
        Q_EMIT failed(lineFor(error));
    }
}

}  // namespace kinora
