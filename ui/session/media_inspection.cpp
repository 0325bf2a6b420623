#include "ui/session/media_inspection.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/render/media_frames.h"
#include "core/render/missing_media.h"
#include "ui/session/document.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr int longestSide = 192;

QImage firstPicture(const Project& project, const fs::path& mediaFolder, const MediaRef& media, const std::stop_token& stop) {
    try {
        MediaFrames frames(mediaFolder);
        return toQImage(frames.frame(project, {media, 0}, 0, stop)).scaled(longestSide, longestSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    } catch (const std::exception&) {
        return {};  // the list shows it without its picture
    }
}

std::vector<std::string> presentFiles(const Project& project, const fs::path& mediaFolder) {
    std::set<std::string> missing;
    for (const MissingMedia& media : find_missing_media(project, mediaFolder)) {
        missing.insert(media.file);
    }
    std::vector<std::string> present;
    const auto add = [&](const auto& list) {
        for (const auto& item : *list) {
            if (!missing.contains(item->file)) {
                present.push_back(item->file);
            }
        }
    };
    add(project.assets);
    add(project.takes);
    return present;
}

// Files of the media folder that are none of `known`, with what they hold.
std::vector<FoundFile> strayFiles(const fs::path& mediaFolder, const std::vector<std::string>& known, const std::stop_token& stop) {
    std::vector<FoundFile> stray;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(mediaFolder, error); !error && entry != fs::recursive_directory_iterator();
         entry.increment(error)) {
        throw_if_stop_requested(stop);
        const std::string file = fs::relative(entry->path(), mediaFolder, error).generic_string();
        if (entry->is_directory(error)) {
            if (file == "versions" || file == "incoming" || file == "steps") {
                entry.disable_recursion_pending();
            }
            continue;
        }
        if (!entry->is_regular_file(error) || std::ranges::find(known, file) != known.end()) {
            continue;
        }
        try {
            stray.push_back({file, hash_file(entry->path(), stop)});
        } catch (const FileError&) {
            // What cannot be read is not what is looked for.
        }
    }
    return stray;
}

}  // namespace

MediaInspection::MediaInspection(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("inspection")) {
    connect(&document_, &Document::fileChanged, this, [this] { thumbnails_.clear(); });
}

MediaInspection::~MediaInspection() {
    thread_.reset();
}

void MediaInspection::lookForMissing() {
    thread_->post([this, project = document_.snapshot(), file = document_.file(), mediaFolder = document_.mediaFolder()](const std::stop_token&) {
        std::vector<MediaRef> missing;
        for (const MissingMedia& media : find_missing_media(*project, mediaFolder)) {
            missing.push_back(media.media);
        }
        QMetaObject::invokeMethod(
            this,
            [this, missing, file] {
                if (file == document_.file()) {
                    Q_EMIT missingFound(missing);
                }
            },
            Qt::QueuedConnection);
    });
}

void MediaInspection::loadThumbnail(const MediaRef& media) {
    const auto [place, isNew] = thumbnails_.try_emplace(media);
    if (!isNew) {
        if (!place->second.isNull()) {
            Q_EMIT thumbnailLoaded(media, place->second);
        }
        return;
    }
    thread_->post([this, media, project = document_.snapshot(), file = document_.file(),
                   mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        const QImage picture = firstPicture(*project, mediaFolder, media, stop);
        QMetaObject::invokeMethod(
            this,
            [this, media, picture, file] {
                if (file != document_.file()) {
                    return;
                }
                if (picture.isNull()) {
                    thumbnails_.erase(media);  // it may come back
                } else {
                    thumbnails_[media] = picture;
                    Q_EMIT thumbnailLoaded(media, picture);
                }
            },
            Qt::QueuedConnection);
    });
}

void MediaInspection::lookForStray() {
    thread_->post([this, project = document_.snapshot(), file = document_.file(),
                   mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::vector<std::string> present;
        std::vector<FoundFile> stray;
        try {
            present = presentFiles(*project, mediaFolder);
            stray = strayFiles(mediaFolder, present, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception&) {
            stray.clear();  // a folder that goes away while it is read holds nothing
        }
        QMetaObject::invokeMethod(
            this,
            [this, present, stray, file] {
                if (file == document_.file()) {
                    Q_EMIT strayFound(present, stray);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora
