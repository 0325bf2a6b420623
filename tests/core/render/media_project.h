// A project with real media: a lossless film whose pictures tell their number, one at another rate, and a still picture.
#pragma once

#include <filesystem>
#include <string>

#include "core/media/clip_writer.h"
#include "core/media/image_file.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/project/project.h"
#include "tests/core/media/numbered_film.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"

namespace kinora::test {

inline constexpr int media_width = 64;
inline constexpr int media_height = 48;

inline void write_film(const std::filesystem::path& path, int first, int count, const FrameRate& rate) {
    ClipWriter writer(path, {.width = media_width, .height = media_height, .frame_rate = rate});
    for (int i = 0; i < count; ++i) {
        writer.write(numbered_picture(media_width, media_height, first + i));
    }
    writer.finish();
}

struct MediaProject {
    TempFolder folder;
    Project project;
    TrackId lower;
    TrackId upper;
    MediaRef film;   // 60 frames, numbered from 0
    MediaRef slow;   // 30 frames at half the rate, numbered from 100
    MediaRef photo;  // number 200

    MediaProject() {
        write_film(folder / "film.mkv", 0, 60, {24, 1});
        write_film(folder / "slow.mkv", 100, 30, {12, 1});
        write_image(folder / "photo.png", numbered_picture(media_width, media_height, 200), false);
        project = set_timeline_size(add_track(add_track(project, 0, "lower"), 1, "upper"), media_width, media_height);
        lower = project.timeline.tracks[0]->id;
        upper = project.timeline.tracks[1]->id;
        film = add("film.mkv", AssetKind::video, 60, {24, 1});
        slow = add("slow.mkv", AssetKind::video, 30, {12, 1});
        photo = add("photo.png", AssetKind::image, 1, {});
    }

    ClipId put(TrackId track, const MediaRef& media, std::int64_t start, std::int64_t length, std::int64_t source_in) {
        Clip clip = clip_of(project, media, length);
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

    // 60 frames with sound that can be followed sample for sample.
    MediaRef add_loud_film() {
        write_numbered_film(folder / "loud.mkv", media_width, media_height, 60, 60 * 2000);
        project = add_asset(project, {.kind = AssetKind::video, .name = "loud", .file = "loud.mkv", .width = media_width, .height = media_height,
                                      .num_frames = 60, .frame_rate = {24, 1}, .has_sound = true});
        return project.assets->back()->id;
    }

 private:
    MediaRef add(const std::string& file, AssetKind kind, std::int64_t num_frames, const FrameRate& rate) {
        project = add_asset(project, {.kind = kind, .name = file, .file = file, .width = media_width, .height = media_height,
                                      .num_frames = num_frames, .frame_rate = rate});
        return project.assets->back()->id;
    }
};

}  // namespace kinora::test
