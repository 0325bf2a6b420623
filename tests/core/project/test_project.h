// A small project for tests, a way to write a track down in one line, and the checks that every edit has to pass.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/project/change.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/project/project.h"
#include "core/project/project_file.h"
#include "core/project/project_patch.h"

namespace kinora::test {

// Two empty tracks, a video of 240 frames with sound ("film"), one of 100 frames ("shot"), and a still picture ("photo").
struct TestProject {
    Project project;
    TrackId lower;
    TrackId upper;
    MediaRef film;
    MediaRef shot;
    MediaRef photo;

    TestProject() {
        project = add_track(add_track(project, 0, "lower"), 1, "upper");
        lower = project.timeline.tracks[0]->id;
        upper = project.timeline.tracks[1]->id;
        film = add({.kind = AssetKind::video, .name = "film", .file = "film.mp4", .width = 64, .height = 48, .num_frames = 240,
                    .frame_rate = {24, 1}, .has_sound = true});
        shot = add({.kind = AssetKind::video, .name = "shot", .file = "shot.mp4", .width = 64, .height = 48, .num_frames = 100,
                    .frame_rate = {24, 1}});
        photo = add({.kind = AssetKind::image, .name = "photo", .file = "photo.png", .width = 64, .height = 48});
    }

    // Puts a clip of `length` frames from `source_in` on onto a track.
    ClipId put(TrackId track, const std::string& name, const MediaRef& media, std::int64_t start, std::int64_t length,
               std::int64_t source_in = 0) {
        Clip clip = clip_of(project, media, length);
        clip.name = name;
        clip.start = start;
        clip.length = length;
        clip.versions[0].source_in = source_in;
        if (clip.sound) {
            clip.sound->source_in = source_in;
        }
        const ClipId id{project.next_id};
        project = insert_clip(project, track, clip, EditMode::normal);
        return id;
    }

 private:
    MediaRef add(Asset asset) {
        project = add_asset(project, std::move(asset));
        return project.assets->back()->id;
    }
};

// What no edit does to the first clip of a track.
inline void change_first_clip(Project& project, TrackId id, const std::function<void(Clip&)>& edit) {
    for (Shared<Track>& shared : project.timeline.tracks) {
        if (shared->id == id) {
            Track track = *shared;
            Clip clip = *track.clips.front();
            edit(clip);
            track.clips.front() = std::move(clip);
            shared = std::move(track);
        }
    }
}

// "a 0-10@5 b 20-30@0": the clips of a track with start, end, and the frame of their media that they begin with; "#" stands for
// a clip that shows nothing yet.
inline std::string drawing(const Project& project, TrackId id) {
    std::string text;
    for (const Shared<Clip>& clip : find_track(project, id)->clips) {
        text += (text.empty() ? "" : " ") + clip->name + " " + std::to_string(clip->start) + "-" + std::to_string(clip->end());
        text += clip->shown() == nullptr ? "#" : "@" + std::to_string(clip->shown()->source_in);
    }
    return text;
}

// Does an edit and checks what is true of every edit: both projects are sound, the old one is unchanged (which is undo), the
// same edit gives the same again (redo), saving and loading gives the same, the journal's patch leads there and back, and the
// change that is announced is not empty.
inline Project checked(const Project& before, const std::function<Project(const Project&)>& edit) {
    const auto require = [](bool is_true, const std::string& problem) {
        if (!is_true) {
            throw std::logic_error(problem);
        }
    };
    const std::string text_before = project_to_text(before, "/tmp/p.kinora");
    const Project after = edit(before);
    const auto problems = check_invariants(after);
    require(problems.empty(), problems.empty() ? "" : problems.front().in_english());
    require(project_to_text(before, "/tmp/p.kinora") == text_before, "the edit changed the project that it was given");
    require(edit(before) == after, "the same edit gave two results");
    require(project_from_text(project_to_text(after, "/tmp/p.kinora"), "/tmp/p.kinora") == after, "loading gave another project");
    require(apply_patch(before, make_patch(before, after), "patch") == after, "the patch leads elsewhere");
    require(apply_patch(after, make_patch(after, before), "patch") == before, "the patch back leads elsewhere");
    Project numbered_alike = after;
    numbered_alike.next_id = before.next_id;
    require(diff(before, after).is_empty() == (numbered_alike == before), "the announced change is wrong");
    return after;
}

}  // namespace kinora::test
