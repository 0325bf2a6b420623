#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/interchange/otio.h"
#include "core/project/interchange/otio_media.h"
#include "core/project/interchange/otio_time.h"
#include "core/project/interchange/otio_words.h"

namespace kinora {

namespace {

using nlohmann::json;
using otio::field;
using otio::Seconds;
namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 256'000'000;
constexpr JsonLimits limits = {.max_depth = 48, .max_values = 10'000'000, .max_string_bytes = 1'000'000};
constexpr std::size_t most_tracks = 1000;
// Metadata of others is kept in a project, whose file has a limit of its own.
constexpr int most_kept_levels = 16;
constexpr std::int64_t greatest_number = std::int64_t{1} << 52;

constexpr std::array clip_fields = {"id", "name", "start", "length", "versions", "chosen", "sound", "crossfade", "group", "generation"};
constexpr std::array track_fields = {"id", "name", "is_muted", "is_hidden", "is_locked", "clips"};
constexpr std::array marker_fields = {"id", "start", "length", "name", "prompt", "colour"};

std::string text_of(const json& object, const char* key) {
    const json& value = field(object, key);
    return value.is_string() ? value.get<std::string>() : "";
}

bool flag_of(const json& object, const char* key, bool otherwise) {
    const json& value = field(object, key);
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

// A whole number from 0 to `greatest`, or `otherwise`.
std::int64_t number_in(const json& value, std::int64_t otherwise, std::int64_t greatest) {
    const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= static_cast<std::uint64_t>(greatest);
    return fits ? value.get<std::int64_t>() : otherwise;
}

// The same for a number of either sign.
std::int64_t signed_in(const json& value, std::int64_t greatest) {
    const bool is_below = value.is_number_integer() && !value.is_number_unsigned();
    return is_below ? std::max(value.get<std::int64_t>(), -greatest) : number_in(value, 0, greatest);
}

std::int64_t number_of(const json& object, const char* key, std::int64_t otherwise, std::int64_t greatest) {
    return number_in(field(object, key), otherwise, greatest);
}

bool is_deeper_than(const json& value, int levels) {
    return value.is_structured() &&
           (levels == 0 || std::ranges::any_of(value, [&](const json& item) { return is_deeper_than(item, levels - 1); }));
}

const json& own_of(const json& item) {
    return field(field(item, otio::metadata_key), otio::kinora_key);
}

// What the metadata of an item holds besides what is read, for the unknown fields of what becomes of it.
json unknown_of(const json& item, std::span<const char* const> known) {
    json unknown = field(own_of(item), "unknown_fields");
    json foreign = field(item, otio::metadata_key);
    if (foreign.is_object()) {
        foreign.erase(otio::kinora_key);
    }
    if (!unknown.is_object() || is_deeper_than(unknown, most_kept_levels)) {
        unknown = json();
    }
    for (const char* key : unknown.is_object() ? known : std::span<const char* const>()) {
        unknown.erase(key);
    }
    if (foreign.is_object() && !foreign.empty() && !is_deeper_than(foreign, most_kept_levels)) {
        unknown[otio::foreign_key] = std::move(foreign);
    }
    return unknown.empty() ? json() : unknown;
}

const json& list_of(const json& object, const char* key) {
    static const json none = json::array();
    const json& list = field(object, key);
    return list.is_array() ? list : none;
}

const json& object_of(const json& object, const char* key) {
    static const json none = json::object();
    const json& inner = field(object, key);
    return inner.is_object() ? inner : none;
}

// What is seen of an item, in its own time, in which its markers are: that of its media, which may begin at any time of day. Nothing where
// the item does not say.
auto shown_span(const json& item) {
    const auto source = otio::read_span(field(item, "source_range"));
    return source || !otio::is_schema(item, "Clip") ? source : otio::read_span(field(otio::shown_reference(item), "available_range"));
}

// How long an item is within its track.
Seconds duration_of(const json& item) {
    if (const auto span = shown_span(item)) {
        return span->duration;
    }
    if (otio::is_schema(item, "Clip")) {
        return 0;
    }
    const bool is_stack = otio::is_schema(item, "Stack");
    Seconds duration = 0;
    for (const json& child : list_of(item, "children")) {
        duration = is_stack ? std::max(duration, duration_of(child)) : duration + duration_of(child);
    }
    return duration;
}

class OtioReader {
 public:
    explicit OtioReader(const fs::path& folder) : media_(folder) {}

    Cut run(const json& timeline) {
        if (!otio::is_schema(timeline, "Timeline")) {
            throw MalformedData(Sentence::of("holds no timeline of OpenTimelineIO"));
        }
        const json& stack = field(timeline, "tracks");
        const json& tracks = list_of(stack, "children");
        if (tracks.size() > most_tracks) {
            throw MalformedData(Sentence::of("holds more than %1 tracks", most_tracks));
        }
        read_format(timeline, tracks);
        for (const json& track : tracks) {
            if (text_of(track, "kind") != "Audio") {
                read_pictures(track);
            }
        }
        for (const json& track : tracks) {
            if (text_of(track, "kind") == "Audio") {
                read_sounds(track);
            }
        }
        read_markers(stack, 0, {0, last_possible_frame});
        std::ranges::stable_sort(cut_.markers, {}, &Marker::start);
        cut_.media = media_.take();
        return std::move(cut_);
    }

 private:
    std::int64_t frame_at(Seconds seconds) const { return otio::frame_at(seconds, cut_.frame_rate); }

    void leave_out(Sentence what) { cut_.left_out.push_back(std::move(what)); }

    static Sentence describe(const json& item, std::int64_t frame) {
        return Sentence::of("\"%1\" at frame %2", text_of(item, "name").substr(0, 80), frame);
    }

    void read_format(const json& timeline, const json& tracks) {
        const json& own = own_of(timeline);
        const auto named = text_of(own, "frame_rate");
        const auto found = rate_in(timeline, tracks);
        cut_.frame_rate = named.empty() ? found.value_or(FrameRate{24, 1}) : parse_frame_rate(named);
        const std::int64_t width = number_of(own, "width", 0, longest_side);
        const std::int64_t height = number_of(own, "height", 0, longest_side);
        if (width > 0 && height > 0 && width * height <= most_pixels) {
            cut_.width = static_cast<int>(width);
            cut_.height = static_cast<int>(height);
        }
        const json& range = list_of(own, "range");
        if (range.size() == 2) {
            const FrameRange read = {number_in(range[0], 0, last_possible_frame), number_in(range[1], 0, last_possible_frame)};
            cut_.range = read.is_empty() ? std::nullopt : std::optional(read);
        }
    }

    // Other programs do not say what the timeline's rate is; its first clip does.
    static std::optional<FrameRate> rate_in(const json& timeline, const json& tracks) {
        for (const json& track : tracks) {
            if (text_of(track, "kind") == "Audio") {
                continue;
            }
            for (const json& item : list_of(track, "children")) {
                for (const json* range : {&field(item, "source_range"), &field(otio::shown_reference(item), "available_range")}) {
                    if (const auto rate = otio::rate_of(*range)) {
                        return rate;
                    }
                }
            }
        }
        return otio::rate_of({{"duration", field(timeline, "global_start_time")}});
    }

    // Calls use(item, start, length) for the clips of a track, and notes everything else that is not empty.
    template <typename Use>
    void for_each_clip(const json& track, Use&& use) {
        Seconds position = 0;
        read_markers(track, 0, {0, last_possible_frame});
        for (const json& item : list_of(track, "children")) {
            const std::int64_t start = frame_at(position);
            if (otio::is_schema(item, "Transition")) {
                leave_out(Sentence::of("the transition %1 is left out", describe(item, start)));
                continue;
            }
            const Seconds duration = duration_of(item);
            const auto shown = shown_span(item);
            const Seconds before = position - (shown ? shown->start : 0);
            position += duration;
            const std::int64_t length = frame_at(position) - start;
            read_markers(item, before, {start, length});
            if (!list_of(item, "effects").empty()) {
                leave_out(Sentence::of("the effects of %1 are left out", describe(item, start)));
            }
            if (otio::is_schema(item, "Clip") && length > 0) {
                use(item, start, length);
            } else if (!otio::is_schema(item, "Gap")) {
                leave_out(Sentence::of("%1 is no single clip with a length and becomes a gap", describe(item, start)));
            }
        }
    }

    // The first frame of the media that a clip shows, which counts from where the media begins.
    std::int64_t source_in(const json& item, const json& reference) const {
        const auto available = otio::read_span(field(reference, "available_range"));
        const auto source = otio::read_span(field(item, "source_range"));
        const Seconds media_start = available ? available->start : 0;
        return source ? frame_at(source->start - media_start) : 0;
    }

    void read_pictures(const json& track) {
        CutTrack result;
        result.name = text_of(track, "name");
        result.is_hidden = !flag_of(track, "enabled", true);
        result.is_muted = flag_of(own_of(track), "is_muted", false);
        result.is_locked = flag_of(own_of(track), "is_locked", false);
        result.unknown_fields = unknown_of(track, track_fields);
        for_each_clip(track, [&](const json& item, std::int64_t start, std::int64_t length) {
            const auto media = media_.read(otio::shown_reference(item));
            if (!media || !flag_of(item, "enabled", true)) {
                leave_out(media ? Sentence::of("%1 is switched off and becomes a gap", describe(item, start))
                                : Sentence::of("%1 names no file and becomes a gap", describe(item, start)));
                return;
            }
            CutClip clip;
            clip.name = text_of(item, "name");
            clip.start = start;
            clip.length = length;
            clip.group = number_of(own_of(item), "group", 0, greatest_number);
            read_versions(item, *media, clip);
            read_crossfade(field(own_of(item), "crossfade"), clip);
            clip.unknown_fields = unknown_of(item, clip_fields);
            result.clips.push_back(std::move(clip));
        });
        cut_.tracks.push_back(std::move(result));
    }

    // The shown version, and those beside it that Kinora wrote.
    void read_versions(const json& item, std::size_t shown, CutClip& clip) {
        std::vector<std::pair<int, CutUse>> others;
        for (const auto& [key, reference] : object_of(item, "media_references").items()) {
            constexpr std::string_view prefix = "version_";
            int number = 0;
            const bool is_version =
                key.starts_with(prefix) && std::from_chars(key.data() + prefix.size(), key.data() + key.size(), number).ec == std::errc();
            const auto media = is_version ? media_.read(reference) : std::nullopt;
            if (media) {
                others.emplace_back(number, CutUse{*media, signed_in(field(own_of(reference), "source_in"), last_possible_frame)});
            }
        }
        std::ranges::stable_sort(others, {}, [](const auto& entry) { return entry.first; });
        for (const auto& [number, use] : others) {
            clip.versions.push_back(use);
        }
        const auto chosen = static_cast<std::size_t>(number_of(own_of(item), "chosen", 0, static_cast<std::int64_t>(others.size())));
        const CutUse use = {shown, source_in(item, otio::shown_reference(item))};
        clip.versions.insert(clip.versions.begin() + static_cast<std::ptrdiff_t>(chosen), use);
        clip.chosen = chosen;
    }

    void read_crossfade(const json& from, CutClip& clip) {
        CutCrossfade crossfade = {.start = signed_in(field(from, "start"), last_possible_frame),
                                  .length = signed_in(field(from, "length"), last_possible_frame), .incoming = {}};
        if (crossfade.length < 1) {
            return;
        }
        const json& reference = field(from, "incoming");
        if (const auto media = media_.read(reference)) {
            crossfade.incoming = CutUse{*media, signed_in(field(own_of(reference), "source_in"), last_possible_frame)};
            crossfade.is_incoming_muted = flag_of(from, "is_incoming_muted", false);
        }
        clip.crossfade = crossfade;
    }

    // The clip without a sound that lies just there, on the track of that number or, without one, on any.
    CutClip* silent_clip(std::int64_t track, std::int64_t start, std::int64_t length) {
        for (std::size_t t = 0; t < cut_.tracks.size(); ++t) {
            auto& clips = cut_.tracks[t].clips;
            const auto found = std::ranges::lower_bound(clips, start, {}, &CutClip::start);
            const bool is_meant = track < 0 || track == static_cast<std::int64_t>(t);
            if (is_meant && found != clips.end() && found->start == start && found->length == length && !found->sound) {
                return &*found;
            }
        }
        return nullptr;
    }

    // In a project sound belongs to a picture.
    void read_sounds(const json& track) {
        const std::int64_t sound_of = number_of(own_of(track), "sound_of", -1, static_cast<std::int64_t>(most_tracks));
        const bool is_track_on = flag_of(track, "enabled", true);
        for_each_clip(track, [&](const json& item, std::int64_t start, std::int64_t length) {
            const json& reference = otio::shown_reference(item);
            CutClip* clip = silent_clip(sound_of, start, length);
            const auto media = clip == nullptr ? std::nullopt : media_.read(reference);
            if (!media) {
                leave_out(clip == nullptr
                              ? Sentence::of("the sound %1 lies under no clip of the same length and is left out", describe(item, start))
                              : Sentence::of("the sound %1 names no file and is left out", describe(item, start)));
                return;
            }
            clip->sound = CutUse{*media, source_in(item, reference)};
            clip->is_sound_muted = !flag_of(item, "enabled", true) || (sound_of < 0 && !is_track_on);
        });
    }

    // Those in a part of a clip that is not shown lie over other clips, of which they say nothing.
    void read_markers(const json& item, Seconds offset, const FrameRange& shown) {
        for (const json& from : list_of(item, "markers")) {
            const auto span = otio::read_span(field(from, "marked_range"));
            const std::int64_t start = span ? frame_at(span->start + offset) : -1;
            if (!shown.contains(start)) {
                continue;
            }
            const json& own = own_of(from);
            Marker marker;
            marker.start = start;
            marker.length = frame_at(span->duration);
            marker.name = text_of(from, "name");
            marker.prompt = own.is_object() ? text_of(own, "prompt") : text_of(from, "comment");
            const std::string colour = text_of(from, "color");
            const auto named = std::ranges::find(otio::colours, std::string_view(colour), &otio::NamedColour::name);
            const std::uint32_t rgb = named == otio::colours.end() ? 0 : named->rgb;
            marker.colour = static_cast<std::uint32_t>(number_of(own, "colour", rgb, 0xFFFFFF));
            marker.unknown_fields = unknown_of(from, marker_fields);
            cut_.markers.push_back(std::move(marker));
        }
    }

    Cut cut_;
    otio::MediaReader media_;
};

}  // namespace

Cut cut_from_otio(const std::string& text, const fs::path& file) {
    try {
        return OtioReader(file.parent_path()).run(parse_bounded_json(text, limits, {}));
    } catch (const CheckpointError& error) {
        throw ProjectFormatError(file, Sentence::of("%1, so it is no OpenTimelineIO file that could be read", error.sentence()));
    } catch (const InvalidRequest& error) {
        throw ProjectFormatError(file, error.sentence());
    } catch (const MalformedData& error) {
        throw ProjectFormatError(file, error.sentence());
    }
}

Cut read_otio(const fs::path& file) {
    return cut_from_otio(read_file(file, most_bytes), file);
}

}  // namespace kinora
