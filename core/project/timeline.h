// Tracks, clips and markers. All times are whole frames at the project's rate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/base/shared.h"
#include "core/project/ids.h"
#include "core/project/media.h"

namespace kinora {

// The greatest frame number and the greatest length that a project may name: more than a hundred days at a thousand frames a
// second. Sums and differences of a few of them stay exact.
inline constexpr std::int64_t last_possible_frame = 10'000'000'000;

// The largest pictures that a timeline may have.
inline constexpr int longest_side = 16384;
inline constexpr std::int64_t most_pixels = std::int64_t{1} << 26;

// The sound of a clip, cut and moved with its picture. It stays when the picture is replaced by a take.
struct ClipSound {
    MediaRef media;
    std::int64_t source_in = 0;  // the frame of the media that sounds at the clip's start; outside the media there is silence
    bool is_muted = false;
    nlohmann::json unknown_fields;

    friend bool operator==(const ClipSound&, const ClipSound&) = default;
};

// Over a transition the clip's sound fades out, and `incoming`, the sound of the clip that it leads to, fades in. Each is in step with
// the pictures that it belongs to. Where one of the two clips had no sound, there is the other one's fade alone.
struct Crossfade {
    std::int64_t start = 0;   // from the clip's first frame; below 0 where the clip's beginning has been cut off
    std::int64_t length = 0;  // at least 1
    std::optional<ClipSound> incoming;
    nlohmann::json unknown_fields;

    friend bool operator==(const Crossfade&, const Crossfade&) = default;
};

struct Clip {
    ClipId id;
    std::string name;
    std::int64_t start = 0;   // on the timeline
    std::int64_t length = 0;  // at least 1
    // What the clip can show: footage and takes, one of them chosen. Trimming and slipping move the beginning of all of them.
    // Empty while the first take is being made.
    std::vector<MediaUse> versions;
    std::size_t chosen = 0;
    std::optional<ClipSound> sound;
    std::optional<Crossfade> crossfade;
    GroupId group;            // clips of one group are selected, moved and deleted together
    GenerationId generation;  // the generation that is making a version, if any; such a clip cannot be trimmed
    nlohmann::json unknown_fields;

    FrameRange range() const { return {start, length}; }
    std::int64_t end() const { return start + length; }
    const MediaUse* shown() const { return versions.empty() ? nullptr : &versions[chosen]; }

    friend bool operator==(const Clip&, const Clip&) = default;
};

// What is heard of a clip: its own sound and, over a transition, the incoming one. They live as long as the clip does.
std::vector<const ClipSound*> sounds_of(const Clip& clip);
std::vector<ClipSound*> sounds_of(Clip& clip);
// Whether that one of them fades in; over a transition the other one fades out.
bool is_incoming(const Clip& clip, const ClipSound& sound);

struct Track {
    TrackId id;
    std::string name;
    bool is_muted = false;   // is not heard
    bool is_hidden = false;  // is not seen
    bool is_locked = false;  // cannot be changed
    std::vector<Shared<Clip>> clips;  // by start; no two overlap
    nlohmann::json unknown_fields;

    friend bool operator==(const Track&, const Track&) = default;
};

// A place or, with a length, a stretch of the timeline. A marker with a prompt asks for what is to happen there.
struct Marker {
    MarkerId id;
    std::int64_t start = 0;
    std::int64_t length = 0;
    std::string name;
    std::string prompt;
    std::uint32_t colour = 0;  // 0xRRGGBB
    nlohmann::json unknown_fields;

    friend bool operator==(const Marker&, const Marker&) = default;
};

struct Timeline {
    std::vector<Shared<Track>> tracks;  // from the bottom up: later ones cover earlier ones
    SharedList<Marker> markers;         // by start
    std::optional<FrameRange> range;    // between the in and the out point
    nlohmann::json unknown_fields;

    friend bool operator==(const Timeline&, const Timeline&) = default;
};

}  // namespace kinora
