#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/project/field_reader.h"
#include "core/project/project.h"

namespace kinora {

namespace {

class InvariantCheck {
 public:
    explicit InvariantCheck(const Project& project) : project_(project) {
        for (const auto& asset : *project.assets) {
            assets_.insert(asset->id.value);
        }
        for (const auto& take : *project.takes) {
            takes_.insert(take->id.value);
        }
        for (const auto& generation : *project.generations) {
            generations_.insert(generation->id.value);
        }
    }

    std::vector<Sentence> run() {
        require(project_.frame_rate.is_valid(), [] { return Sentence::of("the frame rate is not above 0"); });
        require(project_.width > 0 && project_.height > 0, [] { return Sentence::of("the size is not above 0"); });
        require(project_.width <= longest_side && project_.height <= longest_side &&
                    std::int64_t{project_.width} * project_.height <= most_pixels,
                [] { return Sentence::of("the timeline's pictures are larger than any video"); });
        require(project_.next_id > 0, [] { return Sentence::of("the next id is not above 0"); });
        require(project_.generate->num_variations > 0, [] { return Sentence::of("the generate panel makes nothing"); });
        check_media();
        for (const auto& track : project_.timeline.tracks) {
            check_track(*track);
        }
        check_markers();
        check_keyframes();
        for (const auto& generation : *project_.generations) {
            check_generation(*generation);
        }
        return std::move(problems_);
    }

 private:
    // A sound project has nothing to be said of it, so no sentence is made for it.
    template <typename Say>
    void require(bool is_true, const Say& say) {
        if (!is_true) {
            problems_.push_back(say());
        }
    }

    void check_id(const Sentence& what, std::int64_t id) {
        require(id > 0 && id < project_.next_id, [&] { return Sentence::of("%1 has an id that was never given out", what); });
        require(ids_.insert(id).second, [&] { return Sentence::of("%1 has the id of something else", what); });
    }

    bool is_known(const MediaRef& media) const {
        if (const auto* asset = std::get_if<AssetId>(&media)) {
            return assets_.count(asset->value) > 0;
        }
        if (const auto* take = std::get_if<TakeId>(&media)) {
            return takes_.count(take->value) > 0;
        }
        return false;
    }

    void check_range(const Sentence& what, std::int64_t start, std::int64_t length, std::int64_t least) {
        require(start >= 0 && length >= least && start <= last_possible_frame && length <= last_possible_frame,
                [&] { return Sentence::of("%1 lies outside the timeline", what); });
    }

    void check_media() {
        for (const auto& asset : *project_.assets) {
            const Sentence what = Sentence::of("asset %1", asset->id.value);
            check_id(what, asset->id.value);
            require(asset->num_frames > 0 && asset->num_frames <= last_possible_frame,
                    [&] { return Sentence::of("%1 has no frames", what); });
            require(asset->kind == AssetKind::image || (asset->kind == AssetKind::video && asset->frame_rate.is_valid()),
                    [&] { return Sentence::of("%1 is neither a picture nor a video with a frame rate", what); });
        }
        for (const auto& take : *project_.takes) {
            const Sentence what = Sentence::of("take %1", take->id.value);
            check_id(what, take->id.value);
            require(take->num_frames > 0 && take->num_frames <= last_possible_frame && take->frame_rate.is_valid(),
                    [&] { return Sentence::of("%1 has no frames or no frame rate", what); });
            if (take->origin) {
                check_origin(what, *take->origin);
            }
        }
    }

    void check_track(const Track& track) {
        check_id(Sentence::of("track %1", track.id.value), track.id.value);
        std::int64_t end = 0;
        for (const auto& clip : track.clips) {
            require(clip->start >= end, [&] { return Sentence::of("clip %1 overlaps the clip before it", clip->id.value); });
            check_clip(*clip);
            end = clip->end();
        }
    }

    void check_clip(const Clip& clip) {
        const Sentence what = Sentence::of("clip %1", clip.id.value);
        check_id(what, clip.id.value);
        check_range(what, clip.start, clip.length, 1);
        require(clip.chosen < clip.versions.size() || (clip.versions.empty() && clip.chosen == 0),
                [&] { return Sentence::of("%1 shows a version that it does not have", what); });
        require(!clip.generation.is_set() || generations_.count(clip.generation.value) > 0,
                [&] { return Sentence::of("%1 waits for a generation that there is not", what); });
        require(!clip.versions.empty() || clip.generation.is_set(), [&] { return Sentence::of("%1 shows nothing", what); });
        for (const MediaUse& version : clip.versions) {
            require(is_known(version.media), [&] { return Sentence::of("%1 refers to media that is not in the project", what); });
        }
        require(std::ranges::all_of(sounds_of(clip), [&](const ClipSound* sound) { return is_known(sound->media); }),
                [&] { return Sentence::of("%1 has sound that is not in the project", what); });
        require(!clip.crossfade || clip.crossfade->length >= 1, [&] { return Sentence::of("the sound of %1 fades over no frames", what); });
        if (const MediaUse* shown = clip.chosen < clip.versions.size() ? clip.shown() : nullptr) {
            require(shown->source_in >= 0 && frames_available(project_, *shown) >= clip.length,
                    [&] { return Sentence::of("%1 is longer than its media", what); });
        }
    }

    void check_markers() {
        std::int64_t last = 0;
        for (const auto& marker : *project_.timeline.markers) {
            const Sentence what = Sentence::of("marker %1", marker->id.value);
            check_id(what, marker->id.value);
            check_range(what, marker->start, marker->length, 0);
            require(marker->start >= last, [&] { return Sentence::of("%1 is not in order", what); });
            last = marker->start;
        }
        if (const auto& range = project_.timeline.range) {
            check_range(Sentence::of("the marked range"), range->start, range->length, 1);
        }
    }

    void check_strength(const Sentence& what, double strength, const StrengthCurve& curve) {
        const auto is_strength = [](double value) { return std::isfinite(value) && value >= 0.0 && value <= 1.0; };
        require(is_strength(strength), [&] { return Sentence::of("%1 has a strength outside 0 to 1", what); });
        for (std::size_t i = 0; i < curve.size(); ++i) {
            require(is_strength(curve[i].strength), [&] { return Sentence::of("%1 has a strength outside 0 to 1", what); });
            require(curve[i].interpolation != Interpolation::unset,
                    [&] { return Sentence::of("%1 has a curve without interpolation", what); });
            require(i == 0 || curve[i - 1].frame < curve[i].frame,
                    [&] { return Sentence::of("%1 has a curve that goes back in time", what); });
        }
    }

    void check_keyframes() {
        for (const Keyframe& keyframe : project_.generate->keyframes) {
            const Sentence what = Sentence::of("keyframe %1", keyframe.id.value);
            check_id(what, keyframe.id.value);
            check_range(what, keyframe.frame, keyframe.num_frames, 1);
            require(is_known(keyframe.source.media),
                    [&] { return Sentence::of("%1 refers to media that is not in the project", what); });
            require(keyframe.source.source_in >= 0 && frames_available(project_, keyframe.source) >= keyframe.num_frames,
                    [&] { return Sentence::of("%1 is longer than its media", what); });
            check_strength(what, keyframe.strength, keyframe.curve);
        }
    }

    // What is true of a part whether its media is still there or not.
    void check_frames(const Sentence& what, const GenerationPart& part) {
        const std::int64_t num_frames = part.settings.num_frames;
        require(num_frames > 0 && num_frames <= most_generated_frames,
                [&] { return Sentence::of("%1 makes no number of frames that a model could make", what); });
        require(part.first_kept >= 0 && part.num_kept > 0 && part.first_kept <= num_frames - part.num_kept,
                [&] { return Sentence::of("%1 keeps frames that it does not make", what); });
        const auto check = [&](const Condition& condition) {
            check_range(what, condition.start_frame, condition.num_frames, 1);
            check_range(what, condition.source.source_in, condition.num_frames, 1);
            require(condition.num_frames <= num_frames && condition.start_frame <= num_frames - condition.num_frames,
                    [&] { return Sentence::of("%1 is conditioned on frames behind its end", what); });
            check_strength(what, condition.strength, condition.curve);
        };
        std::ranges::for_each(part.conditions, check);
        if (part.restyled) {
            check(*part.restyled);
        }
    }

    // A take outlives the media that it was made of, so that may be gone.
    void check_origin(const Sentence& what, const GenerationPart& origin) {
        check_frames(what, origin);
        const bool has_parts = std::ranges::any_of(origin.conditions, [](const Condition& c) { return c.part.has_value(); });
        require(!has_parts && !(origin.restyled && origin.restyled->part),
                [&] { return Sentence::of("%1 was made from parts that there are no longer", what); });
    }

    void check_source(const Sentence& what, const Condition& condition, std::size_t part) {
        if (condition.part) {
            require(*condition.part < part, [&] { return Sentence::of("%1 is conditioned on a later part", what); });
        } else {
            require(is_known(condition.source.media),
                    [&] { return Sentence::of("%1 is conditioned on media that is not in the project", what); });
        }
    }

    void check_generation(const Generation& generation) {
        const Sentence what = Sentence::of("generation %1", generation.id.value);
        check_id(what, generation.id.value);
        require(generation.num_variations > 0, [&] { return Sentence::of("%1 makes nothing", what); });
        require(!generation.parts.empty(), [&] { return Sentence::of("%1 has no parts", what); });
        for (std::size_t i = 0; i < generation.parts.size(); ++i) {
            const GenerationPart& part = generation.parts[i];
            check_frames(what, part);
            for (const Condition& condition : part.conditions) {
                check_source(what, condition, i);
            }
            if (part.restyled) {
                check_source(what, *part.restyled, i);
            }
            for (const TakeId take : part.takes) {
                require(is_known(take), [&] { return Sentence::of("%1 has made a take that is not in the project", what); });
            }
        }
    }

    const Project& project_;
    std::unordered_set<std::int64_t> assets_;
    std::unordered_set<std::int64_t> takes_;
    std::unordered_set<std::int64_t> generations_;
    std::unordered_set<std::int64_t> ids_;
    std::vector<Sentence> problems_;
};

}  // namespace

std::vector<Sentence> check_invariants(const Project& project) {
    return InvariantCheck(project).run();
}

}  // namespace kinora
