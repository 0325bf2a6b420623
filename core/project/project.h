// The document as an immutable value.
//
// What lives in core/project: what is true of a document with the program closed, the edits that make a new document of an
// old one, the files that documents are kept in. What never does: pixels, decoders, threads, Qt. A Project is copied freely:
// copies share what is large. Edits (core/project/edits) take a Project and return another; what is not possible is an
// EditError with one sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/base/sentence.h"
#include "core/base/shared.h"
#include "core/project/asset.h"
#include "core/project/generation.h"
#include "core/project/take.h"
#include "core/project/timeline.h"

namespace kinora {

struct Project {
    FrameRate frame_rate = {24, 1};  // of the timeline
    int width = 1280;                // pixels of the timeline's pictures
    int height = 720;
    std::int64_t next_id = 1;
    Shared<GenerateState> generate;
    SharedList<Asset> assets;
    SharedList<Take> takes;
    SharedList<Generation> generations;  // asked for and not finished
    Timeline timeline;
    nlohmann::json unknown_fields;

    friend bool operator==(const Project&, const Project&) = default;
};

// Where a clip is.
struct ClipPlace {
    const Track* track = nullptr;
    std::size_t track_index = 0;
    std::size_t clip_index = 0;

    const Clip& clip() const { return *track->clips[clip_index]; }
};

// Pointers live as long as the project; nullptr or nothing where there is no such thing.
const Track* find_track(const Project& project, TrackId id);
std::optional<ClipPlace> find_clip(const Project& project, ClipId id);
const Asset* find_asset(const Project& project, AssetId id);
const Take* find_take(const Project& project, TakeId id);
const Marker* find_marker(const Project& project, MarkerId id);
const Generation* find_generation(const Project& project, GenerationId id);

// The clip of `track` that covers `frame`; nullptr in a gap.
const Clip* clip_at(const Track& track, std::int64_t frame);

// The frame after the last clip of all tracks.
std::int64_t timeline_end(const Project& project);

// Whether a file's name leads to a place inside the media folder, wherever that lies: no absolute path, no "..".
bool is_inside_media_folder(const std::string& file);

// What a MediaRef refers to, as far as both kinds have it.
struct MediaFacts {
    std::string name;
    std::string file;
    int width = 0;
    int height = 0;
    std::optional<std::int64_t> length;  // in frames of the project; nothing for a still picture, which has no end
    FrameRate frame_rate;
    bool has_sound = false;
};

// Nothing where the project has no such media.
std::optional<MediaFacts> media_facts(const Project& project, const MediaRef& media);

// How many of a media file's frames, counted at the project's rate, there are from `source_in` on; a large number for a still
// picture, 0 where the project has no such media.
std::int64_t frames_available(const Project& project, const MediaUse& use);

// What is wrong with a project, a sentence each; empty if it is sound. Ids are unique and below next_id, references lead
// somewhere, tracks are sorted without overlap, clips stay inside their media, curves and markers are in order.
std::vector<Sentence> check_invariants(const Project& project);

}  // namespace kinora
