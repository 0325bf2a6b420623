#include "core/project/interchange/cut.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "core/project/edits/track_contents.h"
#include "core/project/edits/track_edits.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// What a cut says about a file of the project.
CutMedia media_of(const Project& project, const MediaRef& media, const fs::path& media_folder) {
    CutMedia result;
    if (const auto* asset_id = std::get_if<AssetId>(&media)) {
        const Asset* asset = find_asset(project, *asset_id);
        result = {media_folder / asset->file, asset->name, asset->content_hash, asset->kind, 0, {}, asset->width, asset->height};
        if (asset->kind == AssetKind::video) {
            result.num_frames = asset->num_frames;
            result.frame_rate = asset->frame_rate;
        }
    } else if (const auto* take_id = std::get_if<TakeId>(&media)) {
        const Take* take = find_take(project, *take_id);
        result = {media_folder / take->file, take->name, take->content_hash, AssetKind::video, take->num_frames, take->frame_rate,
                  take->width, take->height};
    }
    return result;
}

class CutMaker {
 public:
    CutMaker(const Project& project, const fs::path& media_folder) : project_(project), media_folder_(media_folder) {}

    Cut run() {
        cut_.frame_rate = project_.frame_rate;
        cut_.width = project_.width;
        cut_.height = project_.height;
        cut_.range = project_.timeline.range;
        for (const Shared<Track>& track : project_.timeline.tracks) {
            add(*track);
        }
        for (const Shared<Marker>& marker : *project_.timeline.markers) {
            cut_.markers.push_back(*marker);
            cut_.markers.back().id = {};
        }
        return std::move(cut_);
    }

 private:
    void add(const Track& track) {
        CutTrack result = {track.name, track.is_muted, track.is_hidden, track.is_locked, {}, track.unknown_fields};
        for (const Shared<Clip>& clip : track.clips) {
            if (clip->shown() != nullptr) {
                result.clips.push_back(converted(*clip));
            }
        }
        cut_.tracks.push_back(std::move(result));
    }

    CutClip converted(const Clip& clip) {
        CutClip result;
        result.name = clip.name;
        result.start = clip.start;
        result.length = clip.length;
        for (const MediaUse& version : clip.versions) {
            result.versions.push_back({index_of(version.media), version.source_in});
        }
        result.chosen = clip.chosen;
        if (clip.sound) {
            result.sound = CutUse{index_of(clip.sound->media), clip.sound->source_in};
            result.is_sound_muted = clip.sound->is_muted;
        }
        if (clip.crossfade) {
            result.crossfade = converted(*clip.crossfade);
        }
        if (clip.group.is_set()) {
            result.group = groups_.try_emplace(clip.group, static_cast<std::int64_t>(groups_.size()) + 1).first->second;
        }
        result.unknown_fields = clip.unknown_fields;
        return result;
    }

    CutCrossfade converted(const Crossfade& crossfade) {
        CutCrossfade result = {.start = crossfade.start, .length = crossfade.length, .incoming = {}};
        if (const auto& incoming = crossfade.incoming) {
            result.incoming = CutUse{index_of(incoming->media), incoming->source_in};
            result.is_incoming_muted = incoming->is_muted;
        }
        return result;
    }

    std::size_t index_of(const MediaRef& media) {
        const auto [entry, is_new] = media_.try_emplace(media, cut_.media.size());
        if (is_new) {
            cut_.media.push_back(media_of(project_, media, media_folder_));
        }
        return entry->second;
    }

    const Project& project_;
    const fs::path& media_folder_;
    Cut cut_;
    std::map<MediaRef, std::size_t> media_;
    std::map<GroupId, std::int64_t> groups_;
};

class CutAdder {
 public:
    CutAdder(Project project, const Cut& cut, std::span<const MediaRef> media)
        : project_(std::move(project)), cut_(cut), media_(media) {}

    AddedCut run() {
        if (!is_rate_fixed(project_)) {
            project_ = set_timeline_rate(project_, cut_.frame_rate);
            if (cut_.width > 0 && cut_.height > 0) {
                project_ = set_timeline_size(project_, cut_.width, cut_.height);
            }
            project_.timeline.range = cut_.range;
        }
        for (const CutTrack& track : cut_.tracks) {
            add(track);
        }
        for (Marker marker : cut_.markers) {
            const std::int64_t end = at(marker.start + marker.length);
            marker.start = at(marker.start);
            marker.length = end - marker.start;
            project_ = add_marker(project_, std::move(marker));
        }
        return {std::move(project_), std::move(left_out_)};
    }

 private:
    std::int64_t at(std::int64_t frame) const {
        return frame < 0 ? -convert_frame(-frame, cut_.frame_rate, project_.frame_rate)
                         : convert_frame(frame, cut_.frame_rate, project_.frame_rate);
    }

    void add(const CutTrack& from) {
        project_ = add_track(project_, project_.timeline.tracks.size(), from.name);
        Track track = *project_.timeline.tracks.back();
        track.is_muted = from.is_muted;
        track.is_hidden = from.is_hidden;
        track.is_locked = from.is_locked;
        track.unknown_fields = from.unknown_fields;
        for (const CutClip& clip : from.clips) {
            if (auto made = converted(clip)) {
                made->id = new_id<ClipId>(project_);
                track.clips.emplace_back(std::move(*made));
            }
        }
        put_track(project_, std::move(track));
    }

    std::optional<Clip> converted(const CutClip& from) {
        Clip clip;
        clip.name = from.name;
        clip.start = at(from.start);
        clip.length = at(from.end()) - clip.start;
        for (std::size_t i = 0; i < from.versions.size(); ++i) {
            const CutUse& use = from.versions[i];
            if (is_set(media_[use.media])) {
                clip.chosen = i == from.chosen ? clip.versions.size() : clip.chosen;
                clip.versions.push_back({media_[use.media], at(use.source_in)});
            } else if (i == from.chosen) {
                left_out_.push_back(Sentence::of("clip \"%1\" at frame %2 is left out: its file \"%3\" is not in the project", from.name,
                                                 from.start, cut_.media[use.media].name));
                return std::nullopt;
            }
        }
        const std::int64_t available = clip.shown()->source_in < 0 ? 0 : frames_available(project_, *clip.shown());
        if (std::min(available, clip.length) < 1) {
            left_out_.push_back(
                Sentence::of("clip \"%1\" at frame %2 is left out: its media has none of its frames", from.name, from.start));
            return std::nullopt;
        }
        if (available < clip.length) {
            left_out_.push_back(Sentence::of("clip \"%1\" at frame %2 is shorter: its media ends after %3 frames", from.name, from.start,
                                             available));
            clip.length = available;
        }
        if (from.sound && is_set(media_[from.sound->media])) {
            clip.sound = ClipSound{.media = media_[from.sound->media], .source_in = at(from.sound->source_in),
                                   .is_muted = from.is_sound_muted};
        }
        if (from.crossfade) {
            clip.crossfade = converted(*from.crossfade);
        }
        if (from.group != 0) {
            const auto [entry, is_new] = groups_.try_emplace(from.group);
            entry->second = is_new ? new_id<GroupId>(project_) : entry->second;
            clip.group = entry->second;
        }
        clip.unknown_fields = from.unknown_fields;
        return clip;
    }

    Crossfade converted(const CutCrossfade& from) const {
        Crossfade crossfade;
        crossfade.start = at(from.start);
        crossfade.length = std::max<std::int64_t>(at(from.start + from.length) - crossfade.start, 1);
        if (from.incoming && is_set(media_[from.incoming->media])) {
            crossfade.incoming = ClipSound{.media = media_[from.incoming->media], .source_in = at(from.incoming->source_in),
                                           .is_muted = from.is_incoming_muted};
        }
        return crossfade;
    }

    Project project_;
    const Cut& cut_;
    std::span<const MediaRef> media_;
    std::map<std::int64_t, GroupId> groups_;
    std::vector<Sentence> left_out_;
};

}  // namespace

Cut cut_of(const Project& project, const fs::path& media_folder) {
    return CutMaker(project, media_folder).run();
}

std::vector<MediaRef> find_cut_media(const Project& project, const fs::path& media_folder, const Cut& cut) {
    std::map<fs::path, MediaRef> by_file;
    std::map<std::string, MediaRef> by_content;
    const auto know = [&](const auto& item) {
        by_file.emplace((media_folder / item.file).lexically_normal(), item.id);
        if (!item.content_hash.empty()) {
            by_content.emplace(item.content_hash, item.id);
        }
    };
    for (const Shared<Asset>& asset : *project.assets) {
        know(*asset);
    }
    for (const Shared<Take>& take : *project.takes) {
        know(*take);
    }
    std::vector<MediaRef> found;
    for (const CutMedia& media : cut.media) {
        const auto same_content = by_content.find(media.content_hash);
        const auto same_file = by_file.find(media.file.lexically_normal());
        found.push_back(same_content != by_content.end() ? same_content->second
                        : same_file != by_file.end()     ? same_file->second
                                                         : MediaRef());
    }
    return found;
}

AddedCut add_cut(const Project& project, const Cut& cut, std::span<const MediaRef> media) {
    if (media.size() != cut.media.size()) {
        throw EditError(Sentence::of("the cut refers to %1 files, and %2 were given", cut.media.size(), media.size()));
    }
    return CutAdder(project, cut, media).run();
}

}  // namespace kinora
