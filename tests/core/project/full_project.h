// A project that holds something of everything.
#pragma once

#include <vector>

#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "tests/core/project/test_project.h"

namespace kinora::test {

inline Project full_project() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 50, 10);
    t.put(t.upper, "p", t.photo, 20, 30);
    change_first_clip(t.project, t.lower, [&](Clip& clip) {
        clip.crossfade = Crossfade{.start = -3, .length = 12, .incoming = ClipSound{.media = t.film, .source_in = 80}, .unknown_fields = {}};
    });
    Project p = add_marker(set_in_point(t.project, 5), {.start = 7, .length = 3, .name = "m", .prompt = "p", .colour = 0x102030});
    p = add_keyframe(p, {.source = {t.photo, 0}, .frame = 2, .num_frames = 3,
                         .curve = {{.frame = 0, .strength = 0.3, .interpolation = Interpolation::smooth}, {.frame = 2, .strength = 0.1}}});
    GenerateState state;
    state.model = "model";
    state.style = "film noir";
    state.settings.prompt = "日本語 \"quoted\"";
    state.settings.seed = 18'446'744'073'709'551'615u;
    state.settings.frame_rate = {30000, 1001};
    state.settings.guidance_scale = 0.1 + 0.2;
    state.settings.sigmas = {1.0, 0.5};
    state.settings.decode_timestep = 0.05;
    p = set_generate_state(p, state);
    GenerationWish wish;
    wish.settings = state.settings;
    const std::vector<Segment> segments = {{.prompt = "one", .length = 20}, {.prompt = "two", .length = 20}};
    p = lay_out_segments(p, t.upper, 100, segments, wish, EditMode::normal);
    Generation generation = *p.generations->front();
    generation.token = "0f3a";
    p.generations = SharedList<Generation>(std::vector<Shared<Generation>>{generation});
    Take take = {.name = "t", .file = "takes/t.mp4", .num_frames = 20, .frame_rate = {24, 1}, .recipe = {{"format", "kinora-recipe"}}};
    return finish_take(p, generation.id, 0, take);
}

}  // namespace kinora::test
