// An interpolation that somebody asked for, and how far it is.
#pragma once

#include <QString>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/error_record.h"
#include "core/render/clip_interpolation.h"
#include "ui/session/interpolation_engines.h"

namespace kinora {

struct InterpolationWish {
    ClipInterpolation what;
    InterpolationEngine engine;
    bool makesRoom = true;  // slow motion moves what follows
    Ripple ripple;
};

struct InterpolationProgressState {
    qint64 framesDone = 0;
    qint64 numFrames = 0;  // 0 until it has begun
    std::optional<double> secondsLeft;
};

// made: its file is complete, and waits until it can come in.
enum class InterpolationState : std::uint8_t { waiting, running, made, paused, failed };

struct InterpolationEntry {
    qint64 id = 0;
    std::filesystem::path project;  // the file that it is for
    std::filesystem::path origin;   // what that was called when it was asked for: whose media it is made from, and beside
    ClipId clip;
    std::string mediaName;
    std::string mediaFile;  // of what is interpolated, as the project names it
    std::string key;        // no other has it
    InterpolationWish wish;
    InterpolationState state = InterpolationState::waiting;
    InterpolationProgressState progress;
    std::optional<ErrorRecord> problem;  // of a failed one
    std::optional<ShownFrames> shown;  // of one that is made; its file is not asked about its source then

    // Where it is made; it comes among the media of its project when it is complete.
    std::filesystem::path incomingFile() const;
    std::filesystem::path originMediaFolder() const;
    QString name() const;  // "film · 48 fps"
};

// What comes behind the name of the media: "60 fps", "4x slow".
QString interpolationSuffix(const ClipInterpolation& what, const FrameRate& slowness);

nlohmann::json toJson(const InterpolationEntry& entry);
// One that ran or waited waits again. Throws nlohmann::json::exception and Error for what is no entry.
InterpolationEntry interpolationFromJson(const nlohmann::json& object, const InterpolationEngines& engines);

// "Frame 3 of 48, 0:02 left"
QString describe(const InterpolationProgressState& progress);
// The same for one in any state.
QString describe(const InterpolationEntry& entry);

}  // namespace kinora
