#include "core/project/edits/take_edits.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

template <typename T, typename Id, typename Change>
void change_item(SharedList<T>& list, Id id, Change&& change) {
    change_list(list, [&](std::vector<Shared<T>>& items) {
        const auto found = std::ranges::find_if(items, [&](const Shared<T>& item) { return item->id == id; });
        if (found == items.end()) {
            throw EditError(Sentence::of("the media is no longer in the project"));
        }
        T item = **found;
        change(item);
        *found = std::move(item);
    });
}

template <typename Change>
Project change_clip(const Project& project, ClipId id, Change&& change) {
    const ClipPlace place = clip_place(project, id);
    Project result = project;
    Track track = editable_track(result, place.track->id);
    Clip clip = place.clip();
    change(clip);
    track.clips[place.clip_index] = std::move(clip);
    put_track(result, std::move(track));
    return result;
}

void require_version(const Clip& clip, std::size_t version) {
    if (version >= clip.versions.size()) {
        throw EditError(Sentence::of("%1 has no such version", describe(clip)));
    }
}

void require_long_enough(const Project& project, const Clip& clip, const MediaUse& version) {
    const std::int64_t available = version.source_in < 0 ? 0 : frames_available(project, version);
    if (available < clip.length) {
        throw EditError(Sentence::of("this version has %1 of the %2 frames of %3; trim the clip first",
                                     available, clip.length, describe(clip)));
    }
}

bool uses(const Condition& condition, const MediaRef& media) {
    return !condition.part && condition.source.media == media;
}

bool uses(const Generation& generation, const MediaRef& media) {
    return std::ranges::any_of(generation.parts, [&](const GenerationPart& part) {
        const auto* take = std::get_if<TakeId>(&media);
        return (take != nullptr && std::ranges::count(part.takes, *take) > 0) || (part.restyled && uses(*part.restyled, media)) ||
               std::ranges::any_of(part.conditions, [&](const Condition& condition) { return uses(condition, media); });
    });
}

}  // namespace

Project add_asset(const Project& project, Asset asset) {
    Project result = project;
    asset.id = new_id<AssetId>(result);
    change_list(result.assets, [&](std::vector<Shared<Asset>>& assets) { assets.emplace_back(std::move(asset)); });
    return result;
}

Project add_take(const Project& project, Take take) {
    Project result = project;
    take.id = new_id<TakeId>(result);
    change_list(result.takes, [&](std::vector<Shared<Take>>& takes) { takes.emplace_back(std::move(take)); });
    return result;
}

Project relink_asset(const Project& project, Asset asset) {
    if (!is_inside_media_folder(asset.file)) {
        throw EditError(Sentence::of("\"%1\" does not lie in the project's media folder; copy it there first", asset.file));
    }
    Project result = project;
    const AssetId id = asset.id;
    change_item(result.assets, id, [&](Asset& old) { old = std::move(asset); });
    const MediaRef media = id;
    for (const ClipId clip_id : where_used(result, media).clips) {
        const ClipPlace place = clip_place(result, clip_id);
        const Clip& clip = place.clip();
        if (clip.shown() != nullptr && clip.shown()->media == media && frames_available(result, *clip.shown()) < clip.length) {
            throw EditError(Sentence::of("the file is too short for %1; choose the one that was imported, or a longer one",
                                         describe(clip)));
        }
    }
    for (const Keyframe& keyframe : result.generate->keyframes) {
        if (keyframe.source.media == media && frames_available(result, keyframe.source) < keyframe.num_frames) {
            throw EditError(Sentence::of("the file is too short for the keyframe at frame %1", keyframe.frame));
        }
    }
    return result;
}

Project rename_asset(const Project& project, AssetId id, const std::string& name) {
    Project result = project;
    change_item(result.assets, id, [&](Asset& asset) { asset.name = name; });
    return result;
}

Project rename_take(const Project& project, TakeId id, const std::string& name) {
    Project result = project;
    change_item(result.takes, id, [&](Take& take) { take.name = name; });
    return result;
}

Project set_take_favourite(const Project& project, TakeId id, bool is_favourite) {
    Project result = project;
    change_item(result.takes, id, [&](Take& take) { take.is_favourite = is_favourite; });
    return result;
}

MediaUses where_used(const Project& project, const MediaRef& media) {
    MediaUses found;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            const bool is_version =
                std::ranges::any_of(clip->versions, [&](const MediaUse& version) { return version.media == media; });
            const bool is_heard = std::ranges::any_of(sounds_of(*clip), [&](const ClipSound* sound) { return sound->media == media; });
            if (is_version || is_heard) {
                found.clips.push_back(clip->id);
            }
        }
    }
    for (const Keyframe& keyframe : project.generate->keyframes) {
        if (keyframe.source.media == media) {
            found.keyframes.push_back(keyframe.id);
        }
    }
    for (const Shared<Generation>& generation : *project.generations) {
        if (uses(*generation, media)) {
            found.generations.push_back(generation->id);
        }
    }
    return found;
}

Project remove_media(const Project& project, const MediaRef& media) {
    if (!where_used(project, media).is_empty()) {
        throw EditError(Sentence::of("the media is used on the timeline or as a keyframe; remove it there first"));
    }
    Project result = project;
    change_list(result.assets, [&](std::vector<Shared<Asset>>& assets) {
        std::erase_if(assets, [&](const Shared<Asset>& asset) { return media == MediaRef(asset->id); });
    });
    change_list(result.takes, [&](std::vector<Shared<Take>>& takes) {
        std::erase_if(takes, [&](const Shared<Take>& take) { return media == MediaRef(take->id); });
    });
    return result;
}

Project choose_version(const Project& project, ClipId id, std::size_t version) {
    return change_clip(project, id, [&](Clip& clip) {
        require_version(clip, version);
        require_long_enough(project, clip, clip.versions[version]);
        clip.chosen = version;
    });
}

MediaUse version_of(const Project& project, const Clip& clip, const Take& take) {
    const auto is_alike = [&](const MediaUse& version) {
        const auto* id = std::get_if<TakeId>(&version.media);
        const Take* other = id == nullptr ? nullptr : find_take(project, *id);
        if (other == nullptr || !other->origin || !take.origin) {
            return false;
        }
        const GenerationPart& a = *take.origin;
        const GenerationPart& b = *other->origin;
        return a.conditions == b.conditions && a.restyled == b.restyled && a.first_kept == b.first_kept && a.num_kept == b.num_kept &&
               a.settings.num_frames == b.settings.num_frames && a.settings.frame_rate == b.settings.frame_rate;
    };
    if (const MediaUse* shown = clip.shown(); shown != nullptr && is_alike(*shown)) {
        return {take.id, shown->source_in};
    }
    const auto found = std::ranges::find_if(clip.versions, is_alike);
    return {take.id, found == clip.versions.end() ? 0 : found->source_in};
}

Project add_version(const Project& project, ClipId id, const MediaUse& version) {
    return change_clip(project, id, [&](Clip& clip) {
        require_long_enough(project, clip, version);
        clip.versions.push_back(version);
        clip.chosen = clip.versions.size() - 1;
    });
}

Project remove_version(const Project& project, ClipId id, std::size_t version) {
    return change_clip(project, id, [&](Clip& clip) {
        require_version(clip, version);
        if (version == clip.chosen) {
            throw EditError(Sentence::of("this version is shown; choose another one first"));
        }
        clip.versions.erase(clip.versions.begin() + static_cast<std::ptrdiff_t>(version));
        clip.chosen -= version < clip.chosen ? 1 : 0;
    });
}

}  // namespace kinora
