#include "ui/session/take_file.h"

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/generation/recipe.h"
#include "core/media/clip_writer.h"
#include "core/project/project_file.h"
#include "ui/session/app_settings.h"
#include "ui/session/job_context.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// Where the take is looked for when it is done: in the project that it was asked for in, also when that was saved under another name since.
fs::path projectOf(const JobContext& context, JobId job, const AppSettings* settings) {
    if (isProjectThere(context.project) || settings == nullptr) {
        return context.project;
    }
    return settings->movedTo(QString::fromStdString(context.project.string()), job.value).toStdString();
}

}  // namespace

TakeFile::TakeFile(const Job& job, const AppSettings* settings) : job_(job) {
    const JobContext context = readDestination(job.context);
    if (context.project.empty()) {
        throw InvalidRequest("context", Sentence::of("the job does not say which project it belongs to; generate it again"));
    }
    const fs::path project = projectOf(context, job.id, settings);
    if (!isProjectThere(project)) {
        throw FileError(project, Sentence::of("is not there any more, and the take of this job would come into no project; put it back, then retry"));
    }
    path_ = JobContext::incomingFile(media_folder_of(project), job.id.value);
    make_folder(path_.parent_path());
    // Only one process writes the takes of a queue.
    remove_leftovers(path_.parent_path(), path_.filename().string());
}

TakeFile::~TakeFile() = default;

void TakeFile::write(const FramesReady& frames) {
    for (std::size_t i = 0; i < frames.images.size(); ++i) {
        const Image& image = frames.images[i];
        if (job_.recipe.kept && !job_.recipe.kept->contains(frames.first_frame + static_cast<std::int64_t>(i))) {
            continue;
        }
        if (!writer_) {
            ClipSettings settings = {.width = image.width(), .height = image.height(), .frame_rate = job_.recipe.settings.frame_rate};
            settings.metadata[std::string(metadata_key_recipe)] = to_json(job_.recipe).dump();
            settings.overwrite = true;  // of an attempt that was interrupted after it was complete
            writer_ = std::make_unique<ClipWriter>(path_, settings);
        }
        writer_->write(image);
    }
}

std::string TakeFile::finish() {
    if (!writer_) {
        throw MediaError(path_, Sentence::of("got no frames from the model"));
    }
    writer_->finish();
    return path_.string();
}

}  // namespace kinora
