#include "ui/welcome/project_pictures.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>

#include "core/project/project_file.h"
#include "core/render/media_frames.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

const QSize largest(480, 320);  // sharp on the page at twice the scale
const QString sampleFile = QStringLiteral(":/sample/sample.kinora");
const QString sampleMedia = QStringLiteral(":/sample/sample.media/");

struct FirstPicture {
    MediaUse use;
    std::int64_t offset = 0;
    std::string file;  // in the media folder
};

// A second into the first clip at most: films begin black.
std::optional<FirstPicture> firstPicture(const Project& project) {
    const Clip* first = nullptr;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (!track->is_hidden && clip->shown() != nullptr && (first == nullptr || clip->start < first->start)) {
                first = &*clip;
            }
        }
    }
    FirstPicture picture;
    if (first != nullptr) {
        picture.use = *first->shown();
        picture.offset = std::min(first->length / 2, convert_frame(1, {1, 1}, project.frame_rate));
    } else if (!project.takes->empty()) {
        picture.use.media = project.takes->front()->id;
    } else if (!project.assets->empty()) {
        picture.use.media = project.assets->front()->id;
    } else {
        return std::nullopt;
    }
    const auto facts = media_facts(project, picture.use.media);
    if (!facts) {
        return std::nullopt;
    }
    picture.file = facts->file;
    return picture;
}

QImage decode(const Project& project, const FirstPicture& picture, const std::filesystem::path& mediaFolder, const std::stop_token& stop) {
    MediaFrames frames(mediaFolder);
    const QImage image = toQImage(frames.frame(project, picture.use, picture.offset, stop));
    return image.width() > largest.width() || image.height() > largest.height()
               ? image.scaled(largest, Qt::KeepAspectRatio, Qt::SmoothTransformation)
               : image.copy();
}

QImage pictureOf(const std::filesystem::path& file, const std::stop_token& stop) {
    const Project project = load_project(file);
    const auto picture = firstPicture(project);
    return picture ? decode(project, *picture, media_folder_of(file), stop) : QImage();
}

// Decoders read files and no resources, so that the one clip is put into a folder for a moment.
QImage pictureOfSample(const std::stop_token& stop) {
    QFile text(sampleFile);
    const QTemporaryDir folder;
    if (!text.open(QIODevice::ReadOnly) || !folder.isValid()) {
        return {};
    }
    const Project project = project_from_text(text.readAll().toStdString(), "sample.kinora");
    const auto picture = firstPicture(project);
    const QString name = picture ? QString::fromStdString(picture->file) : QString();
    if (!picture || !QDir(folder.path()).mkpath(QFileInfo(name).path()) || !QFile::copy(sampleMedia + name, folder.filePath(name))) {
        return {};
    }
    return decode(project, *picture, folder.path().toStdString(), stop);
}

QString problemOf(const QString& file) {
    const QFileInfo info(file);
    if (!QFileInfo::exists(info.path())) {
        return ProjectPictures::tr("Its folder is not there; is its drive connected?");
    }
    return info.exists() ? QString() : ProjectPictures::tr("The file is not there any more.");
}

}  // namespace

ProjectPictures::ProjectPictures(QObject* parent) : QObject(parent), thread_(std::make_unique<TaskThread>("welcome")) {}

ProjectPictures::~ProjectPictures() {
    stop();
    thread_.reset();
}

void ProjectPictures::stop() {
    stop_.request_stop();
    stop_ = std::stop_source();
}

void ProjectPictures::look(const QStringList& files) {
    stop();
    for (const QString& file : files) {
        post(file);
    }
}

void ProjectPictures::lookAtSample() {
    post({});
}

void ProjectPictures::post(const QString& file) {
    thread_->post([this, file, wanted = stop_.get_token()](const std::stop_token& end) {
        if (wanted.stop_requested()) {
            return;
        }
        std::stop_source either;
        const std::stop_callback onEnd(end, [&] { either.request_stop(); });
        const std::stop_callback onStop(wanted, [&] { either.request_stop(); });
        const QString problem = file.isEmpty() ? QString() : problemOf(file);
        QImage picture;
        try {
            if (problem.isEmpty()) {
                picture = file.isEmpty() ? pictureOfSample(either.get_token()) : pictureOf(file.toStdString(), either.get_token());
            }
        } catch (const std::exception&) {
            // It is listed without a picture; opening it says what is wrong.
        }
        QMetaObject::invokeMethod(
            this,
            [this, file, problem, picture, wanted] {
                if (!wanted.stop_requested()) {
                    Q_EMIT looked(file, problem, picture);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora
