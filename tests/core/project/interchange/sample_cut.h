// A cut with something of everything that a cut can hold.
#pragma once

#include <array>

#include "core/project/edits/marker_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/trim_edits.h"
#include "core/project/interchange/cut.h"
#include "tests/core/project/test_project.h"

namespace kinora::test {

inline Project project_to_cut() {
    TestProject t;
    t.project.frame_rate = {30000, 1001};
    t.project = add_asset(t.project, {.kind = AssetKind::video, .name = "a slow one", .file = "sub folder/slow 100%.mp4",
                                      .content_hash = "xxh3:1", .num_frames = 100, .frame_rate = {12, 1}, .has_sound = true});
    const MediaRef slow = t.project.assets->back()->id;
    const ClipId a = t.put(t.lower, "a", slow, 5, 50, 10);
    t.put(t.lower, "b \"quoted\" 日本", t.shot, 55, 40, 0);
    const ClipId p = t.put(t.upper, "p", t.photo, 20, 30);
    t.put(t.upper, "d", t.film, 70, 20, 3);
    Project project = add_version(t.project, p, {t.shot, 7});
    project = add_version(project, p, {t.film, 2});
    project = slip_clip(choose_version(project, p, 1), p, -5);  // what is not shown may begin before its media
    project = group_clips(project, std::array{a, p});
    project = set_clip_muted(project, a, true);
    project = set_track_hidden(set_track_muted(project, t.lower, true), t.upper, true);
    project = set_track_locked(project, t.upper, true);
    project = add_marker(project, {.start = 7, .length = 3, .name = "m", .prompt = "a storm comes up", .colour = 0xF01010});
    return set_out_point(set_in_point(project, 6), 80);
}

}  // namespace kinora::test
