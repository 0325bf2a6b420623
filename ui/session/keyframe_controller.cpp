#include "ui/session/keyframe_controller.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
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

Project addKeyframeOf(const Project& project, Asset asset, std::int64_t frame, std::int64_t numFrames) {
    Project result = project;
    if (!asset.id.is_set() || find_asset(project, asset.id) == nullptr) {
        result = add_asset(project, std::move(asset));
        asset = *result.assets->back();
    }
    Keyframe keyframe;
    keyframe.source.media = asset.id;
    keyframe.frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(numFrames - 1, 0));
    if (asset.kind == AssetKind::video) {
        const std::int64_t room = std::max<std::int64_t>(numFrames - keyframe.frame, 1);
        keyframe.num_frames = std::clamp<std::int64_t>(frames_available(result, keyframe.source), 1, room);
    }
    return add_keyframe(result, std::move(keyframe));
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
    connect(&import_, &MediaImport::imported, this, &KeyframeController::add);
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
            [this](const QImage& picture, qint64 frame) { import_.importPicture(picture, frame); });
}

void KeyframeController::importFiles(const QStringList& files, qint64 frame) {
    import_.importFiles(files, frame);
}

void KeyframeController::refreshClip() {
    const ModelInfo* model = models_.find(document_.project().generate->model);
    const GenerationSettings settings = shownSettings(document_.project(), model);
    panel_.setClip(settings.num_frames, settings.frame_rate, model == nullptr ? 1 : model->frame_multiple);
}

void KeyframeController::refreshKeyframes() {
    const std::vector<Keyframe>& keyframes = document_.project().generate->keyframes;
    panel_.setKeyframes(keyframes);
    for (const Keyframe& keyframe : keyframes) {
        thumbnails_.load(keyframe);
    }
}

void KeyframeController::add(const Asset& asset, std::int64_t frame) {
    const ModelInfo* model = models_.find(document_.project().generate->model);
    const std::int64_t numFrames = shownSettings(document_.project(), model).num_frames;
    edit(tr("Add keyframe"), [&](const Project& project) { return addKeyframeOf(project, asset, frame, numFrames); });
}

void KeyframeController::edit(const QString& text, const Document::Edit& edit, const QString& mergeKey) {
    try {
        document_.apply(text, edit, mergeKey);
    } catch (const EditError& error) {
        refreshKeyframes();  // the panel shows what was refused
        Q_EMIT failed(lineFor(error));
    }
}

}  // namespace kinora
