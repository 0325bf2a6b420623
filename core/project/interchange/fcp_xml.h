// Cuts in the XML of Final Cut Pro 7 (xmeml, version 5), which Premiere Pro, DaVinci Resolve and others import: a sequence with
// tracks of clip items, which name their files by where they lie on this machine. All frame numbers of clip items are counted at the
// rate of the timeline; so an item shows as many frames as it lasts, and no reader takes it for one at another speed.
//
// A track with sound has tracks there for the channels of it, linked with their pictures: those for mono, for stereo and so on.
// Of a clip's versions only the one that is shown is written; groups and the colours of markers have no place there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/project/interchange/cut.h"

namespace kinora {

struct FcpXml {
    std::string text;
    std::vector<Sentence> left_out;  // what readers will not have as it is
};

// `file` is where the text will lie; it names the sequence. Throws FileError where the format has no word for the rate of the timeline.
FcpXml cut_to_fcp_xml(const Cut& cut, const std::filesystem::path& file);

// The same into a file; returns what is left out. Throws FileError besides.
std::vector<Sentence> write_fcp_xml(const Cut& cut, const std::filesystem::path& file);

}  // namespace kinora
