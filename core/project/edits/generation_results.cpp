#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/error.h"
#include "core/generation/prompt_words.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

// Changes a clip that may be gone, on a track that may be locked: a generation that was started ends there in any case.
template <typename Change>
void change_if_there(Project& project, ClipId id, Change&& change) {
    const auto place = find_clip(project, id);
    if (!place) {
        return;
    }
    Track track = *place->track;
    Clip clip = place->clip();
    change(clip);
    track.clips[place->clip_index] = std::move(clip);
    put_track(project, std::move(track));
}

void show_take(const Project& project, Clip& clip, const Take& take, bool is_first) {
    const MediaUse version = version_of(project, clip, take);
    const std::int64_t available = frames_available(project, version);
    if (clip.versions.empty() && available < clip.length) {
        clip.length = available;  // stopped early: nothing is behind what was made
    }
    if (available < clip.length) {
        return;
    }
    if (take.has_sound && !clip.sound && !clip.crossfade && clip.versions.empty()) {
        clip.sound = ClipSound{.media = version.media};
    }
    clip.versions.push_back(version);
    if (is_first) {
        clip.chosen = clip.versions.size() - 1;
    }
}

void put_generation(Project& project, Generation generation) {
    const bool is_over = std::ranges::all_of(generation.parts, [&](const GenerationPart& part) { return is_complete(generation, part); });
    change_list(project.generations, [&](std::vector<Shared<Generation>>& all) {
        const auto old = std::ranges::find_if(all, [&](const Shared<Generation>& other) { return other->id == generation.id; });
        if (is_over) {
            all.erase(old);
        } else {
            *old = std::move(generation);
        }
    });
}

}  // namespace

void require_prompts(const Generation& generation) {
    for (std::size_t i = 0; i < generation.parts.size(); ++i) {
        if (!has_words(generation.parts[i].settings.prompt)) {
            throw EditError(generation.parts.size() == 1 ? Sentence::of("the prompt is empty; describe what the video should show")
                                                         : Sentence::of("segment %1 has no prompt; write what happens in it", i + 1));
        }
    }
}

TakeId continued_take(const Project& project, const GenerationPart& earlier) {
    const auto place = find_clip(project, earlier.clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    const auto* take = shown == nullptr ? nullptr : std::get_if<TakeId>(&shown->media);
    const bool is_of_part = take != nullptr && std::ranges::find(earlier.takes, *take) != earlier.takes.end();
    return is_of_part ? *take : earlier.takes.front();
}

GenerationPart origin_of(const Project& project, const Generation& generation, std::size_t part_index) {
    GenerationPart origin = generation.parts.at(part_index);
    for (Condition& condition : origin.conditions) {
        if (condition.part) {
            condition.source.media = continued_take(project, generation.parts[*condition.part]);
            condition.part.reset();
        }
    }
    origin.takes.clear();
    origin.clip = {};
    return origin;
}

GenerationPart origin_made_with(GenerationPart origin, const GenerationSettings& made) {
    const GenerationSettings asked = std::exchange(origin.settings, made);
    origin.settings.num_frames = asked.num_frames;
    origin.settings.denoise_strength = asked.denoise_strength;
    return origin;
}

Project finish_take(const Project& project, GenerationId id, std::size_t part_index, Take take) {
    const Generation* found = find_generation(project, id);
    if (found == nullptr || part_index >= found->parts.size()) {
        return add_take(project, std::move(take));
    }
    Generation generation = *found;
    GenerationPart& part = generation.parts[part_index];
    const bool is_first = part.takes.empty();
    if (!take.origin) {
        take.origin = origin_of(project, generation, part_index);
    }
    Project result = add_take(project, std::move(take));
    const Take& added = *result.takes->back();
    part.takes.push_back(added.id);
    change_if_there(result, part.clip, [&](Clip& clip) {
        if (clip.generation == id) {
            show_take(result, clip, added, is_first);
            if (is_complete(generation, part) && !clip.versions.empty()) {
                clip.generation = {};
            }
        }
    });
    put_generation(result, std::move(generation));
    return result;
}

Project cancel_generation(const Project& project, GenerationId id) {
    const Generation* generation = find_generation(project, id);
    if (generation == nullptr) {
        throw EditError(Sentence::of("the generation is over already"));
    }
    Project result = project;
    for (const GenerationPart& part : generation->parts) {
        const auto place = find_clip(result, part.clip);
        if (!place || place->clip().generation != id) {
            continue;
        }
        Track track = *place->track;
        if (place->clip().versions.empty()) {
            track.clips.erase(track.clips.begin() + static_cast<std::ptrdiff_t>(place->clip_index));
        } else {
            Clip clip = place->clip();
            clip.generation = {};
            track.clips[place->clip_index] = std::move(clip);
        }
        put_track(result, std::move(track));
    }
    change_list(result.generations, [&](std::vector<Shared<Generation>>& all) {
        std::erase_if(all, [&](const Shared<Generation>& other) { return other->id == id; });
    });
    return result;
}

}  // namespace kinora
