// The names of the things in a document. All kinds are numbered from one counter, Project::next_id, so that no number ever
// means two things.
#pragma once

#include "core/base/id.h"

namespace kinora {

using TrackId = StrongId<struct TrackTag>;
using ClipId = StrongId<struct ClipTag>;
using GroupId = StrongId<struct GroupTag>;
using AssetId = StrongId<struct AssetTag>;
using TakeId = StrongId<struct TakeTag>;
using MarkerId = StrongId<struct MarkerTag>;
using KeyframeId = StrongId<struct KeyframeTag>;
using GenerationId = StrongId<struct GenerationTag>;

}  // namespace kinora
