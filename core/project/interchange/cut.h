// A cut on its way to or from another editing program: tracks of clips that refer to files, without the ids and the bookkeeping
// of a project. Formats (otio.h, fcp_xml.h) read and write cuts; a project gives and takes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/base/sentence.h"
#include "core/project/project.h"

namespace kinora {

// A file that clips of a cut refer to.
struct CutMedia {
    std::filesystem::path file;
    std::string name;
    std::string content_hash;  // empty where the other program has none
    AssetKind kind = AssetKind::unset;
    std::int64_t num_frames = 0;  // of a video, at frame_rate; 0 where the cut does not say
    FrameRate frame_rate;
    int width = 0;  // pixels, as seen; 0 where the cut does not say
    int height = 0;
    int num_channels = 0;  // of the sound; 0 where nobody has counted them

    friend bool operator==(const CutMedia&, const CutMedia&) = default;
};

// An element of Cut::media from one of its frames on, counted at the cut's rate.
struct CutUse {
    std::size_t media = 0;
    std::int64_t source_in = 0;

    friend bool operator==(const CutUse&, const CutUse&) = default;
};

// See Crossfade; counted at the cut's rate.
struct CutCrossfade {
    std::int64_t start = 0;
    std::int64_t length = 0;
    std::optional<CutUse> incoming;
    bool is_incoming_muted = false;

    friend bool operator==(const CutCrossfade&, const CutCrossfade&) = default;
};

struct CutClip {
    std::string name;
    std::int64_t start = 0;
    std::int64_t length = 0;
    std::vector<CutUse> versions;  // at least one
    std::size_t chosen = 0;
    std::optional<CutUse> sound;
    bool is_sound_muted = false;
    std::optional<CutCrossfade> crossfade;
    std::int64_t group = 0;  // the same number for clips of one group; 0 for none
    nlohmann::json unknown_fields;

    std::int64_t end() const { return start + length; }

    friend bool operator==(const CutClip&, const CutClip&) = default;
};

struct CutTrack {
    std::string name;
    bool is_muted = false;
    bool is_hidden = false;
    bool is_locked = false;
    std::vector<CutClip> clips;  // by start; no two overlap
    nlohmann::json unknown_fields;

    friend bool operator==(const CutTrack&, const CutTrack&) = default;
};

struct Cut {
    FrameRate frame_rate = {24, 1};  // of all frame numbers
    int width = 0;                   // 0 where the cut does not say
    int height = 0;
    std::vector<CutMedia> media;
    std::vector<CutTrack> tracks;  // from the bottom up
    std::vector<Marker> markers;   // without ids
    std::optional<FrameRange> range;
    std::vector<Sentence> left_out;  // what the reader found no place for

    friend bool operator==(const Cut&, const Cut&) = default;
};

// What is on the timeline of a project. Clips that show nothing yet are gaps.
Cut cut_of(const Project& project, const std::filesystem::path& media_folder);

// For each of cut.media the media of the project that it is: the same file, or one with the same content. Unset where the
// project has none, so that the file has to be imported first.
std::vector<MediaRef> find_cut_media(const Project& project, const std::filesystem::path& media_folder, const Cut& cut);

struct AddedCut {
    Project project;
    std::vector<Sentence> left_out;  // what could not be taken over
};

// Puts a cut onto new tracks above those that there are. `media` has a reference for each of cut.media, unset for what is to be
// left out. An empty timeline takes the rate and the size of the cut; otherwise the cut's times are converted to its rate.
// Clips are cut to the frames that their media has. Throws EditError where the cut does not fit onto a timeline.
//
//     |--A--|--B--|        |--C--|
//                    →     |--A--|--B--|        the cut C onto a track of its own
AddedCut add_cut(const Project& project, const Cut& cut, std::span<const MediaRef> media);

}  // namespace kinora
