#include "ui/session/interpolation_entry.h"

#include <QCoreApplication>

#include <cmath>

#include "core/base/written_frame_rate.h"
#include "core/project/media_place.h"
#include "core/project/project_file.h"
#include "ui/session/error_text.h"
#include "ui/session/frame_pace.h"
#include "ui/session/work_store.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::Interpolations)
};

}  // namespace

fs::path InterpolationEntry::originMediaFolder() const {
    return media_folder_of(origin);
}

fs::path InterpolationEntry::incomingFile() const {
    return incoming_folder(originMediaFolder()) / ("interpolation-" + key + ".mkv");
}

QString InterpolationEntry::name() const {
    const QString much = wish.what.is_slow_motion ? Words::tr("slow motion") : interpolationSuffix(wish.what, {1, 1});
    return QString::fromStdString(mediaName).simplified() + QStringLiteral(" \u00b7 ") + much;
}

QString interpolationSuffix(const ClipInterpolation& what, const FrameRate& slowness) {
    const auto number = [](const FrameRate& value) { return QString::number(std::round(value.per_second() * 100.0) / 100.0); };
    return what.is_slow_motion ? Words::tr("%1x slow").arg(number(slowness)) : Words::tr("%1 fps").arg(number(what.frame_rate));
}

static json toJson(const std::optional<ShownFrames>& shown) {
    return shown ? json{shown->frames.start, shown->frames.length, shown->first_seconds, shown->first} : json();
}

json toJson(const InterpolationEntry& entry) {
    const InterpolationWish& wish = entry.wish;
    return {{"id", entry.id},
            {"project", entry.project.string()},
            {"origin", entry.origin.string()},
            {"clip", entry.clip.value},
            {"media_name", entry.mediaName},
            {"media_file", entry.mediaFile},
            {"key", entry.key},
            {"frame_rate", to_string(wish.what.frame_rate)},
            {"is_slow_motion", wish.what.is_slow_motion},
            {"merges_duplicates", wish.what.merges_duplicates},
            {"engine", wish.engine.id.toStdString()},
            {"weights", wish.engine.weights.string()},
            {"makes_room", wish.makesRoom},
            {"ripple_all_tracks", wish.ripple.all_tracks},
            {"ripple_markers", wish.ripple.markers},
            {"is_paused", entry.state == InterpolationState::paused},
            {"frames", entry.progress.numFrames},
            {"frames_done", entry.progress.framesDone},
            {"shown", toJson(entry.shown)},
            {"problem", problemToJson(entry.problem)}};
}

InterpolationEntry interpolationFromJson(const json& object, const InterpolationEngines& engines) {
    InterpolationEntry entry;
    entry.id = object.at("id");
    entry.project = object.at("project").get<std::string>();
    entry.origin = object.at("origin").get<std::string>();
    entry.clip = ClipId{object.at("clip").get<std::int64_t>()};
    entry.mediaName = object.at("media_name");
    entry.mediaFile = object.at("media_file");
    entry.key = object.at("key");
    entry.wish.what.frame_rate = read_written_frame_rate(object.at("frame_rate").get<std::string>());
    entry.wish.what.is_slow_motion = object.at("is_slow_motion");
    entry.wish.what.merges_duplicates = object.at("merges_duplicates");
    entry.wish.engine = engines.find(QString::fromStdString(object.at("engine")), object.at("weights").get<std::string>());
    entry.wish.makesRoom = object.at("makes_room");
    entry.wish.ripple = {object.at("ripple_all_tracks"), object.at("ripple_markers")};
    entry.progress = {object.at("frames_done"), object.at("frames"), std::nullopt};
    entry.problem = problemFromJson(object.at("problem"));
    if (const json shown = object.value("shown", json()); !shown.is_null()) {
        entry.shown = ShownFrames{{shown.at(0), shown.at(1)}, shown.at(2), shown.at(3)};
    }
    const bool isPaused = object.at("is_paused");
    entry.state = entry.problem ? InterpolationState::failed : isPaused ? InterpolationState::paused : InterpolationState::waiting;
    return entry;
}

QString describe(const InterpolationProgressState& progress) {
    if (progress.numFrames == 0) {
        return Words::tr("Waits");
    }
    const QString frames = Words::tr("Frame %1 of %2").arg(progress.framesDone).arg(progress.numFrames);
    return progress.secondsLeft ? Words::tr("%1, %2 left").arg(frames, clockText(*progress.secondsLeft)) : frames;
}

QString describe(const InterpolationEntry& entry) {
    switch (entry.state) {
        case InterpolationState::waiting:
            return entry.progress.framesDone > 0 ? Words::tr("Waits at frame %1 of %2").arg(entry.progress.framesDone).arg(entry.progress.numFrames)
                                                 : Words::tr("Waits");
        case InterpolationState::running:
            return describe(entry.progress);
        case InterpolationState::made:
            return Words::tr("Ready; comes into %1 when that is open and nothing is left to redo")
                .arg(QString::fromStdString(entry.project.filename().string()));
        case InterpolationState::paused:
            return entry.progress.framesDone > 0 ? Words::tr("Paused at frame %1 of %2").arg(entry.progress.framesDone).arg(entry.progress.numFrames)
                                                 : Words::tr("Paused");
        case InterpolationState::failed:
            break;
    }
    return entry.problem ? lineFor(*entry.problem).text() : QString();
}

}  // namespace kinora
