#include "core/project/edits/media_edits.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

void replace(MediaRef& media, const MediaRef& from, const MediaRef& to) {
    if (media == from) {
        media = to;
    }
}

void replace_in_part(GenerationPart& part, const MediaRef& from, const MediaRef& to) {
    for (Condition& condition : part.conditions) {
        replace(condition.source.media, from, to);
    }
    if (part.restyled) {
        replace(part.restyled->source.media, from, to);
    }
}

void replace_in_clips(Project& project, const MediaRef& from, const MediaRef& to) {
    for (const ClipId id : where_used(project, from).clips) {
        const ClipPlace place = clip_place(project, id);
        Track track = editable_track(project, place.track->id);
        Clip clip = place.clip();
        for (MediaUse& version : clip.versions) {
            replace(version.media, from, to);
        }
        for (ClipSound* sound : sounds_of(clip)) {
            replace(sound->media, from, to);
        }
        track.clips[place.clip_index] = std::move(clip);
        put_track(project, std::move(track));
    }
}

void replace_in_generations(Project& project, const MediaRef& from, const MediaRef& to) {
    GenerateState state = *project.generate;
    for (Keyframe& keyframe : state.keyframes) {
        replace(keyframe.source.media, from, to);
    }
    project.generate = std::move(state);
    change_list(project.generations, [&](std::vector<Shared<Generation>>& generations) {
        for (Shared<Generation>& shared : generations) {
            Generation generation = *shared;
            for (GenerationPart& part : generation.parts) {
                replace_in_part(part, from, to);
            }
            shared = std::move(generation);
        }
    });
    change_list(project.takes, [&](std::vector<Shared<Take>>& takes) {
        for (Shared<Take>& shared : takes) {
            if (shared->origin) {
                Take take = *shared;
                replace_in_part(*take.origin, from, to);
                shared = std::move(take);
            }
        }
    });
}

bool are_alike(const Asset& a, const Asset& b) {
    return !a.content_hash.empty() && a.content_hash == b.content_hash && a.kind == b.kind && a.num_frames == b.num_frames &&
           a.frame_rate == b.frame_rate && a.has_sound == b.has_sound;
}

// The file with the content of media that is missing; nothing where it is there or was not found.
class MovedFiles {
 public:
    MovedFiles(std::span<const std::string> present, std::span<const FoundFile> found) : present_(present.begin(), present.end()) {
        for (const FoundFile& file : found) {
            if (!file.content_hash.empty() && is_inside_media_folder(file.file)) {
                by_content_.emplace(file.content_hash, file.file);
            }
        }
    }

    template <typename T>
    std::optional<std::string> new_file_of(const T& media) const {
        const auto found = by_content_.find(media.content_hash);
        const bool is_moved = present_.count(media.file) == 0 && found != by_content_.end() && found->second != media.file;
        return is_moved ? std::optional(found->second) : std::nullopt;
    }

 private:
    std::set<std::string> present_;
    std::map<std::string, std::string> by_content_;  // the first that was found
};

template <typename T>
void relink(SharedList<T>& list, const MovedFiles& moved) {
    change_list(list, [&](std::vector<Shared<T>>& items) {
        for (Shared<T>& shared : items) {
            if (const auto file = moved.new_file_of(*shared)) {
                T item = *shared;
                item.file = *file;
                shared = std::move(item);
            }
        }
    });
}

}  // namespace

std::vector<std::vector<AssetId>> find_duplicate_assets(const Project& project) {
    std::vector<std::vector<AssetId>> groups;
    std::map<std::string_view, std::size_t> numbers;
    for (const Shared<Asset>& asset : *project.assets) {
        if (!asset->content_hash.empty()) {
            const auto [entry, is_new] = numbers.try_emplace(asset->content_hash, groups.size());
            if (is_new) {
                groups.emplace_back();
            }
            groups[entry->second].push_back(asset->id);
        }
    }
    std::erase_if(groups, [](const std::vector<AssetId>& group) { return group.size() < 2; });
    return groups;
}

Project merge_duplicate_asset(const Project& project, AssetId duplicate, AssetId kept) {
    const Asset* from = find_asset(project, duplicate);
    const Asset* to = find_asset(project, kept);
    if (from == nullptr || to == nullptr || duplicate == kept) {
        throw EditError(Sentence::of("the media is no longer in the project"));
    }
    if (!are_alike(*from, *to)) {
        throw EditError(Sentence::of("\"%1\" and \"%2\" are different files, so that both are needed", from->name, to->name));
    }
    Project result = project;
    replace_in_clips(result, duplicate, kept);
    replace_in_generations(result, duplicate, kept);
    return remove_media(result, duplicate);
}

std::vector<MediaRef> find_moved_media(const Project& project, std::span<const std::string> present, std::span<const FoundFile> found) {
    const MovedFiles moved(present, found);
    std::vector<MediaRef> media;
    const auto look_at = [&](const auto& list) {
        for (const auto& item : *list) {
            if (moved.new_file_of(*item)) {
                media.emplace_back(item->id);
            }
        }
    };
    look_at(project.assets);
    look_at(project.takes);
    return media;
}

Project relink_moved_media(const Project& project, std::span<const std::string> present, std::span<const FoundFile> found) {
    if (find_moved_media(project, present, found).empty()) {
        throw EditError(Sentence::of("none of the files holds what is missing; choose the folder that it was moved to"));
    }
    const MovedFiles moved(present, found);
    Project result = project;
    relink(result.assets, moved);
    relink(result.takes, moved);
    return result;
}

}  // namespace kinora
