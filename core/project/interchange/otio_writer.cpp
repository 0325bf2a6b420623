#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/file_io.h"
#include "core/project/field_reader.h"
#include "core/project/interchange/file_url.h"
#include "core/project/interchange/otio.h"
#include "core/project/interchange/otio_words.h"
#include "core/project/interchange/picture_numbers.h"

namespace kinora {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

json time_of(std::int64_t frame, const FrameRate& rate) {
    return {{otio::schema_key, "RationalTime.1"}, {"rate", rate.per_second()}, {"value", static_cast<double>(frame)}};
}

json range_of(std::int64_t start, std::int64_t length, const FrameRate& rate) {
    return {{otio::schema_key, "TimeRange.1"}, {"start_time", time_of(start, rate)}, {"duration", time_of(length, rate)}};
}

// The metadata that came from other programs, and ours beside it.
json metadata_of(json own, const json& unknown_fields) {
    json metadata = json::object();
    json rest = unknown_fields;
    if (rest.is_object() && rest.contains(otio::foreign_key)) {
        if (rest[otio::foreign_key].is_object()) {
            metadata = rest[otio::foreign_key];
        }
        rest.erase(otio::foreign_key);
    }
    if (rest.is_object() && !rest.empty()) {
        own["unknown_fields"] = std::move(rest);
    }
    metadata[otio::kinora_key] = std::move(own);
    return metadata;
}

std::string_view nearest_colour(std::uint32_t rgb) {
    const auto distance = [rgb](const otio::NamedColour& colour) {
        int sum = 0;
        for (const int shift : {0, 8, 16}) {
            const int difference = static_cast<int>(rgb >> shift & 255) - static_cast<int>(colour.rgb >> shift & 255);
            sum += difference * difference;
        }
        return sum;
    };
    return std::ranges::min_element(otio::colours, {}, distance)->name;
}

// An object of a timeline with the fields that all of them have.
json item_of(const char* schema, const std::string& name, json metadata) {
    return {{otio::schema_key, schema},     {"name", name},  {"metadata", std::move(metadata)}, {"source_range", nullptr},
            {"effects", json::array()}, {"markers", json::array()}, {"enabled", true}};
}

class OtioWriter {
 public:
    OtioWriter(const Cut& cut, const fs::path& file) : cut_(cut), folder_(file.parent_path()), name_(file.stem().string()) {}

    json run() const {
        json children = json::array();
        for (const CutTrack& track : cut_.tracks) {
            children.push_back(pictures_of(track));
        }
        for (std::size_t i = 0; i < cut_.tracks.size(); ++i) {
            if (std::ranges::any_of(cut_.tracks[i].clips, [](const CutClip& clip) { return clip.sound.has_value(); })) {
                children.push_back(sounds_of(cut_.tracks[i], i));
            }
        }
        json stack = item_of("Stack.1", "tracks", json::object());
        for (const Marker& marker : cut_.markers) {
            stack["markers"].push_back(marker_of(marker));
        }
        stack["children"] = std::move(children);
        json own = {{"version", 1}, {"frame_rate", to_string(cut_.frame_rate)}, {"width", cut_.width}, {"height", cut_.height}};
        if (cut_.range) {
            own["range"] = {cut_.range->start, cut_.range->length};
        }
        return {{otio::schema_key, "Timeline.1"},
                {"name", name_},
                {"global_start_time", nullptr},
                {"metadata", {{otio::kinora_key, std::move(own)}}},
                {"tracks", std::move(stack)}};
    }

 private:
    json gap(std::int64_t length) const {
        json item = item_of("Gap.1", "", json::object());
        item["source_range"] = range_of(0, length, cut_.frame_rate);
        return item;
    }

    // The items of a track: clips, made by `make`, and the gaps between those that `is_meant`.
    template <typename IsMeant, typename Make>
    json children_of(const CutTrack& track, IsMeant&& is_meant, Make&& make) const {
        json children = json::array();
        std::int64_t end = 0;
        for (const CutClip& clip : track.clips) {
            if (!is_meant(clip)) {
                continue;
            }
            if (clip.start > end) {
                children.push_back(gap(clip.start - end));
            }
            children.push_back(make(clip));
            end = clip.end();
        }
        return children;
    }

    json reference_to(const CutUse& use) const {
        const CutMedia& media = cut_.media[use.media];
        json own = {{"kind", media.kind == AssetKind::image ? "image" : "video"}, {"source_in", use.source_in}};
        if (!media.content_hash.empty()) {
            own["content_hash"] = media.content_hash;
        }
        if (media.width > 0 && media.height > 0) {
            own["width"] = media.width;
            own["height"] = media.height;
        }
        json reference = {{otio::schema_key, "ExternalReference.1"},
                          {"name", media.name},
                          {"metadata", {{otio::kinora_key, std::move(own)}}},
                          {"available_range", nullptr},
                          {"available_image_bounds", nullptr}};
        if (const auto numbers = numbers_in(media)) {
            reference[otio::schema_key] = "ImageSequenceReference.1";
            reference["target_url_base"] = url_from(folder_, media.file.parent_path()) + "/";
            reference["name_prefix"] = numbers->prefix;
            reference["name_suffix"] = numbers->suffix;
            reference["frame_zero_padding"] = numbers->num_digits;
            reference["start_frame"] = 0;  // as the project numbers what it takes in
            reference["frame_step"] = 1;
            reference["rate"] = media.frame_rate.per_second();
            reference["missing_frame_policy"] = "error";
        } else {
            reference["target_url"] = url_from(folder_, media.file);
        }
        // A still picture has no end.
        if (media.kind != AssetKind::image && media.frame_rate.is_valid() && media.num_frames > 0) {
            reference["available_range"] = range_of(0, media.num_frames, media.frame_rate);
        }
        return reference;
    }

    json clip_of(const CutClip& clip, const CutUse& use, json own, const json& unknown_fields) const {
        json item = item_of("Clip.2", clip.name, metadata_of(std::move(own), unknown_fields));
        item["source_range"] = range_of(use.source_in, clip.length, cut_.frame_rate);
        item["media_references"] = {{otio::default_media, reference_to(use)}};
        item["active_media_reference_key"] = otio::default_media;
        return item;
    }

    json crossfade_of(const CutCrossfade& crossfade) const {
        json object = {{"start", crossfade.start}, {"length", crossfade.length}};
        if (crossfade.incoming) {
            object["incoming"] = reference_to(*crossfade.incoming);
            object["is_incoming_muted"] = crossfade.is_incoming_muted;
        }
        return object;
    }

    json picture_of(const CutClip& clip) const {
        json own = json::object();
        if (clip.group != 0) {
            own["group"] = clip.group;
        }
        if (clip.versions.size() > 1) {
            own["chosen"] = clip.chosen;
        }
        if (clip.crossfade) {
            own["crossfade"] = crossfade_of(*clip.crossfade);
        }
        json item = clip_of(clip, clip.versions[clip.chosen], std::move(own), clip.unknown_fields);
        for (std::size_t i = 0; i < clip.versions.size(); ++i) {
            if (i != clip.chosen) {
                item["media_references"]["version_" + std::to_string(i)] = reference_to(clip.versions[i]);
            }
        }
        return item;
    }

    json pictures_of(const CutTrack& track) const {
        json item = item_of("Track.1", track.name,
                            metadata_of({{"is_muted", track.is_muted}, {"is_locked", track.is_locked}}, track.unknown_fields));
        item["kind"] = "Video";
        item["enabled"] = !track.is_hidden;
        item["children"] =
            children_of(track, [](const CutClip&) { return true; }, [&](const CutClip& clip) { return picture_of(clip); });
        return item;
    }

    json sounds_of(const CutTrack& track, std::size_t index) const {
        json item = item_of("Track.1", track.name, metadata_of({{"sound_of", index}}, {}));
        item["kind"] = "Audio";
        item["enabled"] = !track.is_muted;
        item["children"] = children_of(
            track, [](const CutClip& clip) { return clip.sound.has_value(); },
            [&](const CutClip& clip) {
                json sound = clip_of(clip, *clip.sound, json::object(), {});
                sound["enabled"] = !clip.is_sound_muted;
                return sound;
            });
        return item;
    }

    json marker_of(const Marker& marker) const {
        json own = {{"colour", marker.colour}, {"prompt", marker.prompt}};
        return {{otio::schema_key, "Marker.2"},
                {"name", marker.name},
                {"comment", marker.prompt},
                {"color", nearest_colour(marker.colour)},
                {"marked_range", range_of(marker.start, marker.length, cut_.frame_rate)},
                {"metadata", metadata_of(std::move(own), marker.unknown_fields)}};
    }

    const Cut& cut_;
    fs::path folder_;
    std::string name_;
};

}  // namespace

std::string cut_to_otio(const Cut& cut, const fs::path& file) {
    return OtioWriter(cut, file).run().dump(4, ' ', false, json::error_handler_t::replace) + "\n";
}

void write_otio(const Cut& cut, const fs::path& file) {
    write_file_atomically(file, cut_to_otio(cut, file));
}

}  // namespace kinora
