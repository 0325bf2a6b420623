// A project on the disk whose timeline shows a lossless film of numbered pictures.
#pragma once

#include <filesystem>

#include "core/media/clip_writer.h"
#include "core/media/image_file.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_edits.h"
#include "tests/core/media/test_pictures.h"

namespace kinora::test {

inline constexpr int film_width = 96;
inline constexpr int film_height = 64;

inline void write_film(const std::filesystem::path& path, int numFrames, int first = 0) {
    std::filesystem::create_directories(path.parent_path());
    ClipWriter writer(path, {.width = film_width, .height = film_height, .frame_rate = {24, 1}, .overwrite = true});
    for (int i = 0; i < numFrames; ++i) {
        writer.write(numbered_picture(film_width, film_height, (first + i) % 256));
    }
    writer.finish();
}

// An asset "film" of that many frames, written into `mediaFolder`, as the only clip.
inline Project film_project(const std::filesystem::path& mediaFolder, int numFrames) {
    write_film(mediaFolder / "imported/film.mkv", numFrames);
    Project project = set_timeline_size(add_track(Project(), 0, ""), film_width, film_height);
    project = add_asset(project, {.kind = AssetKind::video, .name = "film", .file = "imported/film.mkv", .width = film_width,
                                  .height = film_height, .num_frames = numFrames, .frame_rate = {24, 1}});
    return insert_clip(project, project.timeline.tracks[0]->id, clip_of(project, project.assets->at(0)->id, 0), EditMode::normal);
}

}  // namespace kinora::test
