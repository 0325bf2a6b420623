#include <utility>

#include "core/base/error.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

template <typename Change>
Project change_clips(const Project& project, std::span<const ClipId> ids, Change&& change) {
    Project result = project;
    for (const ClipId id : ids) {
        const ClipPlace place = clip_place(result, id);
        Track track = editable_track(result, place.track->id);
        Clip clip = place.clip();
        change(clip);
        track.clips[place.clip_index] = std::move(clip);
        put_track(result, std::move(track));
    }
    return result;
}

}  // namespace

Project group_clips(const Project& project, std::span<const ClipId> ids) {
    const std::vector<ClipId> all = with_groups(project, ids);
    if (all.size() < 2) {
        throw EditError(Sentence::of("a group has at least two clips; select more"));
    }
    Project numbered = project;
    const auto group = new_id<GroupId>(numbered);
    return change_clips(numbered, all, [&](Clip& clip) { clip.group = group; });
}

Project ungroup_clips(const Project& project, std::span<const ClipId> ids) {
    if (ids.empty()) {
        throw EditError(Sentence::of("no clip is selected"));
    }
    return change_clips(project, with_groups(project, ids), [](Clip& clip) { clip.group = {}; });
}

Project rename_clip(const Project& project, ClipId id, const std::string& name) {
    return change_clips(project, {&id, 1}, [&](Clip& clip) { clip.name = name; });
}

Project set_clip_muted(const Project& project, ClipId id, bool is_muted) {
    return change_clips(project, {&id, 1}, [&](Clip& clip) {
        const std::vector<ClipSound*> sounds = sounds_of(clip);
        if (sounds.empty()) {
            throw EditError(Sentence::of("%1 has no sound", describe(clip)));
        }
        for (ClipSound* sound : sounds) {
            sound->is_muted = is_muted;
        }
    });
}

}  // namespace kinora
