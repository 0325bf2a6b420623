#include "core/project/edits/track_edits.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

template <typename Change>
Project change_track(const Project& project, TrackId id, Change&& change) {
    Project result = project;
    const Track* found = find_track(project, id);
    if (found == nullptr) {
        throw EditError(Sentence::of("the track is no longer in the project"));
    }
    Track track = *found;
    change(track);
    put_track(result, std::move(track));
    return result;
}

std::string free_name(const Project& project) {
    for (std::size_t number = project.timeline.tracks.size() + 1;; ++number) {
        const std::string name = "Video " + std::to_string(number);
        if (std::ranges::none_of(project.timeline.tracks, [&](const Shared<Track>& track) { return track->name == name; })) {
            return name;
        }
    }
}

}  // namespace

Project add_track(const Project& project, std::size_t index, const std::string& name) {
    if (index > project.timeline.tracks.size()) {
        throw EditError(Sentence::of("there is no place for a track at %1", index));
    }
    Project result = project;
    Track track;
    track.id = new_id<TrackId>(result);
    track.name = name.empty() ? free_name(project) : name;
    auto& tracks = result.timeline.tracks;
    tracks.insert(tracks.begin() + static_cast<std::ptrdiff_t>(index), Shared<Track>(std::move(track)));
    return result;
}

Project with_tracks(const Project& project, std::size_t count) {
    Project result = project;
    while (result.timeline.tracks.size() < count) {
        result = add_track(result, result.timeline.tracks.size(), "");
    }
    return result;
}

Project remove_track(const Project& project, TrackId id) {
    editable_track(project, id);
    Project result = project;
    std::erase_if(result.timeline.tracks, [&](const Shared<Track>& track) { return track->id == id; });
    return without_abandoned(project, std::move(result));
}

Project move_track(const Project& project, TrackId id, std::size_t index) {
    Project result = project;
    auto& tracks = result.timeline.tracks;
    const auto found = std::ranges::find_if(tracks, [&](const Shared<Track>& track) { return track->id == id; });
    if (found == tracks.end() || index >= tracks.size()) {
        throw EditError(Sentence::of("there is no track to move there"));
    }
    const Shared<Track> track = *found;
    tracks.erase(found);
    tracks.insert(tracks.begin() + static_cast<std::ptrdiff_t>(index), track);
    return result;
}

Project rename_track(const Project& project, TrackId id, const std::string& name) {
    return change_track(project, id, [&](Track& track) { track.name = name; });
}

Project set_track_muted(const Project& project, TrackId id, bool is_muted) {
    return change_track(project, id, [&](Track& track) { track.is_muted = is_muted; });
}

Project set_track_hidden(const Project& project, TrackId id, bool is_hidden) {
    return change_track(project, id, [&](Track& track) { track.is_hidden = is_hidden; });
}

Project set_track_locked(const Project& project, TrackId id, bool is_locked) {
    return change_track(project, id, [&](Track& track) { track.is_locked = is_locked; });
}

}  // namespace kinora
