// Making the file of an interpolation and bringing it in, apart from who asked for it and when. On any thread.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "core/render/clip_interpolation.h"
#include "ui/language/saying.h"
#include "ui/session/interpolation_entry.h"

namespace kinora {

// All but the id and the project's file. Throws EditError where the clip shows no video.
InterpolationEntry entryFor(const Project& project, ClipId clip, const InterpolationWish& wish);

struct MadeInterpolation {
    InterpolatedFile file;
    nlohmann::json recipe;  // as in the file
};

// Makes entry.incomingFile(), or goes on where an earlier attempt ended. `project` is as it was when that was asked for. Throws Error, Cancelled;
// what is finished is kept then.
MadeInterpolation makeInterpolation(const InterpolationEntry& entry, const Project& project, const InterpolationProgress& progress,
                                    const std::stop_token& stop);

// Removes the file, and what is kept of it.
void removeInterpolation(const InterpolationEntry& entry);

struct PlacedInterpolation {
    std::string file;    // in the media folder, as the project names it; empty where none was placed
    bool isNew = false;  // no other attempt and no other project can have it
};

// A file in the media folder for what was made.
PlacedInterpolation placeInterpolation(const InterpolationEntry& entry, const InterpolatedFile& made, const std::filesystem::path& mediaFolder);

struct LandedInterpolation {
    Project project;
    MediaRef media;
    Saying problem;  // why the clip does not show it; it is among the media all the same
};

// A take of what was made of a take, otherwise an asset; a version of the clip where that still shows what was interpolated.
LandedInterpolation landInterpolation(const Project& project, const InterpolationEntry& entry, const MadeInterpolation& made,
                                      const std::string& file, const std::string& hash);

// Whether the project has what was made for that clip already, under whatever name.
bool hasInterpolation(const Project& project, ClipId clip, const std::string& file, const std::string& hash);

// Whether it is the file of any of the project's media.
bool usesFile(const Project& project, const std::string& file);

}  // namespace kinora
