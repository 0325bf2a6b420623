// Cuts in OpenTimelineIO's JSON (opentimeline.io), which editing programs exchange: Timeline.1, a Stack.1 of Track.1, Clip.2,
// Gap.1, ExternalReference.1 with paths from the file's folder, Marker.2. Times are in frames of the cut. A track with sound
// is two tracks there, one of kind "Video" and one of kind "Audio". What OpenTimelineIO has no word for stands in "metadata"
// under "kinora"; what other programs keep in the metadata of clips, tracks and markers comes back as it was.
#pragma once

#include <filesystem>
#include <string>

#include "core/project/interchange/cut.h"

namespace kinora {

// `file` is where the text will lie.
std::string cut_to_otio(const Cut& cut, const std::filesystem::path& file);

// Clip.1, ImageSequenceReference.1 and times of any rate are read too. Nested timelines, generators and clips without media
// become gaps, effects and transitions are left out; Cut::left_out says so. Throws ProjectFormatError for what is no timeline,
// is damaged, or names times that no timeline has.
Cut cut_from_otio(const std::string& text, const std::filesystem::path& file);

// The same from and to files. They throw FileError besides.
void write_otio(const Cut& cut, const std::filesystem::path& file);
Cut read_otio(const std::filesystem::path& file);

}  // namespace kinora
