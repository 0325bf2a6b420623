#include "ui/session/export_queue.h"

#include <QUuid>

#include <algorithm>
#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/project/project_file.h"
#include "ui/session/frame_pace.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

json toJson(const ExportEntry& entry) {
    const ExportSettings& settings = entry.settings;
    return {{"id", entry.id},
            {"project", entry.project.string()},
            {"path", settings.path.string()},
            {"codec", to_string(settings.codec)},
            {"range", {settings.range.start, settings.range.length}},
            {"width", settings.width},
            {"height", settings.height},
            {"frame_rate", settings.frame_rate.is_valid() ? to_string(settings.frame_rate) : std::string()},
            {"has_sound", settings.has_sound},
            {"overwrite", settings.overwrite},
            {"resume_key", settings.resume_key},
            {"is_done", entry.state == ExportState::done},
            {"frames", entry.numFrames},
            {"frames_done", entry.framesDone},
            {"problem", problemToJson(entry.problem)}};
}

// Throws json::exception and Error for what is no entry.
ExportEntry fromJson(const json& object) {
    ExportEntry entry;
    entry.id = object.at("id");
    entry.project = object.at("project").get<std::string>();
    entry.settings.path = object.at("path").get<std::string>();
    entry.settings.codec = parse_video_codec(object.at("codec").get<std::string>()).value_or(VideoCodec::unset);
    entry.settings.range = {object.at("range").at(0), object.at("range").at(1)};
    entry.settings.width = object.at("width");
    entry.settings.height = object.at("height");
    if (const auto rate = object.at("frame_rate").get<std::string>(); !rate.empty()) {
        entry.settings.frame_rate = parse_frame_rate(rate);
    }
    entry.settings.has_sound = object.at("has_sound");
    entry.settings.overwrite = object.at("overwrite");
    entry.settings.resume_key = object.value("resume_key", std::string());
    entry.numFrames = object.at("frames");
    entry.problem = problemFromJson(object.at("problem"));
    const bool isDone = object.at("is_done");
    entry.state = isDone ? ExportState::done : entry.problem ? ExportState::failed : ExportState::stopped;
    entry.framesDone = isDone ? entry.numFrames : object.value("frames_done", qint64{0});
    return entry;
}

}  // namespace

// What the export's thread needs; it outlives the entry where that is removed.
struct ExportQueue::Run {
    qint64 id = 0;
    std::shared_ptr<const Project> project;  // null where it has to be read from its file
    std::stop_source stop;
};

ExportQueue::ExportQueue(fs::path folder, QObject* parent)
    : QObject(parent),
      store_(std::move(folder), "export"),
      thread_(std::make_unique<TaskThread>("export")) {
    readEntries();
}

ExportQueue::~ExportQueue() {
    for (const auto& run : runs_) {
        run->stop.request_stop();
    }
    thread_.reset();
}

const ExportEntry* ExportQueue::find(qint64 id) const {
    const auto found = std::ranges::find(entries_, id, &ExportEntry::id);
    return found == entries_.end() ? nullptr : &*found;
}

ExportEntry* ExportQueue::entry(qint64 id) {
    return const_cast<ExportEntry*>(find(id));
}

bool ExportQueue::isRunning() const {
    return !runs_.empty();
}

void ExportQueue::readEntries() {
    store_.readEntries([this](const json& object) {
        entries_.push_back(fromJson(object));
        nextId_ = std::max(nextId_, entries_.back().id + 1);
    });
}

void ExportQueue::writeEntries() {
    json list = json::array();
    for (const ExportEntry& entry : entries_) {
        list.push_back(toJson(entry));
    }
    store_.writeEntries(list);
    Q_EMIT changed();
}

qint64 ExportQueue::add(std::shared_ptr<const Project> project, const fs::path& projectFile, const ExportSettings& settings) {
    ExportEntry entry;
    entry.id = nextId_++;
    entry.project = projectFile;
    entry.settings = settings;
    entry.settings.resume_key = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    entry.numFrames = num_exported_frames(*project, settings);
    entries_.push_back(entry);
    store_.keepProject(entry.id, project, projectFile);
    runs_.push_back(std::make_shared<Run>(Run{.id = entry.id, .project = std::move(project)}));
    start(entry.id);
    writeEntries();
    return entry.id;
}

void ExportQueue::stop(qint64 id) {
    const auto run = std::ranges::find(runs_, id, [](const auto& each) { return each->id; });
    if (run == runs_.end()) {
        return;
    }
    (*run)->stop.request_stop();
    if (find(id)->state == ExportState::waiting) {
        finish(*run, ExportState::stopped, {});  // not when its turn comes
    }
}

void ExportQueue::resume(qint64 id) {
    ExportEntry* resumed = entry(id);
    if (resumed == nullptr || (resumed->state != ExportState::stopped && resumed->state != ExportState::failed)) {
        return;
    }
    resumed->state = ExportState::waiting;
    resumed->problem.reset();
    resumed->framesDone = 0;
    runs_.push_back(std::make_shared<Run>(Run{.id = id}));
    start(id);
    writeEntries();
}

void ExportQueue::remove(qint64 id) {
    const ExportEntry* removed = find(id);
    if (removed == nullptr || removed->state == ExportState::waiting || removed->state == ExportState::running) {
        return;
    }
    store_.forget(id, [settings = removed->settings] { remove_kept(settings.path, settings.resume_key); });
    std::erase_if(entries_, [id](const ExportEntry& each) { return each.id == id; });
    writeEntries();
}

void ExportQueue::start(qint64 id) {
    const std::shared_ptr<Run> run = runs_.back();
    thread_->post([this, run, wanted = *find(id)](const std::stop_token& end) {
        const std::stop_callback onEnd(end, [&] { run->stop.request_stop(); });
        ExportState state = ExportState::done;
        std::optional<ErrorRecord> problem;
        try {
            throw_if_stop_requested(run->stop.get_token());
            if (!run->project) {
                run->project = store_.readProject(run->id, wanted.project);
            }
            const auto show = [&](std::int64_t done, double secondsLeft) {
                QMetaObject::invokeMethod(this, [this, run, done, secondsLeft] { showProgress(run, done, secondsLeft); }, Qt::QueuedConnection);
            };
            show(0, 0.0);
            FramePace pace;
            const auto report = [&](std::int64_t done, std::int64_t total) {
                if (const auto left = pace.report(done, total)) {
                    show(done, *left);
                }
            };
            export_timeline(*run->project, media_folder_of(wanted.project), wanted.settings, report, run->stop.get_token());
        } catch (const Cancelled&) {
            state = ExportState::stopped;
        } catch (const std::exception& error) {
            state = ExportState::failed;
            problem = record_of(error);
        }
        QMetaObject::invokeMethod(this, [this, run, state, problem] { finish(run, state, problem); }, Qt::QueuedConnection);
    });
}

void ExportQueue::finish(std::shared_ptr<Run> run, ExportState state, const std::optional<ErrorRecord>& problem) {
    if (std::erase(runs_, run) == 0) {
        return;  // it was stopped before its turn came
    }
    ExportEntry* over = entry(run->id);
    over->state = state;
    over->problem = problem;
    over->secondsLeft.reset();
    over->framesDone = state == ExportState::done ? over->numFrames : over->framesDone;
    writeEntries();
    Q_EMIT ended(run->id);
}

void ExportQueue::showProgress(const std::shared_ptr<Run>& run, qint64 done, double secondsLeft) {
    if (std::ranges::find(runs_, run) == runs_.end()) {
        return;
    }
    ExportEntry* running = entry(run->id);
    running->state = ExportState::running;
    running->framesDone = done;
    running->secondsLeft = done > 0 ? std::optional(secondsLeft) : std::nullopt;
    Q_EMIT changed();
}

}  // namespace kinora
