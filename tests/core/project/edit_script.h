// Random edits with random arguments, from a seed: what the edit fuzzers run.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/project/edits/trim_edits.h"
#include "core/project/project.h"

namespace kinora::test {

class EditScript {
 public:
    explicit EditScript(std::uint32_t seed) : random_(seed) {}

    struct Step {
        std::string name;
        std::optional<Project> after;  // nothing where the edit was not possible
    };

    // The next random edit of `project`. EditError alone is allowed to come out of an edit.
    Step next(const Project& project) {
        static const std::vector<Edit> edits = all_edits();
        const Edit& edit = edits[random_() % edits.size()];
        Step step = {edit.name, std::nullopt};
        try {
            step.after = (this->*edit.apply)(project);
            ++done_[edit.name];
        } catch (const EditError&) {
            ++refused_;
        }
        return step;
    }

    // The kinds of edits that were never possible so far, for a script that is to try all of them.
    std::string kinds_not_done() const {
        std::string names;
        for (const Edit& edit : all_edits()) {
            if (done_.count(edit.name) == 0) {
                names += (names.empty() ? "" : ", ") + std::string(edit.name);
            }
        }
        return names;
    }
    std::size_t num_refused() const { return refused_; }

    // Edits that may touch a locked track: its own switches, and takes that come in.
    static bool may_touch_locked(const std::string& name) {
        return name == "switch track" || name.starts_with("finish") || name == "cancel" || name == "move track";
    }

    std::int64_t number(std::int64_t least, std::int64_t greatest) {
        return least + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(greatest - least + 1));
    }

 private:
    struct Edit {
        const char* name;
        Project (EditScript::*apply)(const Project&);
    };

    static std::vector<Edit> all_edits() {
        using S = EditScript;
        return {{"insert", &S::insert},
                {"insert again", &S::insert},
                {"split", &S::split},
                {"split all", &S::split_all},
                {"move", &S::move},
                {"paste", &S::paste},
                {"lift", &S::lift},
                {"ripple delete", &S::ripple_delete},
                {"lift range", &S::remove_range},
                {"close gap", &S::close_a_gap},
                {"group", &S::group},
                {"ungroup", &S::ungroup},
                {"mute clip", &S::mute_clip},
                {"trim", &S::trim},
                {"ripple trim", &S::ripple_trim},
                {"roll", &S::roll},
                {"slip", &S::slip},
                {"slide", &S::slide},
                {"add track", &S::new_track},
                {"remove track", &S::drop_track},
                {"move track", &S::shift_track},
                {"switch track", &S::switch_track},
                {"marker", &S::marker},
                {"move marker", &S::shift_marker},
                {"remove marker", &S::drop_marker},
                {"range", &S::range},
                {"settings", &S::settings},
                {"keyframe", &S::keyframe},
                {"change keyframe", &S::bend_keyframe},
                {"remove keyframe", &S::drop_keyframe},
                {"hold", &S::hold},
                {"import", &S::import},
                {"remove media", &S::drop_media},
                {"choose version", &S::choose},
                {"remove version", &S::drop_version},
                {"generate", &S::generate},
                {"extend", &S::extend},
                {"fill", &S::fill},
                {"regenerate", &S::regenerate},
                {"segments", &S::segments},
                {"loop", &S::loop},
                {"blend", &S::blend},
                {"restyle", &S::restyle},
                {"remake", &S::remake},
                {"finish", &S::finish},
                {"finish again", &S::finish},
                {"finish once more", &S::finish},
                {"cancel", &S::cancel}};
    }

    bool coin() { return number(0, 1) == 0; }
    EditMode mode() { return std::array{EditMode::normal, EditMode::overwrite, EditMode::insert}[random_() % 3]; }
    Ripple ripple() { return {.all_tracks = number(0, 3) == 0, .markers = coin()}; }
    std::int64_t frame(const Project& p) { return number(0, std::min<std::int64_t>(timeline_end(p) + 20, 4000)); }
    std::int64_t nudge() { return number(-12, 12); }

    template <typename List>
    const auto& any(const List& list) {
        if (list.empty()) {
            throw EditError(Sentence::of("there is none"));
        }
        return list[random_() % list.size()];
    }

    TrackId track(const Project& p) { return any(p.timeline.tracks)->id; }
    const Clip& clip(const Project& p) { return *any(any(p.timeline.tracks)->clips); }
    std::vector<ClipId> clips(const Project& p) {
        std::vector<ClipId> ids = {clip(p).id};
        if (coin()) {
            ids.push_back(clip(p).id);
        }
        return ids;
    }
    MediaRef media(const Project& p) { return coin() && !p.takes->empty() ? MediaRef(any(*p.takes)->id) : MediaRef(any(*p.assets)->id); }

    GenerationWish wish() {
        GenerationWish wish;
        wish.model = "m";
        wish.settings.prompt = "p" + std::to_string(number(0, 99));
        wish.settings.num_frames = number(1, 50);
        wish.overlap = number(0, 20);
        wish.frame_multiple = coin() ? 8 : number(1, 9);
        wish.num_variations = static_cast<int>(number(1, 2));
        return wish;
    }

    Project insert(const Project& p) {
        if (timeline_end(p) > 3000) {
            throw EditError(Sentence::of("enough"));
        }
        Clip c = clip_of(p, media(p), number(1, 60));
        c.start = frame(p);
        const std::int64_t cut = number(0, c.length - 1);
        c.length = std::min<std::int64_t>(c.length - cut, 60);
        c.versions[0].source_in = cut;
        return insert_clip(p, track(p), c, mode(), ripple());
    }
    Project split(const Project& p) {
        const Clip& c = clip(p);
        return split_clip(p, c.id, c.start + number(0, c.length));
    }
    Project split_all(const Project& p) { return split_tracks(p, std::array{track(p), track(p)}, frame(p)); }
    Project move(const Project& p) {
        const std::vector<ClipId> moved = clips(p);
        const auto tracks = static_cast<int>(number(-1, 1));
        const bool has_room = p.timeline.tracks.size() > 5;
        return move_clips(has_room ? p : with_room_above(p, moved, tracks), moved, nudge() * 3, tracks, mode(), ripple());
    }
    Project paste(const Project& p) {
        if (timeline_end(p) > 3000) {
            throw EditError(Sentence::of("enough"));
        }
        return paste_clips(p, copy_clips(p, clips(p)), track(p), frame(p), mode(), ripple());
    }
    Project lift(const Project& p) { return lift_clips(p, clips(p)); }
    Project ripple_delete(const Project& p) { return ripple_delete_clips(p, clips(p), ripple()); }
    Project remove_range(const Project& p) {
        const FrameRange r = {frame(p), number(0, 40)};
        return coin() ? lift_range(p, std::array{track(p)}, r) : ripple_delete_range(p, std::array{track(p)}, r, ripple());
    }
    Project close_a_gap(const Project& p) { return kinora::close_gap(p, track(p), frame(p), ripple()); }
    Project group(const Project& p) { return group_clips(p, clips(p)); }
    Project ungroup(const Project& p) { return ungroup_clips(p, clips(p)); }
    Project mute_clip(const Project& p) { return set_clip_muted(p, clip(p).id, coin()); }
    Project trim(const Project& p) {
        const Clip& c = clip(p);
        return coin() ? trim_clip_start(p, c.id, c.start + nudge()) : trim_clip_end(p, c.id, c.end() + nudge());
    }
    Project ripple_trim(const Project& p) {
        const Clip& c = clip(p);
        return coin() ? ripple_trim_clip_start(p, c.id, c.start + nudge(), ripple())
                      : ripple_trim_clip_end(p, c.id, c.end() + nudge(), ripple());
    }
    Project roll(const Project& p) {
        const Clip& c = clip(p);
        return roll_cut(p, c.id, c.end() + nudge());
    }
    Project slip(const Project& p) { return slip_clip(p, clip(p).id, nudge()); }
    // Clips that touch the next one, and are followed by at least `num_more` more that touch each other.
    std::vector<ClipId> touching(const Project& p, std::size_t num_more) {
        std::vector<ClipId> found;
        for (const Shared<Track>& t : p.timeline.tracks) {
            std::size_t num_touching = 0;
            for (std::size_t i = t->clips.size(); i-- > 0;) {
                const bool touches = i + 1 < t->clips.size() && t->clips[i]->end() == t->clips[i + 1]->start;
                num_touching = touches ? num_touching + 1 : 0;
                if (num_touching > num_more) {
                    found.push_back(t->clips[i]->id);
                }
            }
        }
        return found;
    }
    ClipId next_of(const Project& p, ClipId id) {
        const auto place = find_clip(p, id);
        return place->track->clips[place->clip_index + 1]->id;
    }
    Project slide(const Project& p) { return slide_clip(p, next_of(p, any(touching(p, 1))), nudge()); }
    Project new_track(const Project& p) {
        if (p.timeline.tracks.size() > 5) {
            throw EditError(Sentence::of("enough"));
        }
        return add_track(p, static_cast<std::size_t>(number(0, static_cast<std::int64_t>(p.timeline.tracks.size()))), "");
    }
    Project drop_track(const Project& p) {
        if (p.timeline.tracks.size() < 3) {
            throw EditError(Sentence::of("few enough"));
        }
        return remove_track(p, track(p));
    }
    Project shift_track(const Project& p) {
        return move_track(p, track(p), static_cast<std::size_t>(number(0, static_cast<std::int64_t>(p.timeline.tracks.size()))));
    }
    Project switch_track(const Project& p) {
        const TrackId id = track(p);
        switch (number(0, 3)) {
            case 0:
                return set_track_locked(p, id, number(0, 3) == 0);
            case 1:
                return set_track_hidden(p, id, coin());
            case 2:
                return set_track_muted(p, id, coin());
            default:
                return rename_track(p, id, "t" + std::to_string(number(0, 9)));
        }
    }
    Project marker(const Project& p) { return add_marker(p, {.start = frame(p), .length = number(0, 5), .prompt = "q"}); }
    Project shift_marker(const Project& p) {
        Marker m = *any(*p.timeline.markers);
        m.start += nudge();
        return change_marker(p, m);
    }
    Project drop_marker(const Project& p) { return remove_marker(p, any(*p.timeline.markers)->id); }
    Project range(const Project& p) {
        return number(0, 2) == 0 ? clear_range_points(p) : coin() ? set_in_point(p, frame(p)) : set_out_point(p, frame(p));
    }
    Project settings(const Project& p) {
        GenerateState state = *p.generate;
        state.settings.seed = random_();
        state.style = "s" + std::to_string(number(0, 5));
        return set_generate_state(p, state);
    }
    Project keyframe(const Project& p) {
        if (p.generate->keyframes.size() > 10) {
            throw EditError(Sentence::of("enough"));
        }
        return add_keyframe(p, {.source = {media(p), number(0, 20)}, .frame = number(0, 30), .num_frames = number(1, 9)});
    }
    Project bend_keyframe(const Project& p) {
        Keyframe k = any(p.generate->keyframes);
        k.frame += nudge();
        k.strength = static_cast<double>(number(0, 10)) / 10.0;
        k.curve = {{.frame = 0, .strength = k.strength}, {.frame = number(0, 8), .strength = 0.1}};
        return change_keyframe(p, k);
    }
    Project drop_keyframe(const Project& p) { return remove_keyframe(p, any(p.generate->keyframes).id); }
    Project hold(const Project& p) {
        const Clip& c = clip(p);
        return hold_keyframe(p, c.id, c.start + number(0, c.length), number(0, 30));
    }
    Project import(const Project& p) {
        if (p.assets->size() > 8) {
            throw EditError(Sentence::of("enough"));
        }
        return add_asset(p, {.kind = coin() ? AssetKind::video : AssetKind::image, .name = "i", .file = "i.mp4",
                             .num_frames = number(1, 90), .frame_rate = coin() ? FrameRate{24, 1} : FrameRate{30000, 1001},
                             .has_sound = coin()});
    }
    Project drop_media(const Project& p) { return remove_media(p, media(p)); }
    Project choose(const Project& p) { return choose_version(p, clip(p).id, static_cast<std::size_t>(number(0, 2))); }
    Project drop_version(const Project& p) {
        std::vector<ClipId> found;
        for (const Shared<Track>& t : p.timeline.tracks) {
            for (const Shared<Clip>& c : t->clips) {
                if (c->versions.size() > 1) {
                    found.push_back(c->id);
                }
            }
        }
        return remove_version(p, any(found), static_cast<std::size_t>(number(0, 2)));
    }

    void require_room(const Project& p) {
        if (p.generations->size() > 6 || timeline_end(p) > 3000) {
            throw EditError(Sentence::of("enough"));
        }
    }
    Project generate(const Project& p) {
        require_room(p);
        return generate_clip(p, wish(), coin() ? std::optional(track(p)) : std::nullopt, frame(p), mode(), ripple());
    }
    Project extend(const Project& p) {
        require_room(p);
        return extend_clip(p, clip(p).id, number(0, 30), coin(), wish(), mode(), ripple());
    }
    Project fill(const Project& p) {
        require_room(p);
        return fill_gap(p, track(p), frame(p), wish(), ripple());
    }
    Project regenerate(const Project& p) {
        require_room(p);
        const Clip& c = clip(p);
        return regenerate_range(p, c.id, {c.start + number(0, c.length / 2), number(1, c.length)}, wish());
    }
    Project segments(const Project& p) {
        require_room(p);
        std::vector<Segment> list;
        for (std::int64_t i = number(0, 3); i > 0; --i) {
            list.push_back({.prompt = "s", .length = number(1, 30), .starts_anew = coin(), .keyframes = {}});
        }
        return lay_out_segments(p, track(p), frame(p), list, wish(), mode(), ripple());
    }
    Project loop(const Project& p) {
        require_room(p);
        return loop_clip(p, clip(p).id, number(1, 20), wish(), ripple());
    }
    Project blend(const Project& p) {
        require_room(p);
        if (number(0, 3) != 0) {
            const ClipId left = any(touching(p, 0));
            return blend_clips(p, left, next_of(p, left), number(1, 16), wish());
        }
        return blend_clips(p, clip(p).id, clip(p).id, number(1, 16), wish());
    }
    Project restyle(const Project& p) {
        require_room(p);
        return restyle_clip(p, clip(p).id, 0.5, wish());
    }
    Project remake(const Project& p) {
        require_room(p);
        return remake_clip(p, clip(p).id, wish());
    }
    Project finish(const Project& p) {
        const Generation& g = *any(*p.generations);
        const std::vector<std::size_t> ready = ready_parts(g);
        const std::size_t part = any(ready);
        return finish_take(p, g.id, part,
                           {.name = "t", .file = "t.mp4", .num_frames = g.parts[part].num_kept, .frame_rate = p.frame_rate});
    }
    Project cancel(const Project& p) {
        if (number(0, 3) != 0) {
            throw EditError(Sentence::of("rarely"));
        }
        return cancel_generation(p, any(*p.generations)->id);
    }

    std::mt19937 random_;
    std::map<std::string, int> done_;
    std::size_t refused_ = 0;
};

}  // namespace kinora::test
