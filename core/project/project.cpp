#include "core/project/project.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <type_traits>

namespace kinora {

namespace {

constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max() / 4;

template <typename T, typename Id>
const T* find_in(const SharedList<T>& list, Id id) {
    const auto found = std::ranges::find_if(*list, [&](const Shared<T>& item) { return item->id == id; });
    return found == list->end() ? nullptr : &**found;
}

// Media without a rate has no frames: nothing can be shown of it.
std::int64_t length_in_project(std::int64_t num_frames, const FrameRate& rate, const FrameRate& project_rate) {
    if (num_frames < 1 || !rate.is_valid() || !project_rate.is_valid()) {
        return 0;
    }
    return rate == project_rate ? num_frames : std::max<std::int64_t>(convert_frame(num_frames, rate, project_rate), 1);
}

}  // namespace

const Track* find_track(const Project& project, TrackId id) {
    const auto& tracks = project.timeline.tracks;
    const auto found = std::ranges::find_if(tracks, [&](const Shared<Track>& track) { return track->id == id; });
    return found == tracks.end() ? nullptr : &**found;
}

std::optional<ClipPlace> find_clip(const Project& project, ClipId id) {
    const auto& tracks = project.timeline.tracks;
    for (std::size_t t = 0; t < tracks.size(); ++t) {
        const auto& clips = tracks[t]->clips;
        const auto found = std::ranges::find_if(clips, [&](const Shared<Clip>& clip) { return clip->id == id; });
        if (found != clips.end()) {
            return ClipPlace{&*tracks[t], t, static_cast<std::size_t>(found - clips.begin())};
        }
    }
    return std::nullopt;
}

const Asset* find_asset(const Project& project, AssetId id) {
    return find_in(project.assets, id);
}

const Take* find_take(const Project& project, TakeId id) {
    return find_in(project.takes, id);
}

const Marker* find_marker(const Project& project, MarkerId id) {
    return find_in(project.timeline.markers, id);
}

const Generation* find_generation(const Project& project, GenerationId id) {
    return find_in(project.generations, id);
}

namespace {

template <typename Sound, typename From>
std::vector<Sound*> sounds_in(From& clip) {
    std::vector<Sound*> sounds;
    if (clip.sound) {
        sounds.push_back(&*clip.sound);
    }
    if (clip.crossfade && clip.crossfade->incoming) {
        sounds.push_back(&*clip.crossfade->incoming);
    }
    return sounds;
}

}  // namespace

std::vector<const ClipSound*> sounds_of(const Clip& clip) {
    return sounds_in<const ClipSound>(clip);
}

std::vector<ClipSound*> sounds_of(Clip& clip) {
    return sounds_in<ClipSound>(clip);
}

bool is_incoming(const Clip& clip, const ClipSound& sound) {
    return clip.crossfade && clip.crossfade->incoming && &sound == &*clip.crossfade->incoming;
}

const Clip* clip_at(const Track& track, std::int64_t frame) {
    const auto next = std::ranges::upper_bound(track.clips, frame, {}, [](const Shared<Clip>& clip) { return clip->start; });
    if (next == track.clips.begin()) {
        return nullptr;
    }
    const Clip& clip = **std::prev(next);
    return clip.range().contains(frame) ? &clip : nullptr;
}

std::int64_t timeline_end(const Project& project) {
    std::int64_t end = 0;
    for (const Shared<Track>& track : project.timeline.tracks) {
        if (!track->clips.empty()) {
            end = std::max(end, track->clips.back()->end());
        }
    }
    return end;
}

bool is_inside_media_folder(const std::string& file) {
    const std::filesystem::path path(file);
    bool leaves = file.empty() || path.is_absolute() || file.find('\0') != std::string::npos;
    for (const auto& part : path) {
        leaves = leaves || part == "..";
    }
    return !leaves;
}

std::optional<MediaFacts> media_facts(const Project& project, const MediaRef& media) {
    MediaFacts facts;
    if (const auto* asset_id = std::get_if<AssetId>(&media)) {
        const Asset* asset = find_asset(project, *asset_id);
        if (asset == nullptr) {
            return std::nullopt;
        }
        facts = {asset->name, asset->file, asset->width, asset->height, std::nullopt, asset->frame_rate, asset->has_sound};
        if (asset->kind == AssetKind::video) {
            facts.length = length_in_project(asset->num_frames, asset->frame_rate, project.frame_rate);
        }
        return facts;
    }
    if (const auto* take_id = std::get_if<TakeId>(&media)) {
        const Take* take = find_take(project, *take_id);
        if (take == nullptr) {
            return std::nullopt;
        }
        return MediaFacts{take->name,   take->file,
                          take->width,  take->height,
                          length_in_project(take->num_frames, take->frame_rate, project.frame_rate),
                          take->frame_rate, take->has_sound};
    }
    return std::nullopt;
}

std::int64_t frames_available(const Project& project, const MediaUse& use) {
    const auto facts = media_facts(project, use.media);
    if (!facts) {
        return 0;
    }
    return facts->length ? std::max<std::int64_t>(*facts->length - use.source_in, 0) : endless;
}

FrameRange kept_frames(const GenerationPart& part) {
    return part.num_kept > 0 ? FrameRange{part.first_kept, part.num_kept} : FrameRange{0, part.settings.num_frames};
}

bool is_complete(const Generation& generation, const GenerationPart& part) {
    return part.takes.size() >= static_cast<std::size_t>(generation.num_variations);
}

std::vector<std::size_t> ready_parts(const Generation& generation) {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < generation.parts.size(); ++i) {
        const GenerationPart& part = generation.parts[i];
        const bool is_waiting = std::ranges::any_of(part.conditions, [&](const Condition& condition) {
            return condition.part && generation.parts[*condition.part].takes.empty();
        });
        if (!is_complete(generation, part) && !is_waiting) {
            ready.push_back(i);
        }
    }
    return ready;
}

}  // namespace kinora
