#include "ui/session/keyframe_thumbnails.h"

#include <algorithm>
#include <exception>
#include <variant>

#include "core/render/media_frames.h"
#include "ui/session/document.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

constexpr int longestSide = 192;  // sharp on a strip at twice the scale

QImage decode(const Project& project, const std::filesystem::path& mediaFolder, const MediaUse& use, const std::stop_token& stop) {
    try {
        MediaFrames frames(mediaFolder);
        const QImage image = toQImage(frames.frame(project, use, 0, stop));
        return image.scaled(longestSide, longestSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    } catch (const std::exception&) {
        return {};  // the strip shows a keyframe without its picture; generating says what is wrong
    }
}

}  // namespace

KeyframeThumbnails::KeyframeThumbnails(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("thumbnails")) {
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) {
        if (isMoved) {
            std::erase_if(known_, [](const auto& entry) { return entry.second.isNull(); });  // what is on its way is of the old file
            loadAll();
        } else {
            known_.clear();
        }
    });
    connect(&document_, &Document::changed, this, [this](const Change& change) {
        if (!change.assets.is_empty()) {
            std::erase_if(known_, [&](const auto& entry) {
                const auto* asset = std::get_if<AssetId>(&entry.first.media);
                return asset != nullptr && std::ranges::find(change.assets.changed, *asset) != change.assets.changed.end();
            });
            loadAll();
        }
    });
}

KeyframeThumbnails::~KeyframeThumbnails() {
    thread_.reset();
}

void KeyframeThumbnails::loadAll() {
    for (const Keyframe& keyframe : document_.project().generate->keyframes) {
        load(keyframe);
    }
}

void KeyframeThumbnails::tell(const Picture& picture) {
    for (const Keyframe& keyframe : document_.project().generate->keyframes) {
        if (Picture{keyframe.source.media, keyframe.source.source_in} == picture) {
            Q_EMIT loaded(keyframe.id, known_[picture]);
        }
    }
}

void KeyframeThumbnails::load(const Keyframe& keyframe) {
    const Picture picture = {keyframe.source.media, keyframe.source.source_in};
    const auto [place, isNew] = known_.try_emplace(picture);
    if (!place->second.isNull()) {
        Q_EMIT loaded(keyframe.id, place->second);
        return;
    }
    if (!isNew) {
        return;
    }
    thread_->post([this, picture, keyframe, project = document_.snapshot(), file = document_.file(),
                   mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        const QImage image = decode(*project, mediaFolder, keyframe.source, stop);
        QMetaObject::invokeMethod(
            this,
            [this, picture, image, file] {
                if (file != document_.file()) {
                    return;
                }
                known_[picture] = image;
                if (image.isNull()) {
                    known_.erase(picture);  // it is tried again when it is asked for again
                } else {
                    tell(picture);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora
