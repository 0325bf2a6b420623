#include "ui/queue/job_text.h"

#include <QCoreApplication>

#include <vector>

#include "ui/language/sentence_text.h"
#include "ui/session/job_context.h"

namespace kinora::job_text {

namespace {

constexpr double denoiseShare = 0.9;  // of the whole way; decoding has the rest

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::JobText)
};

QString separator() {
    return QStringLiteral(" \u00b7 ");
}

QString runningStatus(const JobProgress& progress) {
    QStringList parts = {progress.stage == Stage::unset ? Words::tr("Starting") : stage(progress.stage)};
    if (progress.stage == Stage::denoise && progress.num_steps > 0) {
        parts.append(Words::tr("step %1 of %2").arg(progress.step).arg(progress.num_steps));
    } else if (progress.stage == Stage::decode && progress.num_frames > 0) {
        parts.append(Words::tr("frame %1 of %2").arg(progress.frames_done).arg(progress.num_frames));
    }
    if (progress.seconds_left) {
        parts.append(Words::tr("%1 left").arg(duration(*progress.seconds_left)));
    }
    if (progress.num_restarts > 0) {
        parts.append(Words::tr("model process restarted"));
    }
    return parts.join(separator());
}

}  // namespace

QString title(const Job& job) {
    return QString::fromStdString(job.recipe.settings.prompt).simplified();
}

QString state(JobState state) {
    switch (state) {
        case JobState::waiting:
            return Words::tr("Waiting");
        case JobState::running:
            return Words::tr("Running");
        case JobState::paused:
            return Words::tr("Paused");
        case JobState::done:
            return Words::tr("Done");
        case JobState::failed:
            return Words::tr("Failed");
        case JobState::cancelled:
            return Words::tr("Cancelled");
        case JobState::unset:
            break;
    }
    return {};
}

QString stage(Stage stage) {
    switch (stage) {
        case Stage::load:
            return Words::tr("Loading the model");
        case Stage::encode_text:
            return Words::tr("Reading the prompt");
        case Stage::denoise:
            return Words::tr("Denoising");
        case Stage::decode:
            return Words::tr("Decoding");
        case Stage::write:
            return Words::tr("Writing");
        case Stage::unset:
            break;
    }
    return {};
}

QString duration(double seconds) {
    const auto whole = static_cast<qint64>(seconds + 0.5);
    if (whole < 60) {
        return Words::tr("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return Words::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return Words::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

ErrorText problem(const Job& job) {
    ErrorText text = describe(*job.error);
    const auto path = job.error->fields.find("path");
    const std::string folder = job.model.folder.string();
    if (job.error->kind == "file" && path != job.error->fields.end() && !folder.empty() && path->second.starts_with(folder)) {
        text.fix = Fix::chooseFolder;
        text.fixText = Words::tr("Choose another folder…");
    }
    if (readDestination(job.context).generation.is_set()) {  // the timeline waits for just so many frames
        std::erase_if(text.others, [](const auto& other) { return other.first == Fix::shorter; });
    }
    return text;
}

QString status(const Job& job, const EngineSnapshot& snapshot) {
    switch (job.state) {
        case JobState::running:
            return snapshot.progress && snapshot.progress->job == job.id ? runningStatus(*snapshot.progress) : Words::tr("Starting");
        case JobState::waiting:
            return state(job.state) + separator() +
                   (snapshot.is_halted ? Words::tr("the queue is held") : Words::tr("number %1 in line").arg(snapshot.jobs.place_in_line(job.id)));
        case JobState::failed:
            return job.error ? problem(job).sentence : state(job.state);
        default:
            return state(job.state);
    }
}

QString goesOnLater(const EngineSnapshot& snapshot) {
    const int running = snapshot.jobs.running() ? 1 : 0;
    const std::size_t waiting = snapshot.jobs.num_waiting();
    if (running == 0 && (waiting == 0 || snapshot.is_halted)) {
        return {};
    }
    return Words::tr("The queue goes on with its jobs when Kinora is started again (running: %1, waiting: %2).").arg(running).arg(waiting);
}

QStringList notices(const JobProgress& progress) {
    QStringList texts;
    for (const Sentence& notice : progress.notices) {
        texts.append(sentenceText(notice));
    }
    return texts;
}

std::optional<double> progress(const JobProgress& progress) {
    if (progress.stage == Stage::decode || progress.stage == Stage::write) {
        const double part = progress.num_frames > 0 ? static_cast<double>(progress.frames_done) / static_cast<double>(progress.num_frames) : 0.0;
        return denoiseShare + (1.0 - denoiseShare) * part;
    }
    if (progress.num_steps > 0) {
        return denoiseShare * progress.step / progress.num_steps;
    }
    return std::nullopt;
}

}  // namespace kinora::job_text
