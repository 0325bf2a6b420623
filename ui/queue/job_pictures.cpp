#include "ui/queue/job_pictures.h"

#include <exception>
#include <filesystem>
#include <string>

#include "core/base/error.h"
#include "core/generation/recipe.h"
#include "core/media/media_metadata.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "core/project/media_place.h"
#include "core/project/project_file.h"
#include "ui/session/job_context.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr int longestSide = 192;  // sharp on a card at twice the scale

// The numbers of jobs begin anew with a new queue, so that a file of that name may be another job's.
bool isTakeOf(const fs::path& file, const std::string& recipe, const std::stop_token& stop) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) {
        return false;
    }
    try {
        const MediaInfo info = probe_media(file, stop);
        const auto found = info.metadata.find(std::string(metadata_key_recipe));
        return found != info.metadata.end() && found->second == recipe;
    } catch (const Error&) {
        return false;  // it is just being moved to where it belongs, or it is broken
    }
}

// Where the take is, as soon as it is among those of its project or before. Empty where it is nowhere.
fs::path findTake(const Job& job, const std::stop_token& stop) {
    const std::string recipe = to_json(job.recipe).dump();
    if (isTakeOf(job.output, recipe, stop)) {
        return job.output;
    }
    const fs::path project = readDestination(job.context).project;
    if (project.empty()) {
        return {};
    }
    std::error_code ignored;
    for (int i = 1;; ++i) {
        const fs::path file = numbered_path(take_file(media_folder_of(project), job.id.value), i);
        const bool isThere = fs::exists(file, ignored);
        if (!isThere && i > 1) {  // the first name may be that of media that is missing
            return {};
        }
        if (isThere && isTakeOf(file, recipe, stop)) {
            return file;
        }
    }
}

QImage decode(const Job& job, const std::stop_token& stop) {
    try {
        const fs::path file = findTake(job, stop);
        if (file.empty()) {
            return {};
        }
        VideoReader reader(file, stop);
        const QImage image = toQImage(reader.frame(reader.num_frames(stop) / 2, stop).image);
        return image.scaled(longestSide, longestSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    } catch (const std::exception&) {
        return {};  // a card without a picture; opening the take says what is wrong
    }
}

}  // namespace

JobPictures::JobPictures(QObject* parent) : QObject(parent), thread_(std::make_unique<TaskThread>("job pictures")) {}

JobPictures::~JobPictures() {
    thread_.reset();
}

void JobPictures::load(const Job& job) {
    if (!asked_.insert(job.id).second) {
        return;
    }
    thread_->post([this, job](const std::stop_token& stop) {
        const QImage picture = decode(job, stop);
        if (!picture.isNull()) {
            QMetaObject::invokeMethod(
                this, [this, id = job.id, picture] { Q_EMIT loaded(id, picture); }, Qt::QueuedConnection);
        }
    });
}

}  // namespace kinora
