// Media in the project: imported assets, generated takes, and which of them a clip shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/project/project.h"

namespace kinora {

// The id is given by the edit: it is next_id of `project`.
Project add_asset(const Project& project, Asset asset);

// Adds a take to the project, in no clip.
Project add_take(const Project& project, Take take);

// Puts what is known about another file in the place of the asset's: for media that was missing or was exchanged. Throws
// EditError where clips show frames that the new file does not have.
Project relink_asset(const Project& project, Asset asset);

Project rename_asset(const Project& project, AssetId asset, const std::string& name);
Project rename_take(const Project& project, TakeId take, const std::string& name);
Project set_take_favourite(const Project& project, TakeId take, bool is_favourite);

// Where media is used: clips (in any version, or as sound) and keyframes.
struct MediaUses {
    std::vector<ClipId> clips;
    std::vector<KeyframeId> keyframes;
    std::vector<GenerationId> generations;

    bool is_empty() const { return clips.empty() && keyframes.empty() && generations.empty(); }
};

MediaUses where_used(const Project& project, const MediaRef& media);

// Takes media out of the project; its file stays. Throws EditError while it is used.
Project remove_media(const Project& project, const MediaRef& media);

// Makes another of the clip's versions the one that is shown. Throws EditError where that is shorter than the clip.
Project choose_version(const Project& project, ClipId clip, std::size_t version);

// A take as a version of a clip. It begins where the version does that was made of the same things, with other words or another seed: the clip
// may have been cut out of it since. Else it begins at its first frame.
MediaUse version_of(const Project& project, const Clip& clip, const Take& take);

// Adds a version and shows it.
Project add_version(const Project& project, ClipId clip, const MediaUse& version);

// Takes a version that is not shown out of the clip; its media stays in the project.
Project remove_version(const Project& project, ClipId clip, std::size_t version);

}  // namespace kinora
